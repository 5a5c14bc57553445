import { randomBytes } from 'node:crypto';
import { Problem } from '../../../contract/problems';
import { formatId, newId } from '../../../platform/ids';
import type { MemberPrincipal, Scope } from '../../../platform/scope';
import type { Revocations } from '../../tokens';
import type { Member } from '../member';
import type { MemberServices } from '../services';
import { raiseMemberVersion, touchMember } from '../store';
import {
  findSession,
  insertSession,
  lockSession,
  rotateSession,
  setSessionEnded,
  setSessionsEnded,
  type EndReason,
  type Session,
  type SignInMethod,
} from './store';

const dayMs = 24 * 60 * 60_000;

/** A session that is not refreshed for so long ends. */
const idleMs = 30 * dayMs;

/** No session lasts longer. */
const longestMs = 180 * dayMs;

/** For so long a refresh token that was just traded is given the same new one again: two tabs, an answer that got lost. */
const graceMs = 10_000;

/** Somebody who is signed in, as far as their tokens tell. */
export interface SignedInMember {
  readonly member: Member;
  readonly session: Session;
}

const expiryOf = (signedInAt: Date, now: Date) =>
  new Date(Math.min(now.getTime() + idleMs, signedInAt.getTime() + longestMs));

export interface SessionDraft {
  readonly method: SignInMethod;
  readonly deviceName: string | undefined;
}

/** The member's row must be locked by this transaction: a ban then finds the session, or comes first. */
export async function openSession(
  tx: Scope,
  memberId: string,
  { method, deviceName }: SessionDraft,
): Promise<Session> {
  const now = tx.clock();
  const salt = randomBytes(32);
  const expiresAt = expiryOf(now, now);
  const id = newId();
  tx.audit.add({
    action: 'session.opened',
    subject: { kind: 'session', id },
    after: { memberId: formatId('member', memberId), method },
  });
  return insertSession(tx, { id, memberId, method, deviceName, salt, signedInAt: now, expiresAt });
}

const ended = () => new Problem('session_ended', 'The session has ended. Have the member sign in again.');

/**
 * Trades a refresh token for the next one. The former one is given the same again for a moment; one that is older, or comes
 * later, is somebody's copy: it ends the session.
 * @throws {Problem} session_ended, member_banned
 */
export async function refreshSession(
  scope: Scope,
  { refreshTokens, revocations }: MemberServices,
  text: string,
): Promise<SignedInMember> {
  const token = refreshTokens.parse(text);
  if (!token || token.institutionId !== scope.institution.id) throw ended();
  // What is refused here must also be committed.
  const outcome = await scope.transaction(async (tx): Promise<SignedInMember | Problem> => {
    const found = await findSession(tx, token.sessionId);
    if (!found || !refreshTokens.isGenuine(token, found.salt)) return ended();
    // First the member and then the session, as all who lock both do.
    const member = await touchMember(tx, found.memberId);
    const session = await lockSession(tx, found.id);
    const now = tx.clock();
    if (!member || !session) return ended();
    if (member.status === 'banned') return new Problem('member_banned', 'The member is banned.');
    if (session.endedAt || session.expiresAt <= now) return ended();
    if (token.generation === session.generation)
      return { member, session: await rotateSession(tx, session.id, expiryOf(session.signedInAt, now)) };
    const sinceMs = now.getTime() - session.rotatedAt.getTime();
    if (token.generation === session.generation - 1 && sinceMs <= graceMs) return { member, session };
    tx.log.warn({ sessionId: session.id }, 'a refresh token was reused: its session was ended');
    tx.audit.add({ action: 'session.token_reused', subject: { kind: 'session', id: session.id } });
    await endSession(tx, revocations, session.id, 'reused_token');
    return ended();
  });
  if (outcome instanceof Problem) throw outcome;
  return outcome;
}

/** Ends a session and its access tokens. */
export async function endSession(
  tx: Scope,
  revocations: Revocations,
  sessionId: string,
  reason: EndReason,
): Promise<void> {
  if (!(await setSessionEnded(tx, sessionId, reason))) return;
  await revocations.revoke(tx, { sessionId, reason: 'ended' });
  tellEnded(tx, [sessionId], reason);
}

/** Ends the session of a refresh token; one that is none, or of a session that has ended, changes nothing. */
export async function signOut(
  scope: Scope,
  { refreshTokens, revocations }: MemberServices,
  text: string,
): Promise<void> {
  const token = refreshTokens.parse(text);
  if (!token || token.institutionId !== scope.institution.id) return;
  await scope.transaction(async (tx) => {
    const session = await findSession(tx, token.sessionId);
    // Also a traded one signs out: whoever has it should lose it.
    if (session && refreshTokens.isGenuine(token, session.salt))
      await endSession(tx, revocations, session.id, 'signed_out');
  });
}

/** @throws {Problem} not_found where it is not a living one of this member */
export async function endOwnSession(
  scope: Scope,
  revocations: Revocations,
  principal: MemberPrincipal,
  sessionId: string,
): Promise<void> {
  await scope.transaction(async (tx) => {
    const session = await lockSession(tx, sessionId);
    if (session?.memberId !== principal.memberId || session.endedAt)
      throw new Problem('not_found', 'There is no such session.');
    await endSession(tx, revocations, sessionId, 'signed_out');
  });
}

/** Signs a member out everywhere. */
export async function endAllSessions(
  scope: Scope,
  revocations: Revocations,
  memberId: string,
): Promise<void> {
  await scope.transaction(async (tx) => {
    const member = await raiseMemberVersion(tx, memberId);
    if (!member) return;
    tellEnded(tx, await setSessionsEnded(tx, memberId, 'signed_out'), 'signed_out');
    // Whatever was issued until now, also to a session that has just been opened.
    await revocations.revoke(tx, { memberId, belowVersion: member.version, reason: 'ended' });
  });
}

/** Ends a member's sessions but one. Their row must be locked by this transaction. */
export async function endOtherSessions(
  tx: Scope,
  revocations: Revocations,
  { memberId, sessionId }: MemberPrincipal,
  reason: EndReason,
): Promise<void> {
  const ids = await setSessionsEnded(tx, memberId, reason, sessionId);
  for (const id of ids) await revocations.revoke(tx, { sessionId: id, reason: 'ended' });
  tellEnded(tx, ids, reason);
}

export function tellEnded(tx: Scope, sessionIds: readonly string[], reason: EndReason): void {
  for (const id of sessionIds) {
    tx.changes.add({ type: 'session.ended', subjectId: id, version: 1, audience: 'private' });
    tx.audit.add({ action: 'session.ended', subject: { kind: 'session', id }, after: { reason } });
  }
}
