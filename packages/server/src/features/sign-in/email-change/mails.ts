import { forSubject } from '../../../platform/mail';
import { codeLifeMinutes } from '../mailed-code';

interface Letter {
  readonly subject: string;
  readonly text: string;
}

/** To the address that the account has. It names the new one: whoever agrees should know to what. */
export const oldAddressMail = (institution: string, code: string, newEmail: string): Letter => ({
  subject: `Changing your e-mail address at ${forSubject(institution)}`,
  text: `${code}

is your first code. Somebody who is signed in as you wants to change the address of your account at ${institution} to ${newEmail}.

Type it on the page where you asked for that, with the code that went to the new address. Both are good for ${codeLifeMinutes} minutes. If you
did not ask for it, tell the code to nobody: without it nothing changes. Then sign in, sign out everywhere, and tell ${institution}.
`,
});

export const newAddressMail = (institution: string, code: string): Letter => ({
  subject: `Your new e-mail address at ${forSubject(institution)}`,
  text: `${code}

is your second code. Somebody wants this to be the address of their account at ${institution}.

Type it on the page where you asked for that, with the code that went to the address until now. Both are good for ${codeLifeMinutes} minutes.
If you did not ask for it, you need not do anything.
`,
});

/** To a new address that is a member's already: only its owner is told. */
export const takenAddressMail = (institution: string): Letter => ({
  subject: `Your e-mail address at ${forSubject(institution)}`,
  text: `Somebody wanted this to be the address of their account at ${institution}. It is that of an account already, so nothing changes.

If it was you: sign in with this address instead, or give that account another address first. If it was not, you need not do anything.
`,
});

/** To the former address, which may be somebody else's by now: it does not name the new one. */
export const changedMail = (institution: string): Letter => ({
  subject: `Your e-mail address at ${forSubject(institution)} was changed`,
  text: `This is no longer the address of your account at ${institution}: both addresses have confirmed another one. Other sessions have ended. Accounts
elsewhere that are linked to it stay linked.

If it was not you, tell ${institution} at once.
`,
});
