/** "Try again in 42 seconds.": how long to wait, in the built-in texts. */
export function retryIn(seconds: number): string {
  const [unit, length] =
    seconds <= 120
      ? (['second', 1] as const)
      : seconds <= 7_200
        ? (['minute', 60] as const)
        : (['hour', 3_600] as const);
  return `Try again ${new Intl.RelativeTimeFormat('en').format(Math.ceil(seconds / length), unit)}.`;
}

interface WaitTexts<Kind extends string> {
  readonly retryIn: (seconds: number) => string;
  readonly problems: Readonly<Record<Kind, { readonly help: string }>>;
}

/** What can be done about a problem. Where the service says how long to wait, so does this. */
export function helpOf<Kind extends string>(
  { problems, retryIn }: WaitTexts<Kind>,
  problem: { readonly kind: Kind; readonly retryAfterMs?: number | undefined },
): string {
  const { kind, retryAfterMs } = problem;
  const { help } = problems[kind];
  if (retryAfterMs === undefined) return help;
  const wait = retryIn(Math.ceil(retryAfterMs / 1_000) || 1);
  return kind === 'busy' ? wait : `${help} ${wait}`;
}
