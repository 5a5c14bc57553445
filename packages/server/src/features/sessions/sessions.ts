import { randomBytes } from 'node:crypto';
import { Problem } from '../../contract/problems';
import { formatId, newId } from '../../platform/ids';
import type { MemberPrincipal, Scope } from '../../platform/scope';
import { dayMs } from '../../platform/time';
import type { Revocations } from '../tokens';
import {
  type EndReason,
  insertSession,
  lockSession,
  type Session,
  setSessionEnded,
  setSessionsEnded,
  type SignInMethod,
} from './store';

/** A session that is not refreshed for so long ends. */
const idleMs = 30 * dayMs;

/** No session lasts longer. */
const longestMs = 180 * dayMs;

export const expiryOf = (signedInAt: Date, now: Date) =>
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
      throw new Problem('not_found', 'No such session.');
    await endSession(tx, revocations, sessionId, 'signed_out');
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
