import type { Statement } from '../../../platform/database';
import { forSubject, mail } from '../../../platform/mail';
import type { Scope } from '../../../platform/scope';
import type { Invitation } from './invitation';

const signInUrl: Statement = {
  text: 'select sign_in_url from institutions where id = current_institution()',
};

/** Where the institution's people sign in, as the institution has said; never what a request says. */
async function findSignInUrl(scope: Scope): Promise<string | undefined> {
  const [row] = await scope.db.query<{ sign_in_url: string | null }>(signInUrl);
  return row?.sign_in_url ?? undefined;
}

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
