import { expect, test } from 'vitest';
import { defaultFacets, readFacets, readLimit } from './attributes';

test.each([
  [undefined, defaultFacets, []],
  [null, defaultFacets, []],
  ['', [], []],
  [[], [], []],
  ['company city', ['company', 'city'], []],
  [['city', 'city'], ['city'], []],
  ['year, company', ['company'], ['year']],
  [['Company'], [], ['Company']],
])('reads facets %j', (given, value, unknown) => {
  expect(readFacets(given)).toEqual({ value, unknown });
});

test.each([
  [undefined, 20, []],
  ['7', 7, []],
  [7, 7, []],
  ['500', 100, ['500']],
  [0, 20, ['0']],
  [-3, 1, ['-3']],
  ['2.5', 2, ['2.5']],
  ['many', 20, ['many']],
  ['', 20, ['']],
])('reads a limit of %j', (given, value, unknown) => {
  expect(readLimit(given)).toEqual({ value, unknown });
});
