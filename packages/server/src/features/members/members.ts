import { Problem } from '../../contract/problems';
import type { ChangeType } from '../../platform/change-types';
import { newId } from '../../platform/ids';
import type { MemberRole, Scope } from '../../platform/scope';
import { setSessionsEnded, tellEnded } from '../sessions';
import type { Revocations } from '../tokens';
import { normalizedEmail } from './email';
import { isActingAdmin, type Member, type MemberStatus } from './member';
import {
  findMember,
  findMemberByEmail,
  hasOtherAdmins,
  insertMember,
  lockAddress,
  lockMember,
  lockMemberRoles,
  setMemberAccess,
} from './store';

/** @throws {Problem} not_found */
export async function getMember(scope: Scope, id: string): Promise<Member> {
  const member = await findMember(scope, id);
  if (!member) throw new Problem('not_found', 'No such member.');
  return member;
}

export interface AccessChange {
  readonly role?: MemberRole | undefined;
  readonly status?: MemberStatus | undefined;
}

/** What a member may do after a change. */
export const accessAfter = ({ role, status }: Member, change: AccessChange) => ({
  role: change.role ?? role,
  status: change.status ?? status,
});

/**
 * Gives a role, verifies, bans or restores; it acts on the member's tokens at once.
 * @throws {Problem} not_found, last_admin
 */
export async function updateMember(
  scope: Scope,
  revocations: Revocations,
  id: string,
  change: AccessChange,
): Promise<Member> {
  return scope.transaction(async (tx) => {
    await lockMemberRoles(tx);
    const before = await lockMember(tx, id);
    if (!before) throw new Problem('not_found', 'No such member.');
    const { role, status } = accessAfter(before, change);
    if (role === before.role && status === before.status) return before;
    if (isActingAdmin(before) && !isActingAdmin({ role, status }) && !(await hasOtherAdmins(tx, id)))
      throw new Problem(
        'last_admin',
        'The institution would have no admin. Make another verified member an admin first.',
      );
    const after = await setMemberAccess(tx, { id, role, status });
    // Whoever is in an account whose address nobody has proven may be anybody: what it may do from now on is not theirs.
    const ended = status === 'banned' ? 'banned' : before.hasProvenEmail ? undefined : 'signed_out';
    if (ended) tellEnded(tx, await setSessionsEnded(tx, id, ended), ended);
    const reason = status === 'banned' ? 'banned' : 'changed';
    await revocations.revoke(tx, { memberId: id, belowVersion: after.version, reason });
    tx.audit.add({
      action: changeOf(before, after),
      subject: { kind: 'member', id },
      before: { role: before.role, status: before.status },
      after: { role, status },
    });
    tx.changes.add({
      type: changeOf(before, after),
      subjectId: id,
      version: after.version,
      audience: 'private',
    });
    return after;
  });
}

function changeOf(before: Member, after: Member): Extract<ChangeType, `member.${string}`> {
  if (before.status === after.status) return 'member.updated';
  if (after.status === 'banned') return 'member.banned';
  if (before.status === 'banned') return 'member.restored';
  return after.status === 'verified' ? 'member.verified' : 'member.updated';
}

/**
 * Makes somebody a verified admin, as the operator who vouches for the address; a member who is not there yet is made, and
 * proves the address by signing in with a code.
 * @throws {Problem} invalid_request
 */
export async function makeAdmin(scope: Scope, revocations: Revocations, address: string): Promise<Member> {
  const email = normalizedEmail(address);
  return scope.transaction(async (tx) => {
    await lockAddress(tx, email);
    await lockMemberRoles(tx);
    const found = await findMemberByEmail(tx, email);
    const access = { role: 'admin', status: 'verified' } as const;
    if (found) return updateMember(tx, revocations, found.id, access);
    const made = await insertMember(tx, { id: newId(), email, emailVerifiedAt: undefined, ...access });
    tx.audit.add({
      action: 'member.created',
      subject: { kind: 'member', id: made.id },
      after: { email, ...access },
    });
    tx.changes.add({
      type: 'member.created',
      subjectId: made.id,
      version: made.version,
      audience: 'private',
    });
    return made;
  });
}
