import { Problem } from '../../contract/problems';
import { onViolation } from '../../platform/database-errors';
import { formatId } from '../../platform/ids';
import type { Scope } from '../../platform/scope';
import { findProfiles, lockLivingProfile } from '../directory';
import {
  lockMember,
  lockMemberRoles,
  type Member,
  setMemberProfile,
  setProfileTakenBack,
  updateMember,
} from '../members';
import type { Revocations } from '../tokens';
import { mailProfileTakenBack } from './mails';

/**
 * A member who may be given a profile, locked until the transaction ends.
 * @throws {Problem} not_found; not_claimable where they have one, or are banned
 */
export async function lockClaimant(tx: Scope, memberId: string): Promise<Member> {
  // In the order in which whoever verifies locks them.
  await lockMemberRoles(tx);
  const member = await lockMember(tx, memberId);
  if (!member) throw new Problem('not_found', 'No such member.');
  if (await hasProfile(tx, member)) throw new Problem('not_claimable', 'The member already has a profile.');
  if (member.status === 'banned') throw new Problem('not_claimable', 'The member is banned.');
  return member;
}

/** Whether the member has a profile. One that was deleted is none: they may have another. */
export async function hasProfile(scope: Scope, { profileId }: Member): Promise<boolean> {
  return profileId !== undefined && (await findProfiles(scope, [profileId])).length > 0;
}

/**
 * Makes a living profile a locked claimant's own, and the member verified.
 * @throws {Problem} not_found, profile_taken
 */
export async function assignProfile(
  tx: Scope,
  revocations: Revocations,
  { id: memberId, status }: Member,
  profileId: string,
): Promise<void> {
  await lockLivingProfile(tx, profileId);
  const { version } = await setOwner(tx, memberId, profileId);
  if (status === 'verified') {
    tx.changes.add({ type: 'member.updated', subjectId: memberId, version, audience: 'private' });
  } else {
    await verifyMember(tx, revocations, memberId);
  }
}

function setOwner(tx: Scope, memberId: string, profileId: string): Promise<Member> {
  const taken = (cause: unknown) =>
    new Problem('profile_taken', 'The profile belongs to another member.', { cause });
  return setMemberProfile(tx, memberId, profileId).catch(onViolation('members_profile', taken));
}

export async function verifyMember(tx: Scope, revocations: Revocations, id: string): Promise<void> {
  await updateMember(tx, revocations, id, { status: 'verified' });
}

/**
 * Takes from a member the profile that is not theirs; role and status stay. Nothing happens where they have none.
 * @throws {Problem} not_found
 */
export async function takeProfileBack(
  scope: Scope,
  revocations: Revocations,
  memberId: string,
): Promise<void> {
  await scope.transaction(async (tx) => {
    const member = await lockMember(tx, memberId);
    if (!member) throw new Problem('not_found', 'No such member.');
    const { profileId, email } = member;
    if (profileId === undefined) return;
    const { version } = await setProfileTakenBack(tx, memberId);
    await revocations.revoke(tx, { memberId, belowVersion: version, reason: 'changed' });
    tx.audit.add({
      action: 'member.profile_taken_back',
      subject: { kind: 'member', id: memberId },
      before: { profile: formatId('profile', profileId) },
    });
    tx.changes.add({ type: 'member.updated', subjectId: memberId, version, audience: 'private' });
    await mailProfileTakenBack(tx, email);
  });
}
