import { Problem } from '../../contract/problems';
import { formatId } from '../../platform/ids';
import type { Scope } from '../../platform/scope';
import type { Revocations } from '../tokens';
import { findProfiles, lockLivingProfile } from '../directory';
import { mailProfileTakenBack } from './mails';
import type { Member } from './member';
import { updateMember } from './members';
import {
  approvePendingClaim,
  lockMember,
  lockMemberRoles,
  setMemberProfile,
  setProfileTakenBack,
  type Decider,
} from './store';

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

export interface Gift {
  readonly profileId: string;
  readonly decidedBy: Decider;
}

/**
 * Makes a living profile a locked claimant's own, and the member verified. Whatever gives it answers what the member has claimed.
 * @returns the id of the claim that waited, now approved
 * @throws {Problem} not_found, profile_taken
 */
export async function giveProfile(
  tx: Scope,
  revocations: Revocations,
  { id: memberId, status }: Member,
  { profileId, decidedBy }: Gift,
): Promise<string | undefined> {
  await lockLivingProfile(tx, profileId);
  const { version } = await setOwner(tx, memberId, profileId);
  if (status === 'verified') {
    tx.changes.add({ type: 'member.updated', subjectId: memberId, version, audience: 'private' });
  } else {
    await verifyMember(tx, revocations, memberId);
  }
  const claim = await approvePendingClaim(tx, { memberId, profileId, decidedBy });
  if (!claim) return undefined;
  const { id } = claim;
  const [member, profile] = [formatId('member', memberId), formatId('profile', profileId)];
  tx.changes.add({ type: 'claim.approved', subjectId: id, version: claim.version, audience: 'private' });
  tx.audit.add({
    action: 'claim.approved',
    subject: { kind: 'claim', id },
    after: { decidedBy, member, profile },
  });
  return id;
}

async function setOwner(tx: Scope, memberId: string, profileId: string): Promise<Member> {
  try {
    return await setMemberProfile(tx, memberId, profileId);
  } catch (error) {
    if ((error as { constraint?: string }).constraint !== 'members_profile') throw error;
    throw new Problem('profile_taken', 'The profile belongs to another member.', { cause: error });
  }
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
