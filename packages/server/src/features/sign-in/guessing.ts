import type { Scope } from '../../platform/scope';
import { daysBefore } from '../../platform/time';
import { type GuessableMethod, sumSignIns } from './tries-store';

/** So many wrong codes or passwords a day are people's mistakes; a larger institution's people make more. */
const mostFailed = { code: 2_000, password: 1_000 } as const;
const failedOfSucceeded = 0.1;

/**
 * Whether somebody seems to be guessing at many addresses of an institution. Nobody is refused for that: codes get longer, and
 * passwords are not enough from where their owner has never been. What succeeds raises the bound a little; it can't be raised by
 * guessing. The maths is in docs/decisions/0019.
 */
export async function isGuessedAt(scope: Scope, method: GuessableMethod): Promise<boolean> {
  const since = daysBefore(scope.clock(), 1);
  const { succeeded, failed } = await sumSignIns(scope, method, since);
  if (failed < mostFailed[method] + failedOfSucceeded * succeeded) return false;
  scope.log.warn({ method, failed }, 'someone may be guessing sign-in codes or passwords');
  return true;
}
