import { forSubject, mail } from '../../platform/mail';
import type { Scope } from '../../platform/scope';

/** Tells the member that the profile is theirs, in the transaction that makes it so. */
export async function mailApproved(tx: Scope, email: string): Promise<void> {
  await mail(tx, {
    to: email,
    subject: `Your claim at ${forSubject(tx.institution.name)} was approved`,
    text: `${tx.institution.name} has approved your claim. The profile is now yours.

Sign in to edit it and to choose who can see it. If you didn’t claim it, please tell ${tx.institution.name}.
`,
  });
}

export async function mailRejected(tx: Scope, email: string, reason: string): Promise<void> {
  await mail(tx, {
    to: email,
    subject: `Your claim at ${forSubject(tx.institution.name)} wasn’t approved`,
    text: `${tx.institution.name} couldn’t confirm that the profile you claimed is yours:

${reason}

You can sign in and claim it again, with more information about yourself.
`,
  });
}
