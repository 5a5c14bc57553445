import { invalidField, Problem } from '../../../contract/problems';
import { onViolation } from '../../../platform/database-errors';
import { newId } from '../../../platform/ids';
import { mail } from '../../../platform/mail';
import type { MemberPrincipal, Scope } from '../../../platform/scope';
import { dayMs } from '../../../platform/time';
import {
  findMemberByEmail,
  lockAddress,
  lockMember,
  type Member,
  normalizedEmail,
  setMemberEmail,
} from '../../members';
import { endOtherSessions, findSession, isRecent, sessionEnded } from '../../sessions';
import { mailboxOf } from '../mailbox';
import { codeExpiry, isRightCode, makeCode, mostTries } from '../mailed-code';
import type { SignInServices } from '../services';
import { changedMail, newAddressMail, oldAddressMail, takenAddressMail } from './mails';
import {
  closeEmailChanges,
  countEmailChanges,
  insertEmailChange,
  type OpenEmailChange,
  takeEmailChangeTry,
} from './store';

/**
 * What one session may ask for in a day: it bounds guesses at the code of the old address too, and takes nothing from others. All
 * sessions that a password has opened count as one: whoever has stolen it opens as many as they like.
 */
const mostOfSession = 10;

/** Mails a day to one mailbox that others have typed an address of; a verified member keeps some of them, whatever others ask for. */
const mostToMailbox = 5;
const keptForVerified = 3;

const ofOld = (id: string) => `${id} old`;
const ofNew = (id: string) => `${id} new`;

/**
 * Mails a code to the new address and one to the old: both are needed. Nothing in the answer depends on whether the new
 * address has a member; the mail to it does.
 * @throws {Problem} invalid_request, recent_sign_in_needed, session_ended, too_many_requests
 */
export async function requestEmailChange(
  scope: Scope,
  { codeKey }: SignInServices,
  { memberId, sessionId }: MemberPrincipal,
  address: string,
): Promise<void> {
  const email = normalizedEmail(address);
  await scope.transaction(async (tx) => {
    const member = await lockMember(tx, memberId);
    const session = await findSession(tx, sessionId);
    if (!member || !session || session.endedAt) throw sessionEnded();
    if (!isRecent(tx, session)) throw new Problem('recent_sign_in_needed', 'Sign in again first.');
    if (email === member.email) throw sameAddress();
    const mailbox = mailboxOf(email);
    // The mailbox first, as where codes are requested.
    for (const each of new Set([mailbox, email])) await lockAddress(tx, each);
    const now = tx.clock();
    const since = new Date(now.getTime() - dayMs);
    const asked = await countEmailChanges(tx, { memberId, sessionId, mailbox, since });
    const byOne = session.method === 'code' ? asked.bySession : asked.withoutCode;
    if (byOne >= mostOfSession) throw tooMany();
    await closeEmailChanges(tx, memberId);

    const id = newId();
    const old = makeCode(codeKey, ofOld(id));
    const fresh = makeCode(codeKey, ofNew(id));
    const isTaken = (await findMemberByEmail(tx, email)) !== undefined;
    const isKept = member.status === 'verified' && asked.byMemberToMailbox < keptForVerified;
    const isMailed = asked.toMailbox < mostToMailbox || isKept;
    const newDigest = isMailed && !isTaken ? fresh.digest : undefined;
    const expiresAt = codeExpiry(now);
    const change = { id, memberId, sessionId, email, mailbox, newDigest, isMailed, expiresAt };
    await insertEmailChange(tx, { ...change, oldDigest: old.digest });
    const { name } = tx.institution;
    await mail(tx, { to: member.email, ...oldAddressMail(name, old.code, email) });
    if (isMailed)
      await mail(tx, { to: email, ...(isTaken ? takenAddressMail(name) : newAddressMail(name, fresh.code)) });
  });
}

const sameAddress = () => invalidField('/email', 'is already the member’s address');

const tooMany = () =>
  new Problem(
    'too_many_requests',
    'Too many address changes were requested today. Sign in again with an emailed code, or wait.',
    { headers: { 'Retry-After': String(dayMs / 1_000) } },
  );

export interface EmailChangeCodes {
  readonly oldCode: string;
  readonly newCode: string;
}

/**
 * Gives the member the new address, when both codes are right. Other sessions end, and the old address is told.
 * @throws {Problem} invalid_code; email_taken where somebody was quicker; session_ended
 */
export async function confirmEmailChange(
  scope: Scope,
  services: SignInServices,
  principal: MemberPrincipal,
  codes: EmailChangeCodes,
): Promise<Member> {
  // What is refused here must also be committed.
  const outcome = await scope.transaction(async (tx): Promise<Member | Problem> => {
    const { memberId, sessionId } = principal;
    // Locked, so that whoever confirms the same at the same time waits, and then finds it closed.
    const before = await lockMember(tx, memberId);
    const change = await takeEmailChangeTry(tx, memberId, sessionId, mostTries);
    if (!change || !areRight(services.codeKey, change, codes))
      return new Problem(
        'invalid_code',
        'One of the codes is wrong, or they were already used or have expired.',
      );
    if (!before || (await findSession(tx, sessionId))?.endedAt) throw sessionEnded();
    // Whoever registers with it meanwhile comes before or after.
    await lockAddress(tx, change.email);
    const after = await takeAddress(tx, memberId, change.email);
    await closeEmailChanges(tx, memberId);
    await endOtherSessions(tx, services.revocations, principal, 'email_changed');
    await mail(tx, { to: before.email, ...changedMail(tx.institution.name) });
    tx.audit.add({
      action: 'member.email_changed',
      subject: { kind: 'member', id: memberId },
      before: { email: before.email },
      after: { email: after.email },
    });
    const { id: subjectId, version } = after;
    tx.changes.add({ type: 'member.updated', subjectId, version, audience: 'private' });
    return after;
  });
  if (outcome instanceof Problem) throw outcome;
  return outcome;
}

/** Both are compared in any case: the time taken does not tell which one is wrong. */
function areRight(key: Buffer, change: OpenEmailChange, { oldCode, newCode }: EmailChangeCodes): boolean {
  const { id, oldDigest, newDigest } = change;
  const isOldRight = isRightCode(key, ofOld(id), oldDigest, oldCode);
  const isNewRight = isRightCode(key, ofNew(id), newDigest ?? Buffer.alloc(32), newCode);
  return isOldRight && isNewRight && newDigest !== undefined;
}

function takeAddress(tx: Scope, memberId: string, email: string): Promise<Member> {
  const taken = (cause: unknown) =>
    new Problem('email_taken', 'The address now belongs to another member.', { cause });
  return setMemberEmail(tx, memberId, email).catch(onViolation('members_email', taken));
}
