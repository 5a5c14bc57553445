import { expect, test } from 'vitest';
import { isInRange, parseYear, yearBars } from './year-histogram';

test('fills the years between with nobody', () => {
  expect(
    yearBars([
      { value: '2003', count: 2 },
      { value: '2001', count: 5 },
    ]),
  ).toEqual([
    { from: 2001, to: 2001, count: 5 },
    { from: 2002, to: 2002, count: 0 },
    { from: 2003, to: 2003, count: 2 },
  ]);
});

test('puts years together where there are too many, without losing any', () => {
  const values = Array.from({ length: 123 }, (_, index) => ({ value: `${1901 + index}`, count: 1 }));
  const bars = yearBars(values);
  expect(bars.length).toBeLessThanOrEqual(60);
  expect(bars.reduce((sum, { count }) => sum + count, 0)).toBe(123);
  expect(bars.at(-1)?.to).toBe(2023);
});

test('takes a bar as chosen when any of its years is', () => {
  const bar = { from: 1990, to: 1992, count: 1 };
  expect(
    [
      [1992, undefined],
      [undefined, 1990],
      [1993, 1999],
      [undefined, undefined],
    ].map(([from, to]) => isInRange(bar, { from, to })),
  ).toEqual([true, true, false, true]);
});

test('reads four digits, and tells nothing from nonsense', () => {
  expect(['1998', ' 1998 ', '١٩٩٨', '', '98', '0998', 'abcd'].map(parseYear)).toEqual([
    1998,
    1998,
    1998,
    undefined,
    null,
    null,
    null,
  ]);
});
