import { newId } from '../../../platform/ids';
import type { Scope } from '../../../platform/scope';
import type { Revocations } from '../../access';
import { acceptInvitation } from '../invitations/invitations';
import type { Invitation } from '../invitations/invitation';
import { findPendingInvitation, lockPendingInvitation } from '../invitations/store';
import type { Member } from '../member';
import { insertMember, lockMemberRoles, touchMemberByEmail } from '../store';
import { lockAddress } from './code-store';

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
  const known = await touchMemberByEmail(tx, email);
  const member = known ?? (await register(tx, email));
  const isInvited = invitation && member.status !== 'banned';
  return {
    member: isInvited ? await acceptInvitation(tx, revocations, member, invitation) : member,
    isNew: !known,
  };
}

/** Locked, after what whoever changes what members may do locks first. */
async function pendingInvitation(tx: Scope, email: string): Promise<Invitation | undefined> {
  if (!(await findPendingInvitation(tx, email))) return undefined;
  await lockMemberRoles(tx);
  return lockPendingInvitation(tx, email);
}

async function register(tx: Scope, email: string): Promise<Member> {
  const member = await insertMember(tx, {
    id: newId(),
    email,
    emailVerifiedAt: tx.clock(),
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
