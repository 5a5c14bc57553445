import { Problem } from '../../contract/problems';
import { platformItself } from '../../platform/platform-itself';
import type { OperatorPrincipal, Scope } from '../../platform/scope';
import { weaknessOf } from '../sign-in';
import { endActing, endSessions, takeSessionsBack } from './end';
import { withProof } from './proof';
import type { OperatorServices } from './services';
import { hasEnded } from './session';
import { findOperator, listOperatorSessions, type OperatorSession, setPasswordHash } from './store';

/** An operator's own sessions that go on, the newest first. */
export async function listOwnSessions(
  platform: Scope,
  { operatorId }: OperatorPrincipal,
): Promise<OperatorSession[]> {
  const now = platform.clock();
  return (await listOperatorSessions(platform, operatorId)).filter((session) => !hasEnded(session, now));
}

/** Ends one of an operator's own sessions, this one too, with whatever it does as members. @throws {Problem} not_found */
export async function endOwnSession(
  platform: Scope,
  services: OperatorServices,
  principal: OperatorPrincipal,
  sessionId: string,
): Promise<void> {
  const living = await listOwnSessions(platform, principal);
  if (!living.some(({ id }) => id === sessionId))
    throw new Problem('not_found', 'You have no such session, or it has ended.');
  await endSessions(platform, services, { operatorId: principal.operatorId, sessionId, why: 'signed_out' });
}

/**
 * Gives an operator another password, by the current one and a code of the second factor. Their other sessions end.
 * @throws {Problem} weak_password, invalid_credentials, too_many_requests, unavailable, session_ended
 */
export async function changePassword(
  platform: Scope,
  services: OperatorServices,
  { operatorId, sessionId }: OperatorPrincipal,
  change: {
    readonly currentPassword: string;
    readonly code: string;
    readonly password: string;
    /** The network that the call comes from. */
    readonly network: string;
  },
): Promise<void> {
  const { currentPassword, code, password, network } = change;
  const operator = await findOperator(platform, operatorId);
  if (!operator) throw new Problem('session_ended', 'The session has ended. Sign in again.');
  const { email } = operator;
  const weakness = await weaknessOf(password, { email, institution: platformItself });
  if (weakness) throw new Problem('weak_password', `${weakness} Choose another one.`);
  const passwordHash = await services.hashing.hash(password);
  const proof = { email, password: currentPassword, code, network };
  const others = { operatorId, exceptId: sessionId, why: 'password_changed' } as const;
  await withProof(platform, services, proof, 'operator.password_change_failed', async (tx) => {
    await setPasswordHash(tx, operatorId, passwordHash);
    await takeSessionsBack(tx, services, others);
    tx.audit.add({ action: 'operator.password_changed', subject: { kind: 'operator', id: operatorId } });
  });
  await endActing(platform, services, others);
}
