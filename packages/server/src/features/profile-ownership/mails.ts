import { forSubject, mail } from '../../platform/mail';
import type { Scope } from '../../platform/scope';

export async function mailProfileTakenBack(tx: Scope, email: string): Promise<void> {
  const { name } = tx.institution;
  await mail(tx, {
    to: email,
    subject: `Your profile at ${forSubject(name)}`,
    text: `${name} has found that the profile that was yours there is somebody else’s, and has taken it back. Your account stays.

Sign in to claim the one that is yours. If you think that it was right, tell ${name}.
`,
  });
}
