import { Problem } from '../../../contract/problems';
import type { Scope } from '../../../platform/scope';
import { touchMember } from '../../members';
import { openSession } from '../../sessions';
import type { SignedInMember } from '../../sign-in';
import { parseGrant, sha256 } from './secrets';
import { takeGrant } from './sign-in-store';

export interface GrantRedemption {
  readonly grant: string;
  readonly verifier: string;
  readonly deviceName: string | undefined;
}

/**
 * Trades a grant for a session. It is good once, for a minute, and only with what the page that began the sign-in has kept: who
 * reads the grant in an address, or puts one of their own there, gets nothing for it.
 * @throws {Problem} invalid_sign_in_grant, member_banned
 */
export async function redeemGrant(
  scope: Scope,
  { grant, verifier, deviceName }: GrantRedemption,
): Promise<SignedInMember> {
  const named = parseGrant(grant);
  if (!named) throw refused();
  // What is refused here must also be committed.
  const outcome = await scope.transaction(async (tx): Promise<SignedInMember | Problem> => {
    const digest = sha256(named.secret);
    const memberId = await takeGrant(tx, { id: named.id, digest, challenge: sha256(verifier) });
    const member = memberId === undefined ? undefined : await touchMember(tx, memberId);
    if (!member) return refused();
    if (member.status === 'banned') return new Problem('member_banned', 'The member is banned.');
    return { member, session: await openSession(tx, member.id, { method: 'oidc', deviceName }) };
  });
  if (outcome instanceof Problem) throw outcome;
  return outcome;
}

const refused = () =>
  new Problem(
    'invalid_sign_in_grant',
    'The grant is wrong, already used, expired, or for another page. Sign in again.',
  );
