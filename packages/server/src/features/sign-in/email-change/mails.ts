import { forSubject } from '../../../platform/mail';
import { codeLifeMinutes } from '../mailed-code';

interface Letter {
  readonly subject: string;
  readonly text: string;
}

/** To the address that the account has. It names the new one: the person who agrees should know to what. */
export const oldAddressMail = (institution: string, code: string, newEmail: string): Letter => ({
  subject: `Changing your email address at ${forSubject(institution)}`,
  text: `${code}

is your first code. Someone who is signed in to your account at ${institution} wants to change its email address to ${newEmail}.

Enter it on the page where you requested the change, together with the code we sent to the new address. Both codes are valid for
${codeLifeMinutes} minutes.

If you didn’t request this, don’t share the code with anyone: your address can’t be changed without it. Sign in, sign out everywhere,
and tell ${institution}.
`,
});

export const newAddressMail = (institution: string, code: string): Letter => ({
  subject: `Your new email address at ${forSubject(institution)}`,
  text: `${code}

is your second code. Someone wants to use this email address for their account at ${institution}.

Enter it on the page where you requested the change, together with the code we sent to the current address. Both codes are valid
for ${codeLifeMinutes} minutes.

If you didn’t request this, you don’t need to do anything.
`,
});

/** To a new address that another member has: only its owner learns that. */
export const takenAddressMail = (institution: string): Letter => ({
  subject: `Your email address at ${forSubject(institution)}`,
  text: `Someone wanted to use this email address for their account at ${institution}. Another account already has it, so nothing was changed.

If it was you, sign in with this address instead, or change the address of that other account first. If it wasn’t you, you don’t need
to do anything.
`,
});

/** To the former address, which may belong to someone else by now: it does not name the new one. */
export const changedMail = (institution: string): Letter => ({
  subject: `Your email address at ${forSubject(institution)} was changed`,
  text: `Your account at ${institution} now has another email address. The change was confirmed from both addresses. All other sessions were signed
out. Other accounts that you sign in with stay linked.

If this wasn’t you, tell ${institution} right away.
`,
});
