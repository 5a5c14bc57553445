type Span = { readonly from: number; readonly to: number };
type QueryItem = string | number | Span;

/** Query parameters before they are encoded; `undefined` and empty lists are left out. */
export type Query = Readonly<Record<string, QueryItem | readonly QueryItem[] | undefined>>;

/** Percent-encodes; half a surrogate pair, which has no encoding, becomes U+FFFD as in the URL standard. */
export function encode(text: string): string {
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\uFFFD'));
}

/** The query string without its `?`. Ordered by name, so that a cache knows equal questions as equal. */
export function encodeQuery(query: Query, commaSeparated: readonly string[] = []): string {
  return Object.keys(query)
    .sort()
    .flatMap((name) => {
      const items = itemsOf(query[name]);
      if (items.length === 0) return [];
      return commaSeparated.includes(name)
        ? `${name}=${items.join(',')}`
        : items.map((item) => `${name}=${item}`);
    })
    .join('&');
}

function itemsOf(value: Query[string]): string[] {
  // Callers without types may say null.
  const items: QueryItem[] = [value ?? []].flat();
  return items.map((item) => encode(typeof item === 'object' ? `${item.from}..${item.to}` : String(item)));
}
