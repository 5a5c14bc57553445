import { expect, test } from 'vitest';
import { initialsOf, tintCount, tintOf } from './initials';

test.each([
  ['Marie Curie', 'MC'],
  ['Jan van der Berg', 'JB'],
  ['Suharto', 'S'],
  ['Émile Ørsted', 'ÉØ'],
  ['王小明', '王'],
  ['김 민수', '김'],
  ['𝒳avier Wu', '𝒳W'],
  ['“Bob” O’Neil', 'BO'],
  ['…', ''],
  ['', ''],
])('stands for %s by %s', (name, initials) => {
  expect(initialsOf(name)).toBe(initials);
});

test('gives every id a tint that the style sheet has', () => {
  const tints = Array.from({ length: 500 }, (_, index) => tintOf(`prof_${index}`));
  expect(new Set(tints)).toEqual(new Set(Array.from({ length: tintCount }, (_, tint) => tint)));
});
