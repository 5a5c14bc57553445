import type { Problem } from '../problem';
import { warnOnce } from './console';

/** What a Content-Security-Policy has blocked. */
export type PolicyViolation = Pick<SecurityPolicyViolationEvent, 'effectiveDirective' | 'originalPolicy'>;

const isAnswered = (api: string, mode: RequestMode) =>
  fetch(`${api.replace(/\/+$/, '')}/livez`, {
    mode,
    cache: 'no-store',
    signal: AbortSignal.timeout(4_000),
  }).then(
    () => true,
    () => false,
  );

/**
 * Why a request got no answer, which browsers don't tell a page. Another site, which answers without CORS, is told from silence
 * by a request whose answer the page can't read.
 *
 * @param hasAnswered whether the service has answered here before: then its address is right
 */
export async function probe(
  api: string,
  hasAnswered: boolean,
  violations: ReadonlyMap<string, PolicyViolation>,
): Promise<Problem> {
  const answersPages = await isAnswered(api, 'cors');
  // By now the browser has told of a violation, too.
  const { origin } = new URL(api);
  const violation = violations.get(origin);
  if (violation) {
    warnOnce(
      `The Content-Security-Policy of this page blocks ${origin}. Use this directive: ${directiveFor(violation, origin)}`,
    );
    return { kind: 'refused', code: 'blocked_by_policy' };
  }
  if (answersPages) return { kind: 'unreachable' };
  if (!hasAnswered && (await isAnswered(api, 'no-cors'))) return { kind: 'refused', code: 'wrong_api' };
  warnOnce(`${api} doesn’t answer. Is Homecoming running, and is that its address?`);
  return { kind: 'unreachable' };
}

/** The directive with the origin added. One that the policy doesn't have falls back to `default-src` (CSP 3, 6.8.3). */
export function directiveFor(
  { effectiveDirective, originalPolicy }: PolicyViolation,
  origin: string,
): string {
  const directives = new Map(
    originalPolicy.split(';').map((text) => {
      const [name = '', ...sources] = text.trim().split(/\s+/);
      return [name.toLowerCase(), sources] as const;
    }),
  );
  const sources = directives.get(effectiveDirective) ?? directives.get('default-src') ?? [];
  const kept = sources.filter((source) => source.toLowerCase() !== "'none'");
  return [effectiveDirective, ...kept, origin].join(' ');
}
