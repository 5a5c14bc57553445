import { Problem } from '../../contract/problems';
import { formatId, newId } from '../../platform/ids';
import { platformItself } from '../../platform/platform-itself';
import type { Database } from '../../platform/database';
import type { OperatorPrincipal, Scope } from '../../platform/scope';
import { clearPasswordTries, deleteTriesBefore, normalizedEmail, takePasswordTry } from '../members';
import { isSameDigest, newOperatorToken, readOperatorToken } from './secrets';
import type { OperatorServices } from './services';
import {
  deleteOperatorSessionsBefore,
  findOperatorByEmail,
  findOperatorSession,
  insertOperatorSession,
  takeTotpStep,
  touchOperatorSession,
  type Operator,
} from './store';
import { stepOfCode } from './totp';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** No session lasts longer, nor one that is not used for so long: as ASVS asks of administrators. */
const longestMs = 8 * 60 * minuteMs;
const idleMs = 30 * minuteMs;

const triesAtOnce = 10;
const triesInARow = 100;
const waitMs = 15 * minuteMs;

export interface OperatorSignIn {
  readonly email: string;
  readonly password: string;
  readonly code: string;
}

/** What was wrong, for the log of the platform only: a wrong code tells that somebody knows the password. */
type Fault = 'address' | 'password' | 'code' | 'not_set_up' | 'disabled';

/**
 * Signs in with a password and a code of the second factor, each code once. Whatever is wrong, an address that is nobody's too, it
 * takes as long and is answered the same.
 * @throws {Problem} invalid_credentials, too_many_requests, unavailable, invalid_request
 */
export async function signIn(
  platform: Scope,
  services: OperatorServices,
  { email: address, password, code }: OperatorSignIn,
): Promise<{ readonly token: string; readonly operatorId: string; readonly expiresAt: Date }> {
  const email = normalizedEmail(address);
  await takeTry(platform, email);
  const found = await findOperatorByEmail(platform, email);
  // With no transaction open: it takes long.
  const isRight = await services.hashing.verify(found?.passwordHash, password);
  const step = found && stepOf(platform, services, found, code);
  const outcome = await platform.transaction(async (tx) => {
    const fault = faultOf(found, isRight, step);
    const operator = fault || !found ? undefined : await takeTotpStep(tx, found, step!);
    if (operator) return openSession(tx, operator);
    const subject = found
      ? ({ kind: 'operator', id: found.id } as const)
      : ({ kind: 'institution', id: platformItself.id } as const);
    // A step that could not be taken is that of a code that was used.
    tx.audit.add({ action: 'operator.sign_in_failed', subject, after: { wrong: fault ?? 'code' } });
    return undefined;
  });
  if (!outcome)
    throw new Problem(
      'invalid_credentials',
      'The address, the password or the code is wrong, or the code was used before.',
    );
  return outcome;
}

function faultOf(found: Operator | undefined, isRight: boolean, step: number | undefined): Fault | undefined {
  if (!found) return 'address';
  if (found.disabledAt) return 'disabled';
  if (found.setUpDigest) return 'not_set_up';
  if (!isRight) return 'password';
  return step === undefined ? 'code' : undefined;
}

function stepOf(
  { clock }: Scope,
  { seal }: OperatorServices,
  { id, sealedTotpSecret }: Operator,
  code: string,
): number | undefined {
  if (!sealedTotpSecret) return undefined;
  return stepOfCode(Buffer.from(seal.open(sealedTotpSecret, id), 'base64'), code, clock());
}

/** Counts a try before it is known, so that many at once are counted too; one that succeeds clears the count. */
async function takeTry(platform: Scope, email: string): Promise<void> {
  const isTaken = await platform.transaction((tx) => {
    const waitedSince = new Date(tx.clock().getTime() - waitMs);
    return takePasswordTry(tx, email, { atOnce: triesAtOnce, inARow: triesInARow, waitedSince });
  });
  if (isTaken) return;
  throw new Problem('too_many_requests', 'Too many have tried to sign in with this address. Wait.', {
    headers: { 'Retry-After': String(waitMs / 1_000) },
  });
}

async function openSession(tx: Scope, operator: Operator) {
  const id = newId();
  const { text: token, digest } = newOperatorToken(id);
  const now = tx.clock().getTime();
  const expiresAt = new Date(now + longestMs);
  await insertOperatorSession(tx, { id, operatorId: operator.id, digest, expiresAt });
  await clearPasswordTries(tx, operator.email);
  // Nothing else comes by here: what is over is tidied up by whoever succeeds.
  await deleteTriesBefore(tx, new Date(now - 30 * dayMs), 1_000);
  await deleteOperatorSessionsBefore(tx, new Date(now - 30 * dayMs));
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
      throw refused('invalid_token', 'That is not an operator’s token.');
    const now = clock();
    const idleForMs = now.getTime() - session.lastUsedAt.getTime();
    if (session.hasEnded || session.expiresAt <= now || idleForMs > idleMs)
      throw refused('session_ended', 'The session has ended. Sign in again.');
    if (idleForMs > minuteMs)
      await database.transaction(platformItself.id, (tx) => touchOperatorSession(tx, session.id, now));
    const { operatorId, id: sessionId, expiresAt: sessionExpiresAt } = session;
    return { kind: 'operator', operatorId, sessionId, sessionExpiresAt };
  };
}

function refused(code: 'invalid_token' | 'session_ended', detail: string): Problem {
  // RFC 6750, section 3.1.
  return new Problem(code, detail, { headers: { 'WWW-Authenticate': 'Bearer error="invalid_token"' } });
}
