import { Problem } from '../../../contract/problems';
import type { Scope } from '../../../platform/scope';
import { sumSignIns, type GuessableMethod } from './tries-store';

const dayMs = 24 * 60 * 60_000;

/** So many wrong codes or passwords a day are people's mistakes; a larger institution's people make more. */
const mostFailed = 1_000;
const failedOfSucceeded = 0.1;

/**
 * Bounds guessing at many addresses of an institution: with a million codes, a day's bound finds one in a thousand times.
 * What succeeds raises the bound a little; it can't be raised by guessing.
 * @throws {Problem} too_many_requests
 */
export async function refuseGuessing(scope: Scope, method: GuessableMethod): Promise<void> {
  const since = new Date(scope.clock().getTime() - dayMs);
  const { succeeded, failed } = await sumSignIns(scope, method, since);
  if (failed < mostFailed + failedOfSucceeded * succeeded) return;
  scope.log.warn({ method, failed }, 'somebody seems to be guessing: signing in is refused for now');
  throw new Problem(
    'too_many_requests',
    'Too many have failed to sign in here. Try again later, or in another way.',
    {
      headers: { 'Retry-After': '900' },
    },
  );
}
