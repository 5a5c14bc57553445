import { forSubject, mail } from '../../platform/mail';
import type { Scope } from '../../platform/scope';

/** Tells the member that the profile is theirs, in the transaction that makes it so. */
export async function mailApproved(tx: Scope, email: string): Promise<void> {
  await mail(tx, {
    to: email,
    subject: `Your profile at ${forSubject(tx.institution.name)}`,
    text: `${tx.institution.name} knows you now: the profile that you claimed is yours.

Sign in to edit it, and to choose who sees what of it. If it was not you who claimed it, tell ${tx.institution.name}.
`,
  });
}

export async function mailRejected(tx: Scope, email: string, reason: string): Promise<void> {
  await mail(tx, {
    to: email,
    subject: `Your claim at ${forSubject(tx.institution.name)}`,
    text: `${tx.institution.name} could not tell that the profile that you claimed is yours:

${reason}

Sign in to claim it again, with whatever else you can say.
`,
  });
}
