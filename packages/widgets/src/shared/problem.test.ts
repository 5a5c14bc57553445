import { ApiError, ConnectionError, TimeoutError } from '@homecoming/sdk/errors';
import { expect, test } from 'vitest';
import { problemOf, refusalCodes } from './problem';

const answer = (status: number, code: string) =>
  new ApiError({ message: code, status, code, requestId: 'req-1' });

test.each([
  ['no network', new ConnectionError('gone'), false, { kind: 'offline' }],
  ['no answer', new ConnectionError('gone'), true, { kind: 'unreachable' }],
  ['a late answer', new TimeoutError('late', 'try'), true, { kind: 'unreachable' }],
  ['too many searches', answer(429, 'too_many_requests'), true, { kind: 'busy' }],
  [
    'a day’s searches used up',
    new ApiError({ message: '', status: 429, code: 'too_many_requests', retryAfterMs: 40_000_000 }),
    true,
    { kind: 'spent', retryAfterMs: 40_000_000 },
  ],
  ['a fault of the service', answer(500, 'internal_error'), true, { kind: 'failed', reference: 'req-1' }],
  [
    'a code of tomorrow',
    answer(403, 'moon_in_the_wrong_house'),
    true,
    { kind: 'failed', reference: 'req-1' },
  ],
  [
    'a fault of ours',
    new TypeError('undefined is not a function'),
    true,
    { kind: 'failed', reference: undefined },
  ],
])('tells %s from other problems', (_, error, online, problem) => {
  expect(problemOf(error, online)).toEqual(problem);
});

test.each([
  ['a proxy’s error page', new ApiError({ message: '', status: 502 }), { kind: 'unreachable' }],
  ['another site’s page', new ApiError({ message: '', status: 200 }), { kind: 'refused', code: 'wrong_api' }],
  ['a path that Homecoming doesn’t have', answer(404, 'not_found'), { kind: 'refused', code: 'wrong_api' }],
])('tells %s from an answer of the service', (_, error, problem) => {
  expect(problemOf(error, true)).toEqual(problem);
});

test.each(refusalCodes)('takes %s as what only the owner of the page can mend', (code) => {
  expect(problemOf(answer(403, code), true)).toEqual({ kind: 'refused', code });
});
