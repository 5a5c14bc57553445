import { ConnectionError } from '@homecoming/sdk/errors';
import type { PolicyViolation } from './advice/probe';
import { type Problem, problemOf } from './problem';

/** What this page's Content-Security-Policy has blocked, by the origin that it kept the page from. */
const violations = new Map<string, PolicyViolation>();
let isWatching = false;

/** Notices from now on what the page's Content-Security-Policy blocks: a failed request doesn't say. */
export function watchPolicy(): void {
  if (isWatching) return;
  isWatching = true;
  document.addEventListener('securitypolicyviolation', (event) => {
    if (event.effectiveDirective === 'connect-src' && event.disposition === 'enforce')
      violations.set(URL.canParse(event.blockedURI) ? new URL(event.blockedURI).origin : '', event);
  });
}

/**
 * What an error means, with a closer look where nothing was answered.
 *
 * @param api where the service is; `undefined` where only a client of the page's own knows
 * @param hasAnswered whether the service has answered here before: then its address is right
 */
export async function diagnose(
  error: unknown,
  api: string | undefined,
  hasAnswered = false,
): Promise<Problem> {
  const problem = problemOf(error, navigator.onLine);
  // What answers in its place now, such as a firewall, is no reason to give the element up.
  if (hasAnswered && problem.kind === 'refused' && problem.code === 'wrong_api')
    return { kind: 'failed', reference: undefined };
  if (problem.kind !== 'unreachable' || !api || !(error instanceof ConnectionError)) return problem;
  return import('./advice/advice').then(
    ({ probe }) => probe(api, hasAnswered, violations),
    () => problem,
  );
}
