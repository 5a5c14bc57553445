import type { Member, SignOutReason } from '@homecoming/sdk';
import { type ClaimDraft, claimFields, emptyClaim, statedIn } from './claim-draft';
import { changesOf, type Draft, draftOf, rebased } from './draft';
import type { Claim, Profile, View } from './model';
import type { Faults, ProfileProblem } from './problem';

/** What the person waits for. */
export type Work = 'loading' | 'saving' | 'photo' | 'claiming';

/** What has come of what the person did last. */
export type Outcome = 'saved' | 'unchanged' | 'discarded' | 'photoSaved' | 'photoRemoved' | 'claimSent';

/** The profile as others see it: that of the answer, or nothing of it. */
export type Seen = Profile | 'hidden';

/** What a person had typed when their session ended, shown nowhere until they are back. */
export interface Aside extends Pick<ProfileState, 'profile' | 'draft' | 'claimDraft'> {
  readonly memberId: string;
}

export interface ProfileState {
  /** Whether it is known yet if somebody is signed in. */
  readonly known: boolean;
  readonly member: Member | undefined;
  /** Why nobody is signed in any more. */
  readonly left: SignOutReason | undefined;
  readonly aside: Aside | undefined;
  readonly profile: Profile | undefined;
  readonly draft: Draft | undefined;
  /** Of a member without a profile, newest first. */
  readonly claims: readonly Claim[] | undefined;
  /** The profile was theirs, and is deleted: there is nothing to claim. */
  readonly isGone: boolean;
  /** What was typed of another one. */
  readonly claimDraft: Partial<ClaimDraft>;
  readonly view: View;
  readonly seen: Seen | undefined;
  readonly seenProblem: ProfileProblem | undefined;
  /** Chosen, and not stored yet. */
  readonly picture: ImageBitmap | undefined;
  readonly work: Work | undefined;
  readonly outcome: Outcome | undefined;
  readonly faults: Faults;
  readonly problem: ProfileProblem | undefined;
}

export const initialState: ProfileState = {
  known: false,
  member: undefined,
  left: undefined,
  aside: undefined,
  profile: undefined,
  draft: undefined,
  claims: undefined,
  isGone: false,
  claimDraft: {},
  view: 'own',
  seen: undefined,
  seenProblem: undefined,
  picture: undefined,
  work: undefined,
  outcome: undefined,
  faults: {},
  problem: undefined,
};

export type Phase = 'unknown' | 'signedOut' | 'loading' | 'problem' | 'claim' | 'own' | 'viewed';

/** What is to be shown. */
export function phaseOf({ known, member, profile, claims, view, problem }: ProfileState): Phase {
  if (!known) return 'unknown';
  if (problem?.kind === 'banned') return 'problem';
  if (!member) return 'signedOut';
  if (profile) return view === 'own' ? 'own' : 'viewed';
  if (claims) return 'claim';
  return problem ? 'problem' : 'loading';
}

/** The one that counts: the newest. */
export const latestClaim = ({ claims }: ProfileState): Claim | undefined => claims?.[0];

/** What stands in the form: what was stated before, where it was rejected, with what was typed since. */
export function claimDraftOf(state: ProfileState): ClaimDraft {
  return { ...claimBaseOf(state), ...state.claimDraft };
}

function claimBaseOf(state: ProfileState): ClaimDraft {
  const claim = latestClaim(state);
  return claim?.status === 'rejected' ? statedIn(claim) : emptyClaim;
}

/**
 * Who is signed in is known, or has changed. Another member finds nothing of the one before; whose session has merely ended
 * finds what they had typed.
 */
export function followed(
  state: ProfileState,
  member: Member | undefined,
  left: SignOutReason | undefined,
): ProfileState {
  if (member && state.member?.id === member.id) return { ...state, known: true, member };
  const base = { ...initialState, known: true, member };
  if (member) {
    const { memberId, ...typed } = state.aside ?? {};
    return memberId === member.id ? { ...base, ...typed } : base;
  }
  // Nobody has come or gone: what is kept aside stays.
  if (!state.member && !left) return { ...state, known: true };
  if (left === 'session_ended') return { ...base, left, aside: state.aside ?? asideOf(state) };
  return { ...base, left, problem: left === 'member_banned' ? { kind: 'banned' } : undefined };
}

function asideOf(state: ProfileState): Aside | undefined {
  const { member, profile, draft, claimDraft } = state;
  return member && isTyped(state) ? { memberId: member.id, profile, draft, claimDraft } : undefined;
}

/** Something was asked. What was wrong goes, so that it is announced again where it is wrong again. */
export function began(state: ProfileState, work: Work): ProfileState {
  return { ...state, work, outcome: undefined, faults: {}, problem: undefined };
}

/** A profile as it now is, with what was edited since `base` left in the form. */
export function arrived(state: ProfileState, profile: Profile, base?: Draft): ProfileState {
  const { draft, profile: before } = state;
  const from = base ?? (before && draftOf(before));
  return {
    ...state,
    profile,
    claims: undefined,
    isGone: false,
    draft: draft && from ? rebased(draft, from, profile) : draftOf(profile),
    work: undefined,
  };
}

export function claimsArrived(state: ProfileState, claims: readonly Claim[], isGone = false): ProfileState {
  return { ...state, profile: undefined, draft: undefined, view: 'own', claims, isGone, work: undefined };
}

export function failed(state: ProfileState, problem: ProfileProblem): ProfileState {
  return { ...state, work: undefined, problem };
}

/** Fields can't be right, or were not taken. */
export function faulty(state: ProfileState, faults: Faults): ProfileState {
  return { ...state, work: undefined, faults };
}

/** Something was entered: what was wrong with the field need not be said any more. */
export function entered(state: ProfileState, field: string, change: Partial<ProfileState>): ProfileState {
  const { [field]: _, ...faults } = state.faults;
  return { ...state, ...change, faults, outcome: undefined };
}

/** Whether the form holds what is not saved. */
export function isEdited({ profile, draft }: ProfileState): boolean {
  return profile !== undefined && draft !== undefined && changesOf(profile, draft) !== undefined;
}

function isClaimTyped(state: ProfileState): boolean {
  const base = claimBaseOf(state);
  return claimFields.some((field) => (state.claimDraft[field] ?? base[field]) !== base[field]);
}

/** Whether something was typed that is kept nowhere but here. */
export function isTyped(state: ProfileState): boolean {
  return isEdited(state) || isClaimTyped(state) || state.aside !== undefined;
}
