import { expect, test } from 'vitest';
import { curie } from '../testing/stand-in-profile';
import { marie } from '../testing/stand-in-sign-in';
import { arrived, entered, faulty, followed, initialState, isEdited, phaseOf } from './profile-state';

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

test('what is being edited outlives news of the same member', () => {
  const edited = { ...editing, draft: { ...editing.draft!, links: [] } };
  expect(isEdited(followed(edited, { ...marie, hasPassword: false }, undefined))).toBe(true);
});

test('a fault goes with what is entered into its field, and the others stay', () => {
  const wrong = faulty(editing, { city: { kind: 'refused' }, bio: { kind: 'refused' } });
  expect(Object.keys(entered(wrong, 'city', {}).faults)).toEqual(['bio']);
});
