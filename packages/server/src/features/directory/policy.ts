import type { Audience, Principal } from '../../platform/scope';
import { Problem } from '../../contract/problems';

/**
 * As which audience the caller sees the directory; by default the widest that it may.
 * @throws {Problem} key_kind_not_allowed, missing_scope
 */
export function audienceFor(principal: Principal, wanted: Audience | undefined): Audience {
  if (principal.kind === 'system') return wanted ?? 'private';
  if (principal.kind === 'publishable') {
    if (wanted === undefined || wanted === 'public') return 'public';
    throw new Problem(
      'key_kind_not_allowed',
      `A publishable key sees what is public; audience=${wanted} needs a secret key.`,
    );
  }
  const seesPrivate = principal.scopes.includes('directory:private');
  if (wanted === 'private' && !seesPrivate) {
    throw new Problem('missing_scope', 'audience=private needs the scope directory:private.');
  }
  return wanted ?? (seesPrivate ? 'private' : 'members');
}

/** Counts below it are withheld from this caller. */
export function countThreshold(principal: Principal, publicCountThreshold: number): number {
  return principal.kind === 'publishable' ? publicCountThreshold : 1;
}

/** How many people deep this caller may page through one search. */
export function depthBound(principal: Principal): number {
  return principal.kind === 'publishable' ? 1_000 : Infinity;
}
