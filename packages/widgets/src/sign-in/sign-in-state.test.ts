import { expect, test } from 'vitest';
import { marie } from '../testing/stand-in-sign-in';
import {
  asked,
  changed,
  codeSent,
  failed,
  faulty,
  initialState,
  resendInMs,
  stepped,
  triesLeft,
} from './sign-in-state';

const now = Date.UTC(2026, 10, 21);
const wrong = { field: 'code', kind: 'wrongCode' } as const;
const waiting = codeSent(asked({ ...initialState, known: true }, 'marie@example.org'), now);

test('counts the tries of a code, says when they are used up, and begins anew with another code', () => {
  let state = waiting;
  for (const left of [4, 3, 2, 1]) {
    state = faulty(state, wrong, now);
    expect([state.fault?.kind, triesLeft(state)]).toEqual(['wrongCode', left]);
  }
  state = faulty(state, wrong, now);
  expect([state.fault?.kind, triesLeft(state)]).toEqual(['spentCode', 0]);
  state = codeSent(state, now);
  expect([state.fault, triesLeft(state), state.sendings]).toEqual([undefined, 5, 2]);
});

test('knows an old code from a wrong one, and counts no try for digits that are missing', () => {
  expect(faulty(waiting, wrong, now + 599_999).fault?.kind).toBe('wrongCode');
  expect(faulty(waiting, wrong, now + 600_000).fault?.kind).toBe('expiredCode');
  expect(triesLeft(faulty(waiting, { field: 'code', kind: 'incompleteCode' }, now))).toBe(5);
});

test('counts no tries of a code that cannot be used up', () => {
  let state = codeSent(waiting, now, 12);
  for (let i = 0; i < 9; i++) state = faulty(state, wrong, now + 700_000);
  expect(state.fault?.kind).toBe('wrongLongCode');
});

test('pauses between two codes', () => {
  expect(resendInMs(waiting, now + 29_000)).toBe(1_000);
  expect(resendInMs(waiting, now + 31_000)).toBe(0);
});

test('keeps what is being entered while nobody comes or goes, and forgets it when somebody does', () => {
  expect(changed(waiting, undefined, undefined)).toMatchObject({ step: 'code', email: 'marie@example.org' });
  const signedIn = changed(waiting, marie, undefined);
  expect(signedIn).toMatchObject({ step: 'email', member: marie, sendings: 0 });
  expect(changed(signedIn, undefined, 'session_ended')).toMatchObject({
    member: undefined,
    email: '',
    left: 'session_ended',
  });
  expect(changed(signedIn, undefined, 'member_banned').problem).toEqual({ kind: 'banned' });
});

test('shows nothing of one step’s fault or problem in another', () => {
  expect(stepped(faulty(waiting, wrong, now), 'password').fault).toBeUndefined();
  expect(
    stepped(failed(waiting, { kind: 'busy', retryAfterMs: undefined }), 'email').problem,
  ).toBeUndefined();
});
