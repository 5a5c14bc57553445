import { expect, test } from 'vitest';
import { helpOf, retryIn } from './wait';

test.each([
  [1, 'Try again in 1 second.'],
  [42, 'Try again in 42 seconds.'],
  [121, 'Try again in 3 minutes.'],
  [3_600, 'Try again in 60 minutes.'],
  [7_201, 'Try again in 3 hours.'],
  [86_400, 'Try again in 24 hours.'],
])('says a wait of %s seconds in words, and never too short', (seconds, words) => {
  expect(retryIn(seconds)).toBe(words);
});

const texts = {
  lang: 'en',
  retryIn,
  problems: { busy: { help: 'Wait a minute.' }, spent: { help: 'A limit.' }, failed: { help: 'Sorry.' } },
};

test('says how long to wait only where the service does', () => {
  expect(helpOf(texts, { kind: 'busy' })).toBe('Wait a minute.');
  expect(helpOf(texts, { kind: 'busy', retryAfterMs: 400 })).toBe('Try again in 1 second.');
  expect(helpOf(texts, { kind: 'spent', retryAfterMs: 300_000 })).toBe('A limit. Try again in 5 minutes.');
  expect(helpOf(texts, { kind: 'failed' })).toBe('Sorry.');
});

test('mixes no English into texts of another language', () => {
  const german = { ...texts, lang: 'de', problems: { busy: { help: 'Bitte warten.' } } };
  expect(helpOf(german, { kind: 'busy', retryAfterMs: 9_000 })).toBe('Bitte warten.');
  const whole = { ...german, retryIn: (seconds: number) => `In ${seconds} s wieder.` };
  expect(helpOf(whole, { kind: 'busy', retryAfterMs: 9_000 })).toBe('In 9 s wieder.');
});
