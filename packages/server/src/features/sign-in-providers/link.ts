import { Problem } from '../../contract/problems';
import { formatId, newId } from '../../platform/ids';
import { forSubject, mail } from '../../platform/mail';
import type { Scope } from '../../platform/scope';
import { type Member, normalizedEmail, touchMember } from '../members';
import {
  arrivalOf,
  type ConfirmLink,
  memberOfProvenEmail,
  memberOfUnprovenEmail,
  sendLinkCode,
  type SignInServices,
} from '../sign-in';
import { hasOtherIdentity, lockSubject, putIdentity, useIdentity } from './identity-store';
import { covers, isTrustedLink, mayLink } from './link-policy';
import type { Assertion, Provider } from './provider';
import { findProvider } from './provider-store';

export interface Vouching {
  readonly provider: Provider;
  readonly assertion: Assertion;
  /** The network that the call comes from. */
  readonly network: string;
}

export type LinkServices = Pick<SignInServices, 'revocations' | 'codeKey'>;

/**
 * Whom a provider vouches for. Who is linked already is known by the provider's subject alone, whatever address it tells now.
 * Anybody else is linked by an address that the provider calls verified, if the institution trusts it with that: to the member
 * who has the address, or to a new one. An address that is merely told links nobody: it may be another's. Nor does a provider's word
 * alone link an admin, or anybody who may do more than those who have registered it: a code is mailed to them first.
 *
 * What is refused is returned, so that what was used up stays so.
 */
export async function memberOf(
  tx: Scope,
  services: LinkServices,
  { provider, assertion: { subject, email, isEmailVerified }, network }: Vouching,
): Promise<Member | Problem> {
  const { id: providerId } = provider;
  await lockSubject(tx, providerId, subject);
  const address = addressOf(email);
  const used = await useIdentity(tx, { providerId, subject, email: address });
  const linked = used && (await touchMember(tx, used.memberId));
  if (linked) {
    if (linked.status === 'banned') return banned();
    if (isTrustedLink(provider, linked, used.confirmedVersion)) return linked;
    return askForCode(tx, services, provider, { subject, email: linked.email, network });
  }
  const told = isEmailVerified && provider.trustsEmail ? address : undefined;
  if (told === undefined) return notVerified(provider, isEmailVerified);
  const { member: known, becomes } = await arrivalOf(tx, told);
  if (known?.status === 'banned') return banned();
  if (known && (await hasOtherIdentity(tx, { providerId, memberId: known.id, subject })))
    return refuseOther(tx, provider, { subject, member: known });
  if (!mayLink(provider, becomes))
    return askForCode(tx, services, provider, { subject, email: told, network });
  const { member, isNew } = covers(provider, becomes)
    ? await memberOfProvenEmail(tx, services.revocations, told)
    : await memberOfUnprovenEmail(tx, told);
  await link(tx, provider, { subject, email: told, member });
  if (!isNew) await mail(tx, { to: member.email, ...linkedMail(tx.institution.name, provider.name) });
  return member;
}

const banned = () => new Problem('member_banned', 'The member is banned.');

/** Whoever's the account is has to agree: the code that is mailed to them signs in, and links. */
async function askForCode(
  tx: Scope,
  services: LinkServices,
  { id: providerId, name, trustVersion }: Provider,
  { subject, email, network }: { readonly subject: string; readonly email: string; readonly network: string },
): Promise<Problem> {
  const link = { providerId, subject, trustVersion };
  const sent = await sendLinkCode(tx, services, { email, network, provider: name, link });
  if (!sent)
    return new Problem(
      'too_many_requests',
      `${name} can’t be linked just now: too many codes were sent to this member. Sign in with a code, or try again later.`,
      { headers: { 'Retry-After': '3600' } },
    );
  tx.audit.add({
    action: 'identity.code_sent',
    subject: { kind: 'signInProvider', id: providerId },
    after: { subject, email },
  });
  return new Problem(
    'link_code_needed',
    `A code was emailed to the member whom ${name} vouches for. Redeem it with the challenge to sign in and link ${name}.`,
    { challenge: sent.challenge },
  );
}

/** Links what a mailed code was for, while the provider is what it was when it was mailed. The member is signed in in any case. */
export const confirmLink: ConfirmLink = async (tx, member, { providerId, subject, trustVersion }) => {
  const provider = await findProvider(tx, providerId);
  if (!provider?.enabled || provider.trustVersion !== trustVersion) return;
  if (await hasOtherIdentity(tx, { providerId, memberId: member.id, subject })) {
    refuseOther(tx, provider, { subject, member });
    return;
  }
  await link(tx, provider, { subject, email: member.email, member, confirmedVersion: trustVersion });
};

/** As it is kept; undefined where it can be nobody's. */
function addressOf(email: string | undefined): string | undefined {
  try {
    return email === undefined ? undefined : normalizedEmail(email);
  } catch (error) {
    if (error instanceof Problem) return undefined;
    throw error;
  }
}

function notVerified({ name, trustsEmail }: Provider, isEmailVerified: boolean): Problem {
  if (isEmailVerified && !trustsEmail)
    return new Problem(
      'email_not_verified',
      `The institution doesn’t trust email addresses from ${name}. Sign in another way.`,
    );
  return new Problem(
    'email_not_verified',
    `${name} hasn’t verified an email address for this account. Sign in with a code.`,
  );
}

/** To the provider they are two people, of whom one has the address now that the other had: one must not get what is the other's. */
function refuseOther(
  tx: Scope,
  { id, name }: Provider,
  { subject, member }: { subject: string; member: Member },
): Problem {
  tx.audit.add({
    action: 'identity.refused',
    subject: { kind: 'member', id: member.id },
    after: { provider: formatId('signInProvider', id), subject },
  });
  return new Problem(
    'identity_conflict',
    `The address belongs to a member who is linked to another ${name} account. Sign in with a code, or ask the institution.`,
  );
}

async function link(
  tx: Scope,
  { id: providerId }: Provider,
  {
    subject,
    email,
    member,
    confirmedVersion,
  }: { subject: string; email: string; member: Member; confirmedVersion?: number },
): Promise<void> {
  const id = newId();
  await putIdentity(tx, { id, providerId, subject, memberId: member.id, email, confirmedVersion });
  tx.audit.add({
    action: 'identity.linked',
    subject: { kind: 'identity', id },
    after: {
      member: formatId('member', member.id),
      provider: formatId('signInProvider', providerId),
      role: member.role,
      confirmedBy: confirmedVersion === undefined ? 'provider' : 'code',
      subject,
      email,
    },
  });
}

const linkedMail = (institution: string, provider: string) => ({
  subject: `A new way to sign in to ${forSubject(institution)}`,
  text: `You can now sign in to your account at ${institution} with ${provider}. Someone just did, and ${provider} confirmed that they have your
email address.

If this wasn’t you, unlink ${provider} in your account settings and tell ${institution}.
`,
});
