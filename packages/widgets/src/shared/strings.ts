/** Some of an element's texts, down to single ones within a group. */
export type PartialStrings<Texts> = {
  readonly [Name in keyof Texts]?: Texts[Name] extends (...inserted: never[]) => unknown
    ? Texts[Name]
    : Texts[Name] extends object
      ? PartialStrings<Texts[Name]>
      : Texts[Name];
};

type Group = Readonly<Record<string, unknown>>;

/** The built-in texts with the page's in their place. A text of the wrong kind, or none, leaves the built-in one. */
export function mergeStrings<Texts extends object>(
  builtIn: Texts,
  overrides: PartialStrings<Texts> | null | undefined,
): Texts {
  const merged: Record<string, unknown> = Object.fromEntries(Object.entries(builtIn));
  for (const [name, text] of Object.entries<unknown>(overrides ?? {})) {
    const own = merged[name];
    if (text === undefined || text === null || (own !== undefined && typeof own !== typeof text)) continue;
    merged[name] = typeof own === 'object' ? mergeStrings(own as Group, text as Group) : text;
  }
  return merged as Texts;
}
