import { expect, test } from 'vitest';
import { curie } from '../testing/stand-in-profile';
import { marie } from '../testing/stand-in-sign-in';
import {
  arrived,
  claimDraftOf,
  claimsArrived,
  entered,
  faulty,
  followed,
  initialState,
  isEdited,
  isTyped,
  phaseOf,
} from './profile-state';

const signedIn = followed(initialState, marie, undefined);
const editing = arrived(signedIn, curie);

test('tells what is to be shown', () => {
  expect(phaseOf(initialState)).toBe('unknown');
  expect(phaseOf(followed(initialState, undefined, undefined))).toBe('signedOut');
  expect(phaseOf(signedIn)).toBe('loading');
  expect(phaseOf({ ...signedIn, problem: { kind: 'unreachable' } })).toBe('problem');
  expect(phaseOf({ ...signedIn, claims: [] })).toBe('claim');
  expect(phaseOf(editing)).toBe('own');
  // What went wrong while editing is said there: the form stays.
  expect(phaseOf({ ...editing, problem: { kind: 'unreachable' } })).toBe('own');
  expect(phaseOf({ ...editing, view: 'members' })).toBe('viewed');
  expect(phaseOf(followed(editing, undefined, 'member_banned'))).toBe('problem');
});

test('nothing of a member is left for the next one, or for nobody', () => {
  const edited = entered(editing, 'city', { draft: { ...editing.draft!, links: [] } });
  for (const next of [{ ...marie, id: 'mem_01jdyvbv7gen8t9pe8z5aav009' }, undefined]) {
    const state = followed(edited, next, undefined);
    expect([state.profile, state.draft, state.claims, state.seen]).toEqual(Array(4).fill(undefined));
  }
});

const edited = entered(editing, 'links', { draft: { ...editing.draft!, links: [] } });
const other = { ...marie, id: 'mem_01jdyvbv7gen8t9pe8z5aav009' };

test('what was typed outlives a session that ends, shown to nobody until the same member is back', () => {
  const ended = followed(edited, undefined, 'session_ended');
  expect([ended.profile, ended.draft, isTyped(ended)]).toEqual([undefined, undefined, true]);
  // Told again, as an element is that was moved within its page.
  const back = followed(followed(ended, undefined, undefined), marie, undefined);
  expect(back.draft).toEqual(edited.draft);
  expect(back.aside).toBeUndefined();
  const read = arrived(back, { ...curie, city: 'Warsaw', version: 2 });
  expect([read.draft!.links, read.draft!.texts.city]).toEqual([[], 'Warsaw']);
});

test.each([
  ['another member', followed(followed(edited, undefined, 'session_ended'), other, undefined)],
  ['nobody, by their own wish', followed(edited, undefined, 'signed_out')],
  ['nobody, by their own wish after the session ended', followed(followed(edited, undefined, 'session_ended'), undefined, 'signed_out')],
  ['nobody, being banned', followed(edited, undefined, 'member_banned')],
  ['nobody, where nothing was typed', followed(editing, undefined, 'session_ended')],
])('nothing is kept for %s', (_, state) => {
  expect([state.aside, state.draft, isTyped(state)]).toEqual([undefined, undefined, false]);
}); // prettier-ignore

test('tells a profile that is gone from one that is still to be claimed', () => {
  expect(claimsArrived(signedIn, []).isGone).toBe(false);
  const gone = claimsArrived(signedIn, [], true);
  expect([gone.isGone, arrived(gone, curie).isGone]).toEqual([true, false]);
});

test('a claim goes on from what was stated before it was rejected', () => {
  const claim = {
    id: 'clm_01jdyvbv7gen8t9pe8z5aav006',
    memberId: marie.id,
    email: marie.email,
    status: 'rejected',
    name: 'Marie',
    batchYear: 1903,
    createdAt: marie.createdAt,
  } as const;
  const rejected = claimsArrived(signedIn, [claim]);
  expect(claimDraftOf(rejected)).toMatchObject({ name: 'Marie', batchYear: '1903', evidence: '' });
  expect(isTyped(rejected)).toBe(false);
  const typed = entered(rejected, 'name', { claimDraft: { name: 'Maria' } });
  expect(isTyped(typed)).toBe(true);
  const back = followed(followed(typed, undefined, 'session_ended'), marie, undefined);
  expect(claimDraftOf(back).name).toBe('Maria');
});

test('what is being edited outlives news of the same member', () => {
  const edited = { ...editing, draft: { ...editing.draft!, links: [] } };
  expect(isEdited(followed(edited, { ...marie, hasPassword: false }, undefined))).toBe(true);
});

test('a fault goes with what is entered into its field, and the others stay', () => {
  const wrong = faulty(editing, { city: { kind: 'refused' }, bio: { kind: 'refused' } });
  expect(Object.keys(entered(wrong, 'city', {}).faults)).toEqual(['bio']);
});
