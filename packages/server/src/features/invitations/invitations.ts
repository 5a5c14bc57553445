import { Problem } from '../../contract/problems';
import type { AuditAction } from '../../platform/audit';
import { formatId, newId } from '../../platform/ids';
import type { Scope } from '../../platform/scope';
import { daysAfter, hourMs } from '../../platform/time';
import { giveProfile } from '../claims';
import { getProfile, lockLivingProfiles } from '../directory';
import {
  findMember,
  findMemberByEmail,
  type Member,
  normalizedEmail,
  ownersOf,
  updateMember,
} from '../members';
import { hasProfile } from '../profile-ownership';
import type { Revocations } from '../tokens';
import { type Invitation, type InvitationDraft, statusOf } from './invitation';
import { mailInvitation } from './mails';
import {
  findInvitation,
  insertInvitation,
  lockInvitation,
  revokeExpiredInvitation,
  setAccepted,
  setMailed,
  setRevoked,
} from './store';

const lifeDays = 30;
const pauseMs = hourMs;

/**
 * Invites an address. It gives nothing before the address is proven.
 * @throws {Problem} invalid_request, already_member, already_invited, not_found, profile_taken
 */
export async function invite(scope: Scope, draft: InvitationDraft): Promise<Invitation> {
  const email = normalizedEmail(draft.email);
  return scope.transaction(async (tx) => {
    await refuseInviting(tx, { ...draft, email });
    await revokeExpiredInvitation(tx, email);
    const made = await insertInvitation(tx, { ...draft, email, id: newId(), expiresAt: endOf(tx) });
    if (!made) throw alreadyInvited();
    await mailInvitation(tx, made);
    note(tx, 'invitation.created', made, { after: rightsOf(made) });
    return made;
  });
}

/** Refuses what can't be invited, without inviting. @throws {Problem} already_member, not_found, profile_taken */
export async function refuseInviting(tx: Scope, { email, profileId }: InvitationDraft): Promise<void> {
  if (await findMemberByEmail(tx, email))
    throw new Problem('already_member', 'The address already has a member.');
  if (profileId === undefined) return;
  await getProfile(tx, profileId);
  if ((await ownersOf(tx, [profileId])).size)
    throw new Problem('profile_taken', 'The profile belongs to another member.');
}

export const alreadyInvited = () =>
  new Problem('already_invited', 'The address already has a pending invitation.');

/** @throws {Problem} not_found */
export async function getInvitation(scope: Scope, id: string): Promise<Invitation> {
  return found(await findInvitation(scope, id));
}

/** Takes it back; one that is revoked already stays so. @throws {Problem} not_found, invitation_ended */
export async function revokeInvitation(scope: Scope, id: string): Promise<void> {
  await scope.transaction(async (tx) => {
    const invitation = found(await lockInvitation(tx, id));
    if (invitation.acceptedAt) throw ended(invitation, tx.clock());
    if (invitation.revokedAt) return;
    await setRevoked(tx, id);
    note(tx, 'invitation.revoked', invitation, { before: rightsOf(invitation) });
  });
}

/** Mails it again, good for as long as a new one. @throws {Problem} not_found, invitation_ended, too_many_requests */
export async function resendInvitation(scope: Scope, id: string): Promise<Invitation> {
  return scope.transaction(async (tx) => {
    const invitation = found(await lockInvitation(tx, id));
    const now = tx.clock();
    if (invitation.acceptedAt || invitation.revokedAt) throw ended(invitation, now);
    const waitMs = invitation.mailedAt.getTime() + pauseMs - now.getTime();
    if (waitMs > 0) {
      throw new Problem('too_many_requests', 'The invitation was already sent within the last hour.', {
        headers: { 'Retry-After': String(Math.ceil(waitMs / 1_000)) },
      });
    }
    const renewed = await setMailed(tx, id, endOf(tx));
    await mailInvitation(tx, renewed);
    note(tx, 'invitation.resent', renewed, { after: rightsOf(renewed) });
    return renewed;
  });
}

/**
 * Somebody has proven the address: makes the member what they were invited to be. Who has been verified meanwhile in another way
 * loses nothing by it. The profile is left out where it has meanwhile been deleted or given to somebody else.
 */
export async function acceptInvitation(
  tx: Scope,
  revocations: Revocations,
  before: Member,
  invitation: Invitation,
): Promise<Member> {
  const { id: memberId } = before;
  const { id, profileId } = invitation;
  const role = roleAfter(before, invitation);
  const member = await updateMember(tx, revocations, memberId, { role, status: 'verified' });
  const given = profileId !== undefined && (await giveInvited(tx, revocations, member, profileId));
  await setAccepted(tx, id, memberId);
  note(tx, 'invitation.accepted', invitation, {
    after: { member: formatId('member', memberId), profileGiven: given },
  });
  return (await findMember(tx, memberId))!;
}

/** What somebody is once they have accepted an invitation: it takes nothing from who is verified already. */
export const roleAfter = ({ status, role }: Pick<Member, 'status' | 'role'>, invitation: Invitation) =>
  status === 'verified' && invitation.role !== 'admin' ? role : invitation.role;

async function giveInvited(
  tx: Scope,
  revocations: Revocations,
  member: Member,
  profileId: string,
): Promise<boolean> {
  // Whoever gives a profile locks it first, so that nobody can take it from here on.
  const isLiving = (await lockLivingProfiles(tx, [profileId])).has(profileId);
  if (!isLiving || (await hasProfile(tx, member))) return false;
  if ((await ownersOf(tx, [profileId])).size) return false;
  await giveProfile(tx, revocations, member, { profileId, decidedBy: 'institution' });
  return true;
}

const endOf = ({ clock }: Scope) => daysAfter(clock(), lifeDays);

function found(invitation: Invitation | undefined): Invitation {
  if (!invitation) throw new Problem('not_found', 'No such invitation.');
  return invitation;
}

const ended = (invitation: Invitation, now: Date) =>
  new Problem('invitation_ended', `The invitation was ${statusOf(invitation, now)}.`);

const rightsOf = ({ email, role, profileId }: Invitation) => ({
  ...{ email, role },
  ...(profileId !== undefined && { profile: formatId('profile', profileId) }),
});

type State = Readonly<Record<string, unknown>>;

function note(
  tx: Scope,
  action: Extract<AuditAction, `invitation.${string}`>,
  { id }: Invitation,
  states: { readonly before?: State; readonly after?: State },
): void {
  tx.audit.add({ action, subject: { kind: 'invitation', id }, ...states });
}
