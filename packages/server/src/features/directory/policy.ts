import { permissions } from '../../contract/generated/permissions';
import { Problem } from '../../contract/problems';
import { memberHas } from '../../platform/permission';
import type { Audience, MemberPrincipal, Principal } from '../../platform/scope';

/**
 * As which audience the caller sees the directory; by default the widest that it may.
 * @throws {Problem} key_kind_not_allowed, missing_scope, missing_permission
 */
export function audienceFor(principal: Principal, wanted: Audience | undefined): Audience {
  if (principal.kind === 'system') return wanted ?? 'private';
  if (principal.kind === 'publishable') {
    if (wanted === undefined || wanted === 'public') return 'public';
    throw new Problem(
      'key_kind_not_allowed',
      `A publishable key can see only public data; audience=${wanted} needs a secret key.`,
    );
  }
  if (principal.kind === 'member') {
    const widest = audienceOfMember(principal);
    if (breadth[wanted ?? widest] <= breadth[widest]) return wanted ?? widest;
    throw new Problem('missing_permission', `The member can see up to audience=${widest}, not ${wanted}.`);
  }
  if (principal.kind !== 'secret') throw new Error(`A ${principal.kind} does not read the directory.`);
  const seesPrivate = principal.scopes.includes('directory:private');
  if (wanted === 'private' && !seesPrivate) {
    throw new Problem('missing_scope', 'audience=private needs the scope directory:private.');
  }
  return wanted ?? (seesPrivate ? 'private' : 'members');
}

/** Each sees what those before it see, and more. */
const breadth: Readonly<Record<Audience, number>> = { public: 0, members: 1, private: 2 };

function audienceOfMember(member: MemberPrincipal): Audience {
  if (member.status === 'unverified') return 'public';
  return memberHas(member, permissions['directory:private']) ? 'private' : 'members';
}

/** Whether the caller runs the institution or acts for it, rather than visiting. */
function isOfInstitution(principal: Principal): boolean {
  return principal.kind === 'member'
    ? audienceOfMember(principal) === 'private'
    : principal.kind !== 'publishable';
}

/** As which audience the caller visits the directory; undefined where they run the institution or act for it. */
export function visitingAudience(principal: Principal): Audience | undefined {
  return isOfInstitution(principal) ? undefined : audienceFor(principal, undefined);
}

/** Counts below it are withheld from this caller. */
export function countThreshold(principal: Principal, publicCountThreshold: number): number {
  const isPublic =
    principal.kind === 'publishable' ||
    (principal.kind === 'member' && audienceOfMember(principal) === 'public');
  return isPublic ? publicCountThreshold : 1;
}

/** How many people deep this caller may page through one search. */
export function depthBound(principal: Principal): number {
  return isOfInstitution(principal) ? Infinity : 1_000;
}
