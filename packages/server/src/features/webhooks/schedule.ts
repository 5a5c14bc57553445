const seconds = 1_000;
const minutes = 60 * seconds;
const hours = 60 * minutes;

/** How long after each failed try the next one follows: ten tries within about three days. docs/webhooks.md shows it. */
export const pausesMs: readonly number[] = [
  5 * seconds, 5 * minutes, 30 * minutes, 2 * hours, 5 * hours, 10 * hours, 14 * hours, 20 * hours, 24 * hours,
]; // prettier-ignore

/** A partner may ask for patience, but not for being forgotten. */
const longestAskedMs = 24 * hours;

/** Up to a tenth earlier or later, so that what failed together does not come back together. */
const jittered = (ms: number, random: number) => ms * (0.9 + 0.2 * random);

/**
 * When to try again after `tries` failed ones; undefined: not any more.
 * @param retryAfterMs how long the partner asked to wait: it can only make the pause longer
 * @param random 0 ≤ random < 1
 */
export function nextTryAt(
  tries: number,
  { now, retryAfterMs = 0, random }: { now: Date; retryAfterMs?: number | undefined; random: number },
): Date | undefined {
  const pauseMs = pausesMs[tries - 1];
  if (pauseMs === undefined) return undefined;
  return new Date(
    now.getTime() + Math.round(Math.max(jittered(pauseMs, random), Math.min(retryAfterMs, longestAskedMs))),
  );
}

const firstPauseMs = 30 * seconds;
const longestPauseMs = 10 * minutes;

/** How long a breaker lets nobody through, the `nth` time in a row. */
export function breakerPauseMs(nth: number, random: number): number {
  return jittered(Math.min(firstPauseMs * 2 ** (nth - 1), longestPauseMs), random);
}

/** Milliseconds of a Retry-After header (RFC 9110, 10.2.3): seconds or a date; undefined where it is neither. */
export function retryAfterMs(header: string | undefined, now: Date): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d{1,9}$/.test(header.trim())) return Number(header.trim()) * 1000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now.getTime());
}
