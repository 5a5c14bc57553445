import { Problem } from '../../../contract/problems';
import { newId } from '../../../platform/ids';
import { mail } from '../../../platform/mail';
import type { Scope } from '../../../platform/scope';
import type { MemberServices } from '../services';
import { openSession, type SignedInMember } from '../sessions/sessions';
import { memberOfProvenEmail } from './arrival';
import { countCodes, insertCode, lockAddress, setCodesUsed, takeTry } from './code-store';
import { normalizedEmail } from './email';
import { refuseGuessing } from './guessing';
import { codeExpiry, codeLifeMinutes, isRightCode, makeCode, mostTries } from './mailed-code';
import { clearPasswordTries, countSignIn } from './tries-store';

const mostLive = 3;
const mostInADay = 20;
const dayMs = 24 * 60 * 60_000;

/**
 * Mails a code to an address, whoever's it is: nothing of it depends on whether there is a member. Beyond the bounds nothing
 * is sent, and the caller is not told: whoever asks for others' addresses neither floods a mailbox nor learns anything.
 * @throws {Problem} invalid_request where it is no address
 */
export async function requestCode(scope: Scope, { codeKey }: MemberServices, address: string): Promise<void> {
  const email = normalizedEmail(address);
  await scope.transaction(async (tx) => {
    await lockAddress(tx, email);
    const now = tx.clock();
    const { recent, live } = await countCodes(tx, email, new Date(now.getTime() - dayMs));
    if (live >= mostLive || recent >= mostInADay) return;
    const id = newId();
    const { code, digest } = makeCode(codeKey, id);
    await insertCode(tx, { id, email, digest, expiresAt: codeExpiry(now) });
    await mail(tx, { to: email, ...codeMail(tx.institution.name, code) });
  });
}

function codeMail(institution: string, code: string) {
  return {
    subject: `Your sign-in code for ${institution}`,
    text: `${code}

is your code to sign in to ${institution}. It is good for ${codeLifeMinutes} minutes, once.

Type it on the page where you asked for it, and tell it to nobody. If you did not ask for it, you need not do anything:
without the code nobody can sign in.
`,
  };
}

export interface CodeRedemption {
  readonly email: string;
  readonly code: string;
  readonly deviceName?: string | undefined;
}

/**
 * Signs in with a code; the first time it makes the member. However many redeem one code at once, one of them gets in.
 * @throws {Problem} invalid_code, member_banned, too_many_requests, invalid_request
 */
export async function redeemCode(
  scope: Scope,
  { codeKey, revocations }: MemberServices,
  { email: address, code, deviceName }: CodeRedemption,
): Promise<SignedInMember> {
  const email = normalizedEmail(address);
  await refuseGuessing(scope, 'code');
  // What is refused here must also be committed.
  const outcome = await scope.transaction(async (tx): Promise<SignedInMember | Problem> => {
    await lockAddress(tx, email);
    const codes = await takeTry(tx, email, mostTries);
    const isRight = codes.some(({ id, digest }) => isRightCode(codeKey, id, digest, code));
    if (!isRight) {
      // A guess that could not have been right is none: nobody is locked out by made-up addresses.
      if (codes.length) await countSignIn(tx, 'code', false);
      return new Problem('invalid_code', 'The code is wrong, used, or too old. Ask for another one.');
    }
    await setCodesUsed(tx, email);
    const { member } = await memberOfProvenEmail(tx, revocations, email);
    if (member.status === 'banned') return new Problem('member_banned', 'The member is banned.');
    const session = await openSession(tx, member.id, { method: 'code', deviceName });
    await clearPasswordTries(tx, email);
    await countSignIn(tx, 'code', true);
    return { member, session };
  });
  if (outcome instanceof Problem) throw outcome;
  return outcome;
}
