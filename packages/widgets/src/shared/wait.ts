/** "Try again in 42 seconds.": how long to wait, in the built-in texts. */
export function retryIn(seconds: number): string {
  const format = (length: number, unit: Intl.RelativeTimeFormatUnit) =>
    `Try again ${new Intl.RelativeTimeFormat('en').format(Math.ceil(seconds / length), unit)}.`;
  if (seconds <= 120) return format(1, 'second');
  return seconds <= 7_200 ? format(60, 'minute') : format(3_600, 'hour');
}

interface WaitTexts<Kind extends string> {
  readonly lang: string;
  readonly retryIn: (seconds: number) => string;
  readonly problems: Readonly<Record<Kind, { readonly help: string }>>;
}

/**
 * What can be done about a problem. Where the service says how long to wait, so does this, unless the page has texts in another
 * language and none for that.
 */
export function helpOf<Kind extends string>(
  texts: WaitTexts<Kind>,
  { kind, retryAfterMs }: { readonly kind: Kind; readonly retryAfterMs?: number | undefined },
): string {
  const { help } = texts.problems[kind];
  if (!retryAfterMs || (texts.retryIn === retryIn && !texts.lang.startsWith('en'))) return help;
  const wait = texts.retryIn(Math.ceil(retryAfterMs / 1_000));
  return kind === 'busy' ? wait : `${help} ${wait}`;
}
