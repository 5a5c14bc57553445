import { Problem } from '../../contract/problems';
import { newId } from '../../platform/ids';
import { mail } from '../../platform/mail';
import type { Scope } from '../../platform/scope';
import { dayMs, daysBefore, hourMs, minuteMs } from '../../platform/time';
import { findProfileIdsByEmail } from '../directory';
import { findPendingInvitation } from '../invitations';
import { findMemberByEmail, lockAddress, normalizedEmail } from '../members';
import { challengeOf } from './challenge';
import { codeMail, type CodePurpose } from './code-mail';
import { type CodeLink, countCodes, findLongCode, insertCode } from './code-store';
import { isGuessedAt } from './guessing';
import { domainOf, mailboxOf } from './mailbox';
import { countOfDomain, countVariants } from './mailbox-store';
import { codeExpiry, type CodeLength, makeCode } from './mailed-code';
import type { SignInServices } from './services';
import { sourceOf } from './source';

/** Short codes that nobody has signed in with: of one network at a time, and in a day of all of them. */
const mostLive = 3;
const mostInADay = 20;

/** A long code is good for so long, and another is mailed after half of it. */
const longLifeMs = 2 * hourMs;
const longPauseMs = hourMs;

/**
 * Variants of one mailbox that codes go to in a day, where the institution doesn't know them; and codes to such variants that each
 * network may have mailed even when others have used those up.
 */
const mostVariants = 3;
const keptForNetwork = 3;

export interface SentCode {
  /** What the code is redeemed with. */
  readonly challenge: string;
  readonly codeLength: CodeLength;
}

/**
 * Mails a code to an address, whoever's it is: nothing of the answer depends on whether there is a member. Beyond the bounds one
 * that can't be guessed is mailed, once an hour: the mailbox is not flooded, and whose it is can always sign in.
 * @param network that the call comes from
 * @throws {Problem} invalid_request where it is no address; too_many_requests
 */
export async function requestCode(
  scope: Scope,
  services: SignInServices,
  { email: address, network: text }: { readonly email: string; readonly network: string },
): Promise<SentCode> {
  const { codeKey } = services;
  const email = normalizedEmail(address);
  return scope.transaction(async (tx) => {
    const network = sourceOf(codeKey, tx, `network ${text}`);
    // The mailbox first, so that variants of it that are asked for at once are counted too.
    for (const each of new Set([mailboxOf(email), email])) await lockAddress(tx, each);
    await refuseManyAddresses(tx, services, email, network);
    // One that is not mailed counts like any other: the answers must not tell.
    const isMailed = !(await isOneOfManyVariants(tx, email, network));
    if (await isShortEnough(tx, email, network))
      return sendCode(tx, services, { email, network, codeLength: 6, isMailed });
    const sent = await findLongCode(tx, email, new Date(tx.clock().getTime() - longPauseMs));
    if (sent !== undefined) return { challenge: challengeOf(codeKey, sent), codeLength: 12 };
    return sendCode(tx, services, { email, network, codeLength: 12, isMailed });
  });
}

/** Whether a short code bears the guesses that are to be expected. */
async function isShortEnough(tx: Scope, email: string, network: Buffer): Promise<boolean> {
  const since = daysBefore(tx.clock(), 1);
  const { recent, live } = await countCodes(tx, email, { network, since });
  return recent < mostInADay && live < mostLive && !(await isGuessedAt(tx, 'code'));
}

interface CodeDraft {
  readonly email: string;
  readonly network: Buffer;
  readonly codeLength: CodeLength;
  readonly isMailed?: boolean;
  readonly purpose?: CodePurpose;
  readonly link?: CodeLink;
}

async function sendCode(
  tx: Scope,
  { codeKey }: Pick<SignInServices, 'codeKey'>,
  { email, network, codeLength, isMailed = true, purpose, link }: CodeDraft,
): Promise<SentCode> {
  const id = newId();
  const now = tx.clock();
  const isLong = codeLength === 12;
  const { code, digest } = makeCode(codeKey, id, codeLength);
  const expiresAt = isLong ? new Date(now.getTime() + longLifeMs) : codeExpiry(now);
  await insertCode(tx, { id, email, digest, expiresAt, network, isLong, mailbox: mailboxOf(email), link });
  const minutes = Math.round((expiresAt.getTime() - now.getTime()) / minuteMs);
  if (isMailed) await mail(tx, { to: email, ...codeMail(tx.institution.name, { code, minutes, purpose }) });
  return { challenge: challengeOf(codeKey, id), codeLength };
}

/**
 * Mails a code that links a provider's account to whose address it is, beside signing in.
 * @returns undefined where so many have been mailed that none is sent now
 */
export async function sendLinkCode(
  tx: Scope,
  { codeKey }: Pick<SignInServices, 'codeKey'>,
  draft: {
    readonly email: string;
    readonly network: string;
    readonly provider: string;
    readonly link: CodeLink;
  },
): Promise<SentCode | undefined> {
  const { email, provider, link } = draft;
  const network = sourceOf(codeKey, tx, `network ${draft.network}`);
  await lockAddress(tx, email);
  if (!(await isShortEnough(tx, email, network))) return undefined;
  return sendCode(tx, { codeKey }, { email, network, codeLength: 6, purpose: { provider }, link });
}

/** Nobody mails to ever more people: it counts which addresses were asked for, and not whose they are. */
async function refuseManyAddresses(
  tx: Scope,
  { mostAddressesOfDomain: most }: SignInServices,
  email: string,
  network: Buffer,
): Promise<void> {
  const since = daysBefore(tx.clock(), 1);
  const { others, freeAt } = await countOfDomain(tx, { email, domain: domainOf(email), network, since });
  if (others < most) return;
  const seconds = Math.max(1, Math.ceil((freeAt.getTime() + dayMs - tx.clock().getTime()) / 1_000));
  throw new Problem(
    'too_many_requests',
    `Codes were sent to ${most} addresses at ${domainOf(email)} from this network within 24 hours. Try again later or from another network.`,
    { headers: { 'Retry-After': String(seconds) } },
  );
}

/**
 * Marie+1@, marie+2@ and so on are one mailbox. The answer doesn't tell which of them the institution knows. A stranger who asks for
 * many uses up nothing of another network.
 */
async function isOneOfManyVariants(tx: Scope, email: string, network: Buffer): Promise<boolean> {
  const mailbox = mailboxOf(email);
  if (mailbox === email) return false;
  const since = daysBefore(tx.clock(), 1);
  const { others, ofNetwork } = await countVariants(tx, { email, mailbox, network, since });
  return others >= mostVariants && ofNetwork >= keptForNetwork && !(await isKnown(tx, email));
}

/** Whether an address is a member's, was invited, or stands in the register. */
async function isKnown(tx: Scope, email: string): Promise<boolean> {
  if (await findMemberByEmail(tx, email)) return true;
  if (await findPendingInvitation(tx, email)) return true;
  return (await findProfileIdsByEmail(tx, email)).length > 0;
}
