import type { SignInState } from './sign-in-state';
import type { SignInStrings } from './strings';

/** What the live region says (WCAG 4.1.3). Faults and problems speak for themselves, as alerts. */
export function announcementOf(state: SignInState, texts: SignInStrings): string {
  const { known, member, name, left, busy, step } = state;
  if (!known) return '';
  if (member) return busy ? texts.signingOut : texts.signedInAnnouncement(name ?? member.email);
  if (busy) return step === 'email' ? texts.sendingCode : texts.signingIn;
  if (left === 'signed_out') return texts.signedOut;
  if (left === 'session_ended') return texts.sessionEnded;
  if (step !== 'code' || state.fault || state.problem) return '';
  return sentText(texts, state);
}

/** Where the code went. */
export function sentText(texts: SignInStrings, { link, sendings, email }: SignInState): string {
  if (link !== undefined) return texts.codeSentToMember;
  return sendings > 1 ? texts.codeSentAgain(email) : texts.codeSentTo(email);
}
