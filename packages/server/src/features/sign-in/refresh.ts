import { Problem } from '../../contract/problems';
import type { Scope } from '../../platform/scope';
import { type Member, raiseMemberVersion, touchMember } from '../members';
import {
  endSession,
  expiryOf,
  findSession,
  lockSession,
  rotateSession,
  type Session,
  setSessionsEnded,
  tellEnded,
} from '../sessions';
import type { Revocations } from '../tokens';
import type { SignInServices } from './services';

/** For so long a refresh token that was just traded is given the same new one again: two tabs, an answer that got lost. */
const graceMs = 10_000;

/** Somebody who is signed in, as far as their tokens tell. */
export interface SignedInMember {
  readonly member: Member;
  readonly session: Session;
}

const ended = () => new Problem('session_ended', 'The session has ended. Ask the member to sign in again.');

/**
 * Trades a refresh token for the next one. The former one is given the same again for a moment; one that is older, or comes
 * later, is somebody's copy: it ends the session.
 * @throws {Problem} session_ended, member_banned
 */
export async function refreshSession(
  scope: Scope,
  { refreshTokens, revocations }: SignInServices,
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

/** Ends the session of a refresh token; one that is none, or of a session that has ended, changes nothing. */
export async function signOut(
  scope: Scope,
  { refreshTokens, revocations }: SignInServices,
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
