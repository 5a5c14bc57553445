import { expect, test } from 'vitest';
import { anyCodeIn, asciiDigits, codeIn } from './typed';

test.each([
  ['418007', '418007'],
  ['418 007', '418007'],
  ['418-007', '418007'],
  ['4 1 8 0 0 7', '418007'],
  ['', ''],
  ['41', '41'],
  ['418 0', '4180'],
  ['Your code: 418007', '418007'],
  ['Your Homecoming code is 418 007.', '418007'],
  // Other numbers around it are no part of it.
  ['Reunion 2026: 418007 is your code, valid for 10 minutes', '418007'],
  ['30 November 2026, 09:30. Your code is 418007.', '418007'],
  ['10 418007', '418007'],
  ['418007 or 418007', '418007'],
  // None, or more than one: nothing is guessed.
  ['Invoice 20261130', ''],
  ['20261130', ''],
  ['418007 or 270915', ''],
  ['Call 555 12 34 before 9', ''],
  ['Class of 2018, room 12', ''],
  // Digits of every script are digits.
  ['４１８００７', '418007'],
  ['٤١٨٠٠٧', '418007'],
  ['۴۱۸۰۰۷', '418007'],
  ['४१८००७', '418007'],
  ['४१८ ००७', '418007'],
  ['𝟒𝟏𝟖𝟎𝟎𝟕', '418007'],
  ['رمزك هو ٤١٨٠٠٧', '418007'],
])('reads the code in %j as %j', (text, code) => expect(codeIn(text)).toBe(code));

test('knows the value of every decimal digit that Unicode has', () => {
  const digits: string[] = [];
  for (let code = 0; code <= 0x10ffff; code += 1) {
    const character = String.fromCodePoint(code);
    if (/^\p{Nd}$/u.test(character)) digits.push(character);
  }
  expect(digits.length).toBeGreaterThan(600);
  // They come in runs of ten, zero first.
  expect(asciiDigits(digits.join(''))).toBe('0123456789'.repeat(digits.length / 10));
});

test('leaves everything but digits alone', () => {
  expect(asciiDigits('Class of ２０１８, ½ Ⅳ')).toBe('Class of 2018, ½ Ⅳ');
});

test.each([
  ['412903775118', '412903775118'],
  ['412903775118 is your code of 2026', '412903775118'],
  ['4129 0377 5118', '412903775118'],
  ['418 007', '418007'],
  ['4129037751', ''],
  ['41', '41'],
])('reads either code in %j as %j', (text, code) => expect(anyCodeIn(text)).toBe(code));
