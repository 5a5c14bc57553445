import type { Member, SignOutReason } from '@homecoming/sdk';
import type { Fault, SignInProblem } from './problem';

export type Step = 'email' | 'code' | 'password';

export interface SignInState {
  /** Whether it is known yet if somebody is signed in. */
  readonly known: boolean;
  readonly member: Member | undefined;
  /** Of the member's profile; a member without one is called by their address. */
  readonly name: string | undefined;
  readonly photoUrl: string | undefined;
  /** Why nobody is signed in any more. */
  readonly left: SignOutReason | undefined;
  readonly step: Step;
  readonly email: string;
  readonly busy: boolean;
  /** When the newest code was sent, in milliseconds since 1970. */
  readonly sentAt: number;
  /** How many digits it has. */
  readonly codeLength: number;
  /** The challenge of a code that links a provider to the member's account. */
  readonly link: string | undefined;
  /** How often one was sent in this step. */
  readonly sendings: number;
  /** Wrong codes since the newest was sent. */
  readonly wrongTries: number;
  readonly fault: Fault | undefined;
  readonly problem: SignInProblem | undefined;
}

/** As the contract says of codes. */
const codeLastsMs = 10 * 60_000;
const triesOfCode = 5;

/** Mails take a moment; who is quicker would only have two codes. */
export const resendPauseMs = 30_000;

export const initialState: SignInState = {
  known: false,
  member: undefined,
  name: undefined,
  photoUrl: undefined,
  left: undefined,
  step: 'email',
  email: '',
  busy: false,
  sentAt: 0,
  codeLength: 6,
  link: undefined,
  sendings: 0,
  wrongTries: 0,
  fault: undefined,
  problem: undefined,
};

/** Another step is shown; what was wrong in the one before is not. */
export function stepped(state: SignInState, step: Step): SignInState {
  const link = step === 'code' ? state.link : undefined;
  return { ...state, step, link, busy: false, fault: undefined, problem: undefined, left: undefined };
}

/** The service was asked. What was wrong goes, so that it is announced again where it is wrong again. */
export function asked(state: SignInState, email: string): SignInState {
  return { ...stepped(state, state.step), email, busy: true };
}

export function codeSent(state: SignInState, now: number, codeLength = 6): SignInState {
  const sendings = state.step === 'code' ? state.sendings + 1 : 1;
  return { ...stepped(state, 'code'), sentAt: now, codeLength, link: undefined, sendings, wrongTries: 0 };
}

/** A provider vouches for a member who has to confirm it: a code went to their address, which isn't known here. */
export function linkCodeSent(state: SignInState, now: number, challenge: string): SignInState {
  return { ...codeSent({ ...state, step: 'email' }, now), email: '', link: challenge };
}

/** Something entered can't be right. */
export function faulty(state: SignInState, fault: Fault, now: number): SignInState {
  const wrongTries = state.wrongTries + (fault.kind === 'wrongCode' ? 1 : 0);
  const known: Fault = fault.kind === 'wrongCode' ? whyWrong({ ...state, wrongTries }, now) : fault;
  return { ...state, wrongTries, busy: false, problem: undefined, fault: known };
}

/** The service says the same of every code that it does not take; what is known here tells them apart. */
function whyWrong({ sentAt, wrongTries, codeLength }: SignInState, now: number): Fault {
  if (codeLength > 6) return { field: 'code', kind: 'wrongLongCode' };
  if (now - sentAt >= codeLastsMs) return { field: 'code', kind: 'expiredCode' };
  return { field: 'code', kind: wrongTries >= triesOfCode ? 'spentCode' : 'wrongCode' };
}

/** How many tries the newest code has left. */
export function triesLeft({ wrongTries }: SignInState): number {
  return Math.max(0, triesOfCode - wrongTries);
}

export function failed(state: SignInState, problem: SignInProblem): SignInState {
  return { ...state, busy: false, fault: undefined, problem };
}

/** Who is signed in is known, or has changed. */
export function changed(
  state: SignInState,
  member: Member | undefined,
  left: SignOutReason | undefined,
): SignInState {
  if (!member) {
    const problem: SignInProblem | undefined = left === 'member_banned' ? { kind: 'banned' } : undefined;
    // Nobody has come or gone: what is being entered stays.
    if (!state.member) return { ...state, known: true, left };
    return { ...initialState, known: true, left, problem };
  }
  const { name, photoUrl } = state.member?.id === member.id ? state : initialState;
  return { ...initialState, known: true, email: member.email, member, name, photoUrl };
}

/** How long until another code may be sent. */
export function resendInMs({ sentAt }: SignInState, now: number): number {
  return Math.max(0, sentAt + resendPauseMs - now);
}
