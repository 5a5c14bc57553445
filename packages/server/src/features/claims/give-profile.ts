import { formatId } from '../../platform/ids';
import type { Scope } from '../../platform/scope';
import type { Member } from '../members';
import { assignProfile } from '../profile-ownership';
import type { Revocations } from '../tokens';
import { approvePendingClaim, type Decider } from './store';

export interface Gift {
  readonly profileId: string;
  readonly decidedBy: Decider;
}

/**
 * Assigns a profile to a locked claimant. Whatever gives it answers what the member has claimed.
 * @returns the id of the claim that waited, now approved
 * @throws {Problem} not_found, profile_taken
 */
export async function giveProfile(
  tx: Scope,
  revocations: Revocations,
  member: Member,
  { profileId, decidedBy }: Gift,
): Promise<string | undefined> {
  const { id: memberId } = member;
  await assignProfile(tx, revocations, member, profileId);
  const claim = await approvePendingClaim(tx, { memberId, profileId, decidedBy });
  if (!claim) return undefined;
  const { id, version } = claim;
  tx.changes.add({ type: 'claim.approved', subjectId: id, version, audience: 'private' });
  tx.audit.add({
    action: 'claim.approved',
    subject: { kind: 'claim', id },
    after: {
      decidedBy,
      member: formatId('member', memberId),
      profile: formatId('profile', profileId),
    },
  });
  return id;
}
