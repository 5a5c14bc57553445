import { Problem } from '../../contract/problems';
import { formatId, newId } from '../../platform/ids';
import { mail } from '../../platform/mail';
import type { Scope } from '../../platform/scope';
import { memberOfProvenEmail, normalizedEmail, touchMember, type Member } from '../members';
import type { Revocations } from '../access';
import { hasOtherIdentity, lockSubject, putIdentity, useIdentity } from './identity-store';
import type { Assertion, Provider } from './provider';

/**
 * Whom a provider vouches for. Who is linked already is known by the provider's subject alone, whatever address it tells now.
 * Anybody else is linked by an address that the provider calls verified, if the institution trusts it with that: to the member
 * who has the address, or to a new one. An address that is merely told links nobody: it may be another's.
 *
 * What is refused is returned, so that what was used up stays so.
 */
export async function memberOf(
  tx: Scope,
  revocations: Revocations,
  provider: Provider,
  { subject, email, isEmailVerified }: Assertion,
): Promise<Member | Problem> {
  const { id: providerId } = provider;
  await lockSubject(tx, providerId, subject);
  const address = addressOf(email);
  const linkedTo = await useIdentity(tx, { providerId, subject, email: address });
  const linked = linkedTo === undefined ? undefined : await touchMember(tx, linkedTo);
  if (linked) return unlessBanned(linked);
  const proven = isEmailVerified && provider.trustsEmail ? address : undefined;
  if (proven === undefined) return notVerified(provider, isEmailVerified);
  const { member, isNew } = await memberOfProvenEmail(tx, revocations, proven);
  if (member.status === 'banned') return unlessBanned(member);
  if (await hasOtherIdentity(tx, { providerId, memberId: member.id, subject }))
    return refuseOther(tx, provider, { subject, member });
  await link(tx, provider, { subject, email: proven, member });
  if (!isNew) await mail(tx, { to: member.email, ...linkedMail(tx.institution.name, provider.name) });
  return member;
}

const unlessBanned = (member: Member) =>
  member.status === 'banned' ? new Problem('member_banned', 'The member is banned.') : member;

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
      `The institution does not rely on addresses from ${name}. Sign in in another way.`,
    );
  return new Problem(
    'email_not_verified',
    `${name} has not verified an e-mail address of this account. Sign in with a code.`,
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
    `The address belongs to a member whom ${name} knows as somebody else. Sign in with a code, or ask the institution.`,
  );
}

async function link(
  tx: Scope,
  { id: providerId }: Provider,
  { subject, email, member }: { subject: string; email: string; member: Member },
): Promise<void> {
  const id = newId();
  await putIdentity(tx, { id, providerId, subject, memberId: member.id, email });
  tx.audit.add({
    action: 'identity.linked',
    subject: { kind: 'identity', id },
    after: {
      member: formatId('member', member.id),
      provider: formatId('signInProvider', providerId),
      subject,
      email,
    },
  });
}

const linkedMail = (institution: string, provider: string) => ({
  subject: `A new way to sign in to ${institution}`,
  text: `Your account at ${institution} can now also be signed in to by ${provider}: somebody has done so, and ${provider} told us
that they have your address.

If it was not you, tell the institution. Among your account's settings you see what is linked, and can undo it.
`,
});
