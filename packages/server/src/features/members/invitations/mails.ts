import { forSubject, mail } from '../../../platform/mail';
import type { Scope } from '../../../platform/scope';
import { findSignInUrl } from '../../institutions';
import type { Invitation } from './invitation';

<<<<<<< HEAD
const signInUrl: Statement = {
  text: 'select sign_in_url from institutions where id = current_institution()',
};

/** The sign-in page that the institution has set; never one that a request names. */
async function findSignInUrl(scope: Scope): Promise<string | undefined> {
  const [row] = await scope.db.query<{ sign_in_url: string | null }>(signInUrl);
  return row?.sign_in_url ?? undefined;
}

=======
>>>>>>> main
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
