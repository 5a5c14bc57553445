import { Problem } from '../../contract/problems';
import type { Scope } from '../../platform/scope';
import type { Revocations } from '../access';
import { lockLivingProfile } from '../directory';
import type { Member } from './member';
import { updateMember } from './members';
import { lockMember, lockMemberRoles, setMemberProfile } from './store';

/**
 * A member who may be given a profile, locked until the transaction ends.
 * @throws {Problem} not_found; not_claimable where they have one, or are banned
 */
export async function lockClaimant(tx: Scope, memberId: string): Promise<Member> {
  // In the order in which whoever verifies locks them.
  await lockMemberRoles(tx);
  const member = await lockMember(tx, memberId);
  if (!member) throw new Problem('not_found', 'There is no such member.');
  if (member.profileId) throw new Problem('not_claimable', 'The member has a profile.');
  if (member.status === 'banned') throw new Problem('not_claimable', 'The member is banned.');
  return member;
}

/**
 * Makes a living profile a locked claimant's own, and the member verified.
 * @throws {Problem} not_found, profile_taken
 */
export async function giveProfile(
  tx: Scope,
  revocations: Revocations,
  { id, status }: Member,
  profileId: string,
): Promise<void> {
  await lockLivingProfile(tx, profileId);
  const { version } = await setOwner(tx, id, profileId);
  if (status === 'verified') {
    tx.changes.add({ type: 'member.updated', subjectId: id, version, audience: 'private' });
  } else {
    await verifyMember(tx, revocations, id);
  }
}

async function setOwner(tx: Scope, memberId: string, profileId: string): Promise<Member> {
  try {
    return await setMemberProfile(tx, memberId, profileId);
  } catch (error) {
    if ((error as { constraint?: string }).constraint !== 'members_profile') throw error;
    throw new Problem('profile_taken', 'The profile is another member’s.', { cause: error });
  }
}

export async function verifyMember(tx: Scope, revocations: Revocations, id: string): Promise<void> {
  await updateMember(tx, revocations, id, { status: 'verified' });
}
