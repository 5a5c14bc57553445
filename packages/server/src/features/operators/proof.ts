import { Problem } from '../../contract/problems';
import type { Reference } from '../../platform/audit';
import { platformItself } from '../../platform/platform-itself';
import type { Scope } from '../../platform/scope';
import {
  forgetTries,
  noteProven,
  secondsToWait,
  sourceOf,
  takeTry,
  tooMany,
  tryPassword,
  type TryRules,
  type TrySource,
} from '../sign-in';
import { stepOf } from './second-factor';
import type { OperatorServices } from './services';
import { findOperatorByEmail, type Operator, takeTotpStep } from './store';

const refusal = 'Too many wrong attempts to sign in with this address. Wait, then try again.';

/** Wrong codes with the right password that cost no waiting. Only who knows the password can make others wait by them. */
const freeCodes = 5;

const rulesOf = (secondFactor: Buffer, email: string): TryRules => ({
  free: 10,
  refusal,
  refuseStranger: async (tx) => {
    const seconds = await secondsToWait(tx, { email, source: secondFactor }, freeCodes);
    return seconds > 0 ? tooMany(refusal, seconds) : undefined;
  },
});

/** What an operator proves who they are with. */
export interface Proof {
  readonly email: string;
  readonly password: string;
  readonly code: string;
  /** The network that the call comes from. */
  readonly network: string;
}

/** What was wrong, for the log of the platform only: a wrong code tells that somebody knows the password. */
type Fault = 'address' | 'password' | 'code' | 'not_set_up' | 'disabled';

/**
 * Does something for whoever proves by password and a code of the second factor to be the operator of an address, in the transaction
 * that takes the code: each is good once. Whatever is wrong, an address that is nobody's too, it takes as long and is answered the same.
 * @param email as `normalizedEmail` has it
 * @param failed what the platform's log says where something is wrong
 * @throws {Problem} invalid_credentials, too_many_requests, unavailable
 */
export async function withProof<T>(
  platform: Scope,
  services: OperatorServices,
  { email, password, code, network }: Proof,
  failed: 'operator.sign_in_failed' | 'operator.password_change_failed',
  work: (tx: Scope, operator: Operator) => Promise<T>,
): Promise<T> {
  const found = await findOperatorByEmail(platform, email);
  const source = sourceOf(services.sourceKey, platform, `network ${network}`);
  const secondFactor = sourceOf(services.sourceKey, platform, 'second factor');
  const tried = { email, source, hash: found?.passwordHash, password };
  const rules = rulesOf(secondFactor, email);
  const { isRight, tries, isProven } = await tryPassword(platform, services.hashing, tried, rules);
  const outcome = await platform.transaction(async (tx): Promise<{ readonly done: T } | undefined> => {
    const fault = faultOf(found, isRight);
    // Counted before the code is compared: of many at once, each waits for the count of those before it.
    if (!fault && !isProven) await takeCodeTry(tx, { email, source: secondFactor });
    const step = fault || !found ? undefined : stepOf(platform, services, found, code);
    const operator = step === undefined ? undefined : await takeTotpStep(tx, found!, step);
    if (operator) {
      await noteProven(tx, email, source);
      await forgetTries(tx, { email, source: secondFactor });
      return { done: await work(tx, operator) };
    }
    const subject = subjectOf(found);
    // A step that could not be taken is that of a code that was used.
    tx.audit.add({ action: failed, subject, after: { wrong: fault ?? 'code' } });
    if (tries >= rules.free) {
      const forSeconds = await secondsToWait(tx, { email, source }, rules.free);
      tx.audit.add({ action: 'operator.sign_in_locked', subject, after: { tries, forSeconds } });
    }
    return undefined;
  });
  if (outcome) return outcome.done;
  throw new Problem(
    'invalid_credentials',
    'The address, the password or the code is wrong, or the code was used before.',
  );
}

/** Of a failure: the operator whose credentials were tried, or the platform where that is nobody. */
export const subjectOf = (operator: Pick<Operator, 'id'> | undefined): Reference =>
  operator ? { kind: 'operator', id: operator.id } : { kind: 'institution', id: platformItself.id };

/** @throws {Problem} too_many_requests */
async function takeCodeTry(tx: Scope, from: TrySource): Promise<void> {
  if ((await takeTry(tx, from, freeCodes)) === undefined)
    throw tooMany(refusal, await secondsToWait(tx, from, freeCodes));
}

/** What is wrong before the code is looked at. */
function faultOf(found: Operator | undefined, isRight: boolean): Exclude<Fault, 'code'> | undefined {
  if (!found) return 'address';
  if (found.disabledAt) return 'disabled';
  if (found.setUpDigest) return 'not_set_up';
  return isRight ? undefined : 'password';
}
