import { forSubject } from '../../platform/mail';
/** Of a code that also links a provider's account. */
export interface CodePurpose {
  /** The provider, as people know it. */
  readonly provider: string;
}

export interface MailedCodeText {
  readonly code: string;
  /** How long it is valid. */
  readonly minutes: number;
  readonly purpose?: CodePurpose | undefined;
}

export function codeMail(institution: string, { code, minutes, purpose }: MailedCodeText) {
  const validity = minutes > 60 ? `${Math.round(minutes / 60)} hours` : `${minutes} minutes`;
  if (purpose) {
    const { provider } = purpose;
    return {
      subject: `Confirm a new way to sign in to ${forSubject(institution)}`,
      text: `${code}

is your code to link ${provider} to your account at ${institution}. You can use it once, within ${validity}.

Enter it on the page where you signed in with ${provider}. After that, you can sign in to your account with ${provider}.
If you didn’t just do this, don’t enter or share the code, and tell ${institution}: someone may be trying to get into your account.
`,
    };
  }
  return {
    subject: `Your sign-in code for ${forSubject(institution)}`,
    text: `${code}

is your code to sign in to ${institution}. You can use it once, within ${validity}.

Enter it on the page where you requested it, and don’t share it with anyone. If you didn’t request it, you don’t need to do
anything: no one can sign in without the code.
`,
  };
}
