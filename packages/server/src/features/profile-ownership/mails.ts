import { forSubject, mail } from '../../platform/mail';
import type { Scope } from '../../platform/scope';

export async function mailProfileTakenBack(tx: Scope, email: string): Promise<void> {
  const { name } = tx.institution;
  await mail(tx, {
    to: email,
    subject: `Your profile at ${forSubject(name)}`,
    text: `${name} found that the profile linked to your account belongs to someone else, and has unlinked it. You still have your account.

Sign in to claim your own profile. If you think this is a mistake, please tell ${name}.
`,
  });
}
