import { newId } from '../../platform/ids';
import type { Scope } from '../../platform/scope';
import {
  acceptInvitation,
  findPendingInvitation,
  type Invitation,
  lockPendingInvitation,
  roleAfter,
} from '../invitations';
import {
  findMemberByEmail,
  insertMember,
  lockAddress,
  lockMemberRoles,
  type Member,
  touchMember,
  touchMemberByEmail,
} from '../members';
import { setSessionsEnded, tellEnded } from '../sessions';
import type { Revocations } from '../tokens';

/**
 * Whose an address is that somebody has just proven: the member who has it, else a new one: what they were invited to be, or
 * unverified until they show that they belong here. The row is locked until the transaction ends. A banned one is given too: who
 * has proven the address may be told.
 */
export async function memberOfProvenEmail(
  tx: Scope,
  revocations: Revocations,
  email: string,
): Promise<{ readonly member: Member; readonly isNew: boolean }> {
  await lockAddress(tx, email);
  const invitation = await pendingInvitation(tx, email);
  const before = await findMemberByEmail(tx, email);
  const known = await touchMemberByEmail(tx, email);
  // Whoever was in the account before its address was proven may be somebody else.
  if (known && before?.hasProvenEmail === false) await endUnproven(tx, revocations, known.id);
  const member = known ?? (await register(tx, email, tx.clock()));
  const isInvited = invitation && member.status !== 'banned';
  return {
    member: isInvited ? await acceptInvitation(tx, revocations, member, invitation) : member,
    isNew: !known,
  };
}

async function endUnproven(tx: Scope, revocations: Revocations, memberId: string): Promise<void> {
  const ids = await setSessionsEnded(tx, memberId, 'signed_out');
  for (const id of ids) await revocations.revoke(tx, { sessionId: id, reason: 'ended' });
  tellEnded(tx, ids, 'signed_out');
}

/** Whose an address is, and what they are once they have proven it; the address is locked until the transaction ends. */
export async function arrivalOf(
  tx: Scope,
  email: string,
): Promise<{ readonly member: Member | undefined; readonly becomes: Member }> {
  await lockAddress(tx, email);
  const member = await findMemberByEmail(tx, email);
  const invitation = await findPendingInvitation(tx, email);
  const is = member ?? nobodyYet(tx, email);
  return {
    member,
    becomes: invitation ? { ...is, role: roleAfter(is, invitation), status: 'verified' } : is,
  };
}

const nobodyYet = (tx: Scope, email: string): Member => ({
  ...{ id: '', email, role: 'alumnus', status: 'unverified', version: 0, createdAt: tx.clock() },
  ...{ hasProvenEmail: false, wasTakenProfile: false, profileId: undefined, passwordHash: undefined },
  lastActiveAt: undefined,
});

/** Of an address that is told and not proven: its member, else a new one, for whom the address proves nothing yet. */
export async function memberOfUnprovenEmail(
  tx: Scope,
  email: string,
): Promise<{ readonly member: Member; readonly isNew: boolean }> {
  await lockAddress(tx, email);
  const known = await findMemberByEmail(tx, email);
  const member = (known && (await touchMember(tx, known.id))) ?? (await register(tx, email, undefined));
  return { member, isNew: !known };
}

/** Locked, after what whoever changes what members may do locks first. */
async function pendingInvitation(tx: Scope, email: string): Promise<Invitation | undefined> {
  if (!(await findPendingInvitation(tx, email))) return undefined;
  await lockMemberRoles(tx);
  return lockPendingInvitation(tx, email);
}

async function register(tx: Scope, email: string, emailVerifiedAt: Date | undefined): Promise<Member> {
  const member = await insertMember(tx, {
    id: newId(),
    email,
    emailVerifiedAt,
    role: 'alumnus',
    status: 'unverified',
  });
  const { id, role, status } = member;
  tx.changes.add({ type: 'member.created', subjectId: id, version: 1, audience: 'private' });
  tx.audit.add({
    action: 'member.created',
    subject: { kind: 'member', id },
    after: { email, role, status },
  });
  return member;
}
