import type { MemberStatus } from './model';
import type { Fault, SignInProblem } from './problem';

/** Every text that visitors read or hear. */
export interface SignInStrings {
  /** The language of these texts (BCP 47): what assistive technology reads them in. */
  readonly lang: string;
  readonly loading: string;
  readonly email: string;
  readonly emailHelp: string;
  readonly sendCode: string;
  readonly sendingCode: string;
  readonly withProvider: (name: string) => string;
  readonly or: string;
  readonly withPassword: string;
  readonly withCode: string;
  readonly password: string;
  readonly showPassword: string;
  readonly signIn: string;
  readonly signingIn: string;
  readonly forgotten: string;
  readonly codeSentTo: (email: string) => string;
  readonly codeSentAgain: (email: string) => string;
  /** To a member whom a provider vouches for. */
  readonly codeSentToMember: string;
  readonly codeHelp: string;
  readonly codeLabel: string;
  readonly longCodeHelp: string;
  readonly longCodeLabel: string;
  readonly resend: string;
  readonly resendIn: (seconds: number) => string;
  readonly otherAddress: string;
  readonly signedInAs: string;
  readonly signedInAnnouncement: (name: string) => string;
  readonly statuses: Readonly<Record<MemberStatus, string>>;
  readonly unverifiedHelp: string;
  readonly signOut: string;
  readonly signingOut: string;
  readonly signedOut: string;
  readonly sessionEnded: string;
  readonly faults: Readonly<Record<Exclude<Fault['kind'], 'wrongCode'>, string>>;
  readonly wrongCode: (triesLeft: number) => string;
  readonly problems: Readonly<
    Record<Exclude<SignInProblem['kind'], 'refused'>, { readonly title: string; readonly help: string }>
  >;
  readonly reference: (id: string) => string;
}

/** The built-in texts. Those for the page's owner come separately, once they are needed. */
export const visitorEnglish: SignInStrings = {
  lang: 'en',
  loading: 'Loading',
  email: 'E-mail address',
  emailHelp: 'We’ll send you a code. New here? The same code registers you.',
  sendCode: 'Send me a code',
  sendingCode: 'Sending',
  withProvider: (name) => `Sign in with ${name}`,
  or: 'or',
  withPassword: 'Use a password instead',
  withCode: 'Use a code instead',
  password: 'Password',
  showPassword: 'Show password',
  signIn: 'Sign in',
  signingIn: 'Signing in',
  forgotten: 'Forgot it, or never set one? Use a code.',
  codeSentTo: (email) => `We sent a code to ${email}, if mail can reach it.`,
  codeSentAgain: (email) => `We sent another code to ${email}.`,
  codeSentToMember: 'We sent a code to your account’s e-mail address. Enter it to confirm that it’s you.',
  codeHelp: 'It’s valid for 10 minutes.',
  codeLabel: '6-digit code',
  longCodeHelp: 'It has 12 digits this time and is valid for two hours.',
  longCodeLabel: '12-digit code',
  resend: 'Send another code',
  resendIn: (seconds) => `Send another code in ${seconds} s`,
  otherAddress: 'Use another address',
  signedInAs: 'Signed in',
  signedInAnnouncement: (name) => `Signed in as ${name}`,
  statuses: { unverified: 'Not verified yet', verified: 'Verified', banned: 'Banned' },
  unverifiedHelp: 'Until the alumni office has verified you, you see what everybody sees.',
  signOut: 'Sign out',
  signingOut: 'Signing out',
  signedOut: 'You have signed out.',
  sessionEnded: 'Your session has ended. Sign in again.',
  faults: {
    invalidEmail: 'Enter an e-mail address, such as marie@example.org.',
    incompleteCode: 'Enter all digits of the code.',
    wrongLongCode: 'This code is wrong, or was used before.',
    expiredCode: 'This code has expired. Ask for another one.',
    spentCode: 'Too many attempts. Request a new code.',
    noPassword: 'Enter your password.',
    wrongCredentials: 'The address or the password is wrong.',
  },
  wrongCode: (triesLeft) =>
    `This code is wrong or has been used. ${triesLeft === 1 ? '1 attempt' : `${triesLeft} attempts`} left.`,
  problems: {
    offline: { title: 'You are offline', help: 'Try again once you are connected.' },
    unreachable: {
      title: 'Sign-in can’t be reached',
      help: 'The service isn’t answering right now. Try again in a moment.',
    },
    busy: { title: 'Too many attempts', help: 'Wait a few minutes, then try again.' },
    spent: { title: 'Too many attempts today', help: 'Try again tomorrow, or from another network.' },
    failed: { title: 'Something went wrong', help: 'Try again in a moment.' },
    emailNotVerified: {
      title: 'You can’t be recognised this way yet',
      help: 'No address of yours was confirmed there. Sign in with a code instead.',
    },
    identityConflict: {
      title: 'That account is not known here',
      help: 'This address is linked to another account there. Sign in with a code instead.',
    },
    providerFailed: {
      title: 'That sign-in did not work',
      help: 'Try once more, or sign in with a code instead.',
    },
    codeNeeded: {
      title: 'Sign in with a code this time',
      help: 'Someone is guessing passwords, so we email you a code to make sure it’s you.',
    },
    banned: {
      title: 'This account is closed',
      help: 'The alumni office has closed it. Write to them if you think that is a mistake.',
    },
  },
  reference: (id) => `Reference: ${id}`,
};
