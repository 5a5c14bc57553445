import { Problem } from '../../contract/problems';
import { newId } from '../../platform/ids';
import { platformItself } from '../../platform/platform-itself';
import type { Scope } from '../../platform/scope';
import { dayMs } from '../../platform/time';
import { normalizedEmail } from '../members';
import { clearTries, weaknessOf } from '../sign-in';
import { endSessions } from './end';
import { subjectOf } from './proof';
import { stepOf } from './second-factor';
import { isSameDigest, newSetUpCode, readSetUpCode } from './secrets';
import type { OperatorServices } from './services';
import {
  findOperator,
  findOperatorByEmail,
  insertOperator,
  type Operator,
  resetCredentials,
  setChosen,
  setDisabled,
  setFinished,
} from './store';
import { base32, newTotpSecret, totpAddress } from './totp';

/** Whoever is made an operator has so long to set themselves up. */
const setUpMs = 3 * dayMs;

/** A set-up code, known this once. */
export interface MadeOperator {
  readonly email: string;
  readonly setUpCode: string;
  readonly setUpUntil: Date;
}

/** @throws {Problem} conflict, invalid_request */
export async function createOperator(platform: Scope, address: string): Promise<MadeOperator> {
  const email = normalizedEmail(address);
  const id = newId();
  const { code, draft } = newSetUp(platform, id);
  return platform.transaction(async (tx) => {
    const made = await insertOperator(tx, email, draft);
    if (!made)
      throw new Problem(
        'conflict',
        `${email} is already an operator, possibly a disabled one. Reset them instead.`,
      );
    tx.audit.add({ action: 'operator.created', subject: { kind: 'operator', id }, after: { email } });
    return { email, setUpCode: code, setUpUntil: draft.until };
  });
}

/**
 * Takes an operator's credentials and sessions away, and lets them set themselves up anew; also one who was disabled.
 * @throws {Problem} not_found
 */
export async function resetOperator(
  platform: Scope,
  services: Pick<OperatorServices, 'revocations'>,
  address: string,
): Promise<MadeOperator> {
  const { id, email } = await getOperatorByEmail(platform, address);
  const { code, draft } = newSetUp(platform, id);
  await endSessions(platform, services, { operatorId: id, why: 'reset' }, async (tx) => {
    await resetCredentials(tx, draft);
    await clearTries(tx, email);
    tx.audit.add({ action: 'operator.reset', subject: { kind: 'operator', id } });
  });
  return { email, setUpCode: code, setUpUntil: draft.until };
}

/**
 * Ends an operator's sessions, and whom they act as, and lets them sign in no more. Done again, it finishes what was cut off.
 * @throws {Problem} not_found
 */
export async function disableOperator(
  platform: Scope,
  services: Pick<OperatorServices, 'revocations'>,
  address: string,
): Promise<Operator> {
  const operator = await getOperatorByEmail(platform, address);
  const { id } = operator;
  await endSessions(platform, services, { operatorId: id, why: 'disabled' }, async (tx) => {
    if (await setDisabled(tx, id))
      tx.audit.add({ action: 'operator.disabled', subject: { kind: 'operator', id } });
  });
  return operator;
}

async function getOperatorByEmail(platform: Scope, address: string): Promise<Operator> {
  const found = await findOperatorByEmail(platform, normalizedEmail(address));
  if (!found) throw new Problem('not_found', `There is no operator ${address}.`);
  return found;
}

function newSetUp({ clock }: Scope, id: string) {
  const { text: code, digest } = newSetUpCode(id);
  return { code, draft: { id, digest, until: new Date(clock().getTime() + setUpMs) } };
}

/** What the operator's authenticator app needs to know. */
export interface SecondFactor {
  readonly totpSecret: string;
  readonly totpAddress: string;
}

/**
 * Chooses a password, and makes the secret of a second factor; both count once a code of it has come. May be done again until then.
 * @throws {Problem} invalid_code, weak_password, unavailable
 */
export async function beginSetUp(
  platform: Scope,
  { hashing, seal }: OperatorServices,
  { setUpCode, password }: { readonly setUpCode: string; readonly password: string },
): Promise<SecondFactor> {
  const { operator, digest } = await holderOf(platform, setUpCode);
  const { id, email } = operator;
  const weakness = await weaknessOf(password, { email, institution: platformItself });
  if (weakness) throw new Problem('weak_password', `${weakness} Choose another one.`);
  const passwordHash = await hashing.hash(password);
  const secret = newTotpSecret();
  const sealedTotpSecret = seal.close(secret.toString('base64'), id);
  await platform.transaction(async (tx) => {
    if (!(await setChosen(tx, id, digest, { passwordHash, sealedTotpSecret }))) throw badSetUpCode();
    tx.audit.add({ action: 'operator.set_up_begun', subject: { kind: 'operator', id } });
  });
  return { totpSecret: base32(secret), totpAddress: totpAddress(secret, email) };
}

/**
 * Proves the second factor: from then on the operator signs in with it and the password, and the set-up code is used up.
 * @throws {Problem} invalid_code
 */
export async function confirmSetUp(
  platform: Scope,
  services: OperatorServices,
  { setUpCode, code }: { readonly setUpCode: string; readonly code: string },
): Promise<void> {
  const { operator, digest } = await holderOf(platform, setUpCode);
  const { id, sealedTotpSecret } = operator;
  if (!sealedTotpSecret)
    throw new Problem('invalid_code', 'Set a password first. That creates the second factor.');
  const step = stepOf(platform, services, operator, code);
  if (step === undefined) {
    await tellFailure(platform, operator, 'code');
    throw new Problem('invalid_code', 'This isn’t the current code. Check the clock of your authenticator.');
  }
  await platform.transaction(async (tx) => {
    if (!(await setFinished(tx, id, digest, sealedTotpSecret, step))) throw badSetUpCode();
    tx.audit.add({ action: 'operator.set_up', subject: { kind: 'operator', id } });
  });
}

async function holderOf(
  platform: Scope,
  setUpCode: string,
): Promise<{ readonly operator: Operator; readonly digest: Buffer }> {
  const read = readSetUpCode(setUpCode);
  const operator = read && (await findOperator(platform, read.id));
  const isGood =
    operator &&
    isSameDigest(operator.setUpDigest, read.digest) &&
    !operator.disabledAt &&
    operator.setUpUntil! > platform.clock();
  if (isGood) return { operator, digest: read.digest };
  await tellFailure(platform, operator, 'set_up_code');
  throw badSetUpCode();
}

async function tellFailure(
  platform: Scope,
  operator: Operator | undefined,
  wrong: 'set_up_code' | 'code',
): Promise<void> {
  await platform.transaction(async (tx) => {
    const subject = subjectOf(operator);
    await Promise.resolve(tx.audit.add({ action: 'operator.set_up_failed', subject, after: { wrong } }));
  });
}

const badSetUpCode = () =>
  new Problem(
    'invalid_code',
    'The set-up code is invalid: mistyped, already used, or older than three days.',
  );
