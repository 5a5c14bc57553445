import { forSubject, mail } from '../../platform/mail';
import type { Scope } from '../../platform/scope';
import { findSignInUrl } from '../institutions';
import type { Invitation } from './invitation';

export async function mailInvitation(tx: Scope, { email, message, expiresAt }: Invitation): Promise<void> {
  const { name } = tx.institution;
  const place = await findSignInUrl(tx);
  await mail(tx, {
    to: email,
    subject: `Join the alumni community of ${forSubject(name)}`,
    text: `${name} invites you to join its alumni community.
${message === undefined ? '' : `\n${message}\n`}
Sign in with this email address, ${email}${place === undefined ? `, on ${name}’s website.` : `:\n\n${place}`}

The invitation expires on ${expiresAt.toISOString().slice(0, 10)} and works only with this address.
`,
  });
}
