import { invalidField, Problem } from '../../contract/problems';
import type { Scope } from '../../platform/scope';
import { lockAddress, normalizedEmail } from '../members';
import { openSession } from '../sessions';
import { memberOfProvenEmail } from './arrival';
import { parseChallenge } from './challenge';
import { countCodeTry, findCode, findNewestCode, type LivingCode, setCodesUsed } from './code-store';
import { isRightCode } from './mailed-code';
import type { SignedInMember } from './refresh';
import type { SignInServices } from './services';
import { sourceOf } from './source';
import { countSignIn, noteProven } from './tries-store';

export interface CodeRedemption {
  /** Undefined where a challenge says it. */
  readonly email?: string | undefined;
  readonly code: string;
  readonly challenge?: string | undefined;
  readonly deviceName?: string | undefined;
  /** The network that the call comes from. */
  readonly network: string;
}

/**
 * Signs in with a code; the first time it makes the member. A try is compared with one code only. However many redeem one code at
 * once, one of them gets in.
 * @throws {Problem} invalid_code, member_banned, invalid_request
 */
export async function redeemCode(
  scope: Scope,
  services: SignInServices,
  redemption: CodeRedemption,
): Promise<SignedInMember> {
  const { codeKey, revocations, confirmLink } = services;
  const { code, deviceName } = redemption;
  const network = sourceOf(codeKey, scope, `network ${redemption.network}`);
  const find = await finderOf(scope, codeKey, redemption, network);
  // What is refused here must also be committed.
  const outcome = await scope.transaction(async (tx): Promise<SignedInMember | Problem> => {
    await lockAddress(tx, find.email);
    const found = await find.in(tx);
    if (!found) return wrongCode();
    if (!found.isLong) await countCodeTry(tx, found);
    if (!isRightCode(codeKey, found.id, found.digest, code)) {
      // A guess at a long code tells of nothing but itself: it can't become the right one.
      if (!found.isLong) await countSignIn(tx, 'code', false);
      return wrongCode();
    }
    await setCodesUsed(tx, found.email);
    const { member } = await memberOfProvenEmail(tx, revocations, found.email);
    if (member.status === 'banned') return new Problem('member_banned', 'The member is banned.');
    if (found.link) await confirmLink(tx, member, found.link);
    const session = await openSession(tx, member.id, { method: 'code', deviceName });
    await noteProven(tx, found.email, network);
    await countSignIn(tx, 'code', true);
    return { member, session };
  });
  if (outcome instanceof Problem) throw outcome;
  return outcome;
}

const wrongCode = () =>
  new Problem('invalid_code', 'The code is wrong, was used before, or has expired. Request a new one.');

interface CodeFinder {
  readonly email: string;
  readonly in: (tx: Scope) => Promise<LivingCode | undefined>;
}

/** Finds the one code that is meant. @throws {Problem} invalid_code, invalid_request */
async function finderOf(
  scope: Scope,
  key: Buffer,
  { email: address, challenge, code }: CodeRedemption,
  network: Buffer,
): Promise<CodeFinder> {
  const email = address === undefined ? undefined : normalizedEmail(address);
  if (challenge === undefined) {
    if (email === undefined) throw missingEmail();
    return { email, in: (tx) => findNewestCode(tx, email, { network, isLong: code.length > 6 }) };
  }
  const id = parseChallenge(key, challenge);
  const asked = id === undefined ? undefined : await findCode(scope, id);
  if (!asked || (email !== undefined && email !== asked.email)) throw wrongCode();
  return { email: asked.email, in: (tx) => findCode(tx, asked.id) };
}

const missingEmail = () => invalidField('/email', 'is required without a challenge');
