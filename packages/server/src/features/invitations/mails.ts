import { forSubject, mail } from '../../platform/mail';
import type { Scope } from '../../platform/scope';
import { findSignInUrl } from '../institutions';
import type { Invitation } from './invitation';

export async function mailInvitation(tx: Scope, { email, message, expiresAt }: Invitation): Promise<void> {
  const { name } = tx.institution;
  const place = await findSignInUrl(tx);
  await mail(tx, {
    to: email,
    subject: `${forSubject(name)} invites you`,
    text: `${name} invites you to its alumni.
${message === undefined ? '' : `\n${message}\n`}
Sign in with this address, ${email}${place === undefined ? `, on ${name}’s pages.` : `:\n\n${place}`}

The invitation is good until ${expiresAt.toISOString().slice(0, 10)}, and for this address only.
`,
  });
}
