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
  ['Alan B. Shepard Jr.', 'AS'],
  ['Sammy Davis, Jr', 'SD'],
  ['Harry Connick III', 'HC'],
  ['Ada King, Ph.D.', 'AK'],
  ['Dr. Marie Curie', 'MC'],
  ['Prof. Dr. Lise Meitner', 'LM'],
  ['Jr', 'J'],
  ['Henry V', 'HV'],
  ['J.R.R. Tolkien', 'JT'],
  // Two scripts are two spellings of a name; the first one stands for it.
  ['Wang Xiaoming 王小明', 'WX'],
  ['王小明 (Wang Xiaoming)', '王'],
  ['Marie Кюри', 'M'],
  ['Лев Толстой (Leo Tolstoy)', 'ЛТ'],
  ['ليلى Haddad', 'ل'],
  ['たかし 田中', 'た'],
  ['…', ''],
  ['', ''],
])('stands for %s by %s', (name, initials) => {
  expect(initialsOf(name)).toBe(initials);
});

test('gives every id a tint that the style sheet has', () => {
  const tints = Array.from({ length: 500 }, (_, index) => tintOf(`prof_${index}`));
  expect(new Set(tints)).toEqual(new Set(Array.from({ length: tintCount }, (_, tint) => tint)));
});
