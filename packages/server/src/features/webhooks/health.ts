import { dayMs } from '../../platform/time';
import { breakerPauseMs } from './schedule';

/** How a partner has answered of late: what its endpoint's breaker goes by. */
export interface Health {
  /** Tries that have failed since the last success. */
  readonly failures: number;
  readonly failingSince: Date | undefined;
  /** How often in a row the breaker has paused. */
  readonly pauses: number;
  readonly pausedUntil: Date | undefined;
}

/** After so many failures in a row only one try at a time is let through, with pauses. A partner of whose answers a third fails does not get there. */
export const breaksAfter = 10;

/** Failing for so long without one success, an endpoint is disabled. */
const disabledAfterMs = 5 * dayMs;

/** The most that Retry-After keeps a whole endpoint waiting. */
const longestAskedPauseMs = 10 * 60 * 1000;

export const healthy: Health = { failures: 0, failingSince: undefined, pauses: 0, pausedUntil: undefined };

export interface Failure {
  readonly at: Date;
  /** It was the one try that an open breaker had let through. */
  readonly isProbe: boolean;
  /** The partner asked all of us to wait (429 or 503 with Retry-After). */
  readonly askedToWaitMs?: number | undefined;
  readonly random: number;
}

/** The health after one more failure. */
export function afterFailure(health: Health, { at, isProbe, askedToWaitMs = 0, random }: Failure): Health {
  const failures = health.failures + 1;
  // Of several that were under way together only the one that opens the breaker makes it pause.
  const breaks = isProbe || failures === breaksAfter;
  const pauses = health.pauses + (breaks ? 1 : 0);
  const pauseMs = Math.max(
    breaks ? breakerPauseMs(pauses, random) : 0,
    Math.min(askedToWaitMs, longestAskedPauseMs),
  );
  const before = health.pausedUntil?.getTime() ?? 0;
  // A probe's lease ends with its outcome.
  const until = isProbe ? at.getTime() + pauseMs : Math.max(before, pauseMs ? at.getTime() + pauseMs : 0);
  return {
    failures,
    failingSince: health.failingSince ?? at,
    pauses,
    pausedUntil: until > at.getTime() ? new Date(until) : undefined,
  };
}

/** Whether it has failed for so long that nobody can be expected to be there any more. */
export function hasFailedForDays({ failingSince }: Health, now: Date): boolean {
  return failingSince !== undefined && now.getTime() - failingSince.getTime() >= disabledAfterMs;
}
