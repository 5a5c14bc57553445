import { forSubject, mail } from '../../platform/mail';
import type { Scope } from '../../platform/scope';
import type { Degree } from '../directory';

/** Tells a member which degrees of theirs were confirmed, in the transaction that notes them as told. */
export async function mailVerified(tx: Scope, email: string, degrees: readonly Degree[]): Promise<void> {
  const { name } = tx.institution;
  await mail(tx, {
    to: email,
    subject: `${forSubject(name)} verified your degrees`,
    text: `The registrar of ${name} has verified:

${degrees.map((degree) => `- ${titleOf(degree)}\n`).join('')}
Your profile now shows this to everyone who can see your degrees.
`,
  });
}

function titleOf({ kind, department, programme, batchYear }: Degree): string {
  return [kind, department, programme, String(batchYear)].filter((part) => part !== undefined).join(', ');
}
