import { Problem } from '../../contract/problems';
import type { Database } from '../../platform/database';
import { formatId, newId } from '../../platform/ids';
import { platformItself } from '../../platform/platform-itself';
import { purgeBatch } from '../../platform/retention';
import type { OperatorPrincipal, Scope } from '../../platform/scope';
import { daysBefore, minuteMs } from '../../platform/time';
import { normalizedEmail } from '../members';
import { triesRetention } from '../sign-in';
import { revocationRetention } from '../tokens';
import { type Proof, withProof } from './proof';
import { isSameDigest, newOperatorToken, readOperatorToken } from './secrets';
import type { OperatorServices } from './services';
import { endsAtOf, hasEnded, longestMs } from './session';
import {
  deleteOperatorSessionsBefore,
  findOperatorSession,
  insertOperatorSession,
  type Operator,
  touchOperatorSession,
} from './store';

/** After their end. */
const sessionsKeptDays = 30;

export interface OpenedSession {
  readonly token: string;
  readonly operatorId: string;
  readonly expiresAt: Date;
}

/**
 * Signs in with a password and a code of the second factor.
 * @throws {Problem} invalid_credentials, too_many_requests, unavailable, invalid_request
 */
export async function signIn(
  platform: Scope,
  services: OperatorServices,
  { email, ...proof }: Proof,
): Promise<OpenedSession> {
  const whole = { ...proof, email: normalizedEmail(email) };
  return withProof(platform, services, whole, 'operator.sign_in_failed', openSession);
}

async function openSession(tx: Scope, operator: Operator): Promise<OpenedSession> {
  const id = newId();
  const { text: token, digest } = newOperatorToken(id);
  const now = tx.clock();
  const expiresAt = new Date(now.getTime() + longestMs);
  await insertOperatorSession(tx, { id, operatorId: operator.id, digest, expiresAt });
  // The platform itself gets no tasks: each sign-in removes what is old.
  for (const retention of [triesRetention, revocationRetention])
    await purgeBatch(tx, retention, daysBefore(now, retention.keepDays));
  await deleteOperatorSessionsBefore(tx, daysBefore(now, sessionsKeptDays));
  tx.audit.add({
    action: 'operator_session.opened',
    subject: { kind: 'operatorSession', id },
    after: { operatorId: formatId('operator', operator.id) },
  });
  return { token, operatorId: operator.id, expiresAt };
}

/**
 * Finds whose token a text is. It reads the session each time: what ends it acts on the next call, in every process.
 * @throws {Problem} invalid_token, session_ended
 */
export function operatorAuthenticator(
  database: Database,
  clock: () => Date,
): (token: string) => Promise<OperatorPrincipal> {
  return async (token) => {
    const read = readOperatorToken(token);
    const session = read && (await findOperatorSession(database.of(platformItself.id), read.id));
    if (!session || !isSameDigest(session.digest, read.digest))
      throw refused('invalid_token', 'This isn’t an operator’s token.');
    const now = clock();
    if (hasEnded(session, now)) throw refused('session_ended', 'The session has ended. Sign in again.');
    const { operatorId, id: sessionId } = session;
    if (now.getTime() - session.lastUsedAt.getTime() <= minuteMs)
      return { kind: 'operator', operatorId, sessionId, endsAt: endsAtOf(session) };
    await database.transaction(platformItself.id, (tx) => touchOperatorSession(tx, session.id, now));
    return { kind: 'operator', operatorId, sessionId, endsAt: endsAtOf({ ...session, lastUsedAt: now }) };
  };
}

function refused(code: 'invalid_token' | 'session_ended', detail: string): Problem {
  // RFC 6750, section 3.1.
  return new Problem(code, detail, { headers: { 'WWW-Authenticate': 'Bearer error="invalid_token"' } });
}
