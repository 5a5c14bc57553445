import { Problem } from '../../contract/problems';
import { forSubject, mail } from '../../platform/mail';
import type { MemberPrincipal, Scope } from '../../platform/scope';
import { findMember, findMemberByEmail, normalizedEmail, setPasswordHash, touchMember } from '../members';
import { endOtherSessions, findSession, isRecent, openSession, sessionEnded } from '../sessions';
import { isGuessedAt } from './guessing';
import { weaknessOf } from './password-rules';
import type { SignedInMember } from './refresh';
import type { SignInServices } from './services';
import { sourceOf } from './source';
import { tryPassword, type TryRules } from './tries';
import { countSignIn, noteProven } from './tries-store';

/** Wrong passwords for one address in a day, from where its owner has not been: then no more are checked from there. */
const mostOfStrangers = 100;

const rules: TryRules = {
  free: 10,
  refusal: 'Too many wrong passwords for this address. Sign in with a code, or wait.',
  refuseStranger: async (tx, { strangers }) =>
    strangers >= mostOfStrangers || (await isGuessedAt(tx, 'password')) ? codeNeeded() : undefined,
};

const codeNeeded = () =>
  new Problem(
    'sign_in_code_needed',
    'A password isn’t enough here just now, because someone is guessing passwords. Sign in with an emailed code.',
  );

export interface PasswordSignIn {
  readonly email: string;
  readonly password: string;
  readonly deviceName?: string | undefined;
  /** The network that the call comes from. */
  readonly network: string;
}

const wrong = () => new Problem('invalid_credentials', 'The address or the password is wrong.');

/**
 * Signs in with a password. An address that has none, or no member, takes as long and is answered the same.
 * @throws {Problem} invalid_credentials, member_banned, too_many_requests, sign_in_code_needed, unavailable, invalid_request
 */
export async function signInWithPassword(
  scope: Scope,
  { hashing, codeKey }: SignInServices,
  { email: address, password, deviceName, network }: PasswordSignIn,
): Promise<SignedInMember> {
  const email = normalizedEmail(address);
  const source = sourceOf(codeKey, scope, `network ${network}`);
  const found = await findMemberByEmail(scope, email);
  const tried = { email, source, hash: found?.passwordHash, password };
  const { isRight } = await tryPassword(scope, hashing, tried, rules);
  if (!found || !isRight) {
    await scope.transaction((tx) => countSignIn(tx, 'password', false));
    throw wrong();
  }
  return scope.transaction(async (tx) => {
    const member = await touchMember(tx, found.id);
    // Changed meanwhile: what was checked is the password no more.
    if (!member || member.passwordHash !== found.passwordHash) throw wrong();
    if (member.status === 'banned') throw new Problem('member_banned', 'The member is banned.');
    const session = await openSession(tx, member.id, { method: 'password', deviceName });
    await noteProven(tx, email, source);
    await countSignIn(tx, 'password', true);
    return { member, session };
  });
}

export interface PasswordChange {
  readonly password: string;
  readonly currentPassword?: string | undefined;
}

/**
 * Sets a member's password: after a recent sign-in, or with the current one. Other sessions end, and a mail tells of it.
 * @throws {Problem} recent_sign_in_needed, invalid_credentials, weak_password, session_ended, too_many_requests, unavailable
 */
export async function setPassword(
  scope: Scope,
  services: SignInServices,
  principal: MemberPrincipal,
  { password, currentPassword }: PasswordChange,
): Promise<void> {
  const { member, session } = await scope.reading(async (inside) => ({
    member: await findMember(inside, principal.memberId),
    session: await findSession(inside, principal.sessionId),
  }));
  if (!member || !session || session.endedAt) throw sessionEnded();
  if (!isRecent(scope, session)) {
    if (currentPassword === undefined || !member.passwordHash)
      throw new Problem('recent_sign_in_needed', 'Sign in again first, or send the current password.');
    // Counted for the session: nobody's guesses from outside keep a member who is signed in from it.
    const source = sourceOf(services.codeKey, scope, `session ${session.id}`);
    const tried = { email: member.email, source, hash: member.passwordHash, password: currentPassword };
    const { free, refusal } = rules;
    if (!(await tryPassword(scope, services.hashing, tried, { free, refusal })).isRight) throw wrong();
  }
  const { email } = member;
  const weakness = await weaknessOf(password, { email, institution: scope.institution });
  if (weakness) throw new Problem('weak_password', `${weakness} Choose another one.`);
  const hash = await services.hashing.hash(password);
  await scope.transaction(async (tx) => {
    const after = await setPasswordHash(tx, member.id, hash);
    if (!after || (await findSession(tx, session.id))?.endedAt) throw sessionEnded();
    await endOtherSessions(tx, services.revocations, principal, 'password_changed');
    await mail(tx, { to: email, ...passwordMail(tx.institution.name) });
    const { id: subjectId, version } = after;
    tx.audit.add({ action: 'member.password_set', subject: { kind: 'member', id: subjectId } });
    tx.changes.add({ type: 'member.updated', subjectId, version, audience: 'private' });
  });
}

const passwordMail = (institution: string) => ({
  subject: `Your password at ${forSubject(institution)} was changed`,
  text: `Someone who is signed in to your account at ${institution} set a new password. All other sessions were signed out.

If this wasn’t you, sign in with a code by email, set another password, and tell ${institution}.
`,
});
