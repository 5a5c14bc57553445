import { retryIn } from '../shared/wait';
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
  /** How long to wait, where the service says so. */
  readonly retryIn: (seconds: number) => string;
  readonly reference: (id: string) => string;
}

/** The built-in texts. Those for the page's owner come separately, once they are needed. */
export const visitorEnglish: SignInStrings = {
  lang: 'en',
  loading: 'Loading',
  email: 'E-mail address',
  emailHelp: 'We’ll email you a code. If you’re new here, it also creates your account.',
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
  codeSentTo: (email) => `We sent a code to ${email}. If it doesn’t arrive, check the address.`,
  codeSentAgain: (email) => `We sent a new code to ${email}.`,
  codeSentToMember: 'We sent a code to your account’s e-mail address. Enter it to confirm that it’s you.',
  codeHelp: 'It’s valid for 10 minutes.',
  codeLabel: '6-digit code',
  longCodeHelp: 'This time it has 12 digits. It’s valid for two hours.',
  longCodeLabel: '12-digit code',
  resend: 'Send a new code',
  resendIn: (seconds) => `Send a new code in ${seconds} s`,
  otherAddress: 'Use another address',
  signedInAs: 'Signed in',
  signedInAnnouncement: (name) => `Signed in as ${name}`,
  statuses: { unverified: 'Not verified yet', verified: 'Verified', banned: 'Banned' },
  unverifiedHelp: 'Until the alumni office verifies you, you see what everyone sees.',
  signOut: 'Sign out',
  signingOut: 'Signing out',
  signedOut: 'You’ve signed out.',
  sessionEnded: 'Your session has expired. Sign in again.',
  faults: {
    invalidEmail: 'Enter an e-mail address, such as marie@example.org.',
    incompleteCode: 'Enter all digits of the code.',
    wrongLongCode: 'This code is wrong or has been used.',
    expiredCode: 'This code has expired. Request a new one.',
    spentCode: 'Too many attempts. Request a new code.',
    noPassword: 'Enter your password.',
    wrongCredentials: 'The address or the password is wrong.',
  },
  wrongCode: (triesLeft) =>
    `This code is wrong or has been used. ${triesLeft === 1 ? '1 attempt' : `${triesLeft} attempts`} left.`,
  problems: {
    offline: { title: 'You are offline', help: 'Try again when you’re back online.' },
    unreachable: {
      title: 'Sign-in can’t be reached',
      help: 'The service isn’t answering right now. Try again in a moment.',
    },
    busy: { title: 'Too many attempts', help: 'Wait a few minutes, then try again.' },
    spent: {
      title: 'Too many attempts for now',
      help: 'There have been many attempts from your network or for this address.',
    },
    failed: { title: 'Something went wrong', help: 'Try again in a moment.' },
    emailNotVerified: {
      title: 'You can’t sign in this way yet',
      help: 'Your e-mail address isn’t confirmed there. Sign in with a code instead.',
    },
    identityConflict: {
      title: 'That isn’t the account we know',
      help: 'You’ve signed in with a different account there before. Sign in with a code instead.',
    },
    providerFailed: {
      title: 'That sign-in didn’t work',
      help: 'Try again, or sign in with a code instead.',
    },
    codeNeeded: {
      title: 'Sign in with a code this time',
      help: 'Someone is guessing passwords, so we email you a code to make sure it’s you.',
    },
    banned: {
      title: 'This account is closed',
      help: 'The alumni office has closed it. Write to them if you think this is a mistake.',
    },
  },
  retryIn,
  reference: (id) => `Reference: ${id}`,
};
