import { expect, test } from 'vitest';
import {
  activeFilters,
  chosenYears,
  everybody,
  searchParams,
  withFilter,
  withoutFilter,
  withQuery,
  withSort,
  withYears,
} from './criteria';

const page = { limit: 20, facets: ['company'] as const };

test('leaves out of the parameters whatever is empty', () => {
  expect(searchParams(withQuery(everybody, '  '), { limit: 20, facets: [] })).toEqual({ limit: 20 });
});

test('asks for a value once, however often it is chosen, and drops the facet with its last value', () => {
  const paris = { facet: 'city', value: 'Paris' } as const;
  const chosen = withFilter(withFilter(everybody, paris), paris);
  expect(searchParams(chosen, page)).toEqual({ city: ['Paris'], facets: ['company'], limit: 20 });
  expect(withoutFilter(chosen, paris)).toEqual(everybody);
});

test('keeps to the twenty values of a filter that the contract allows', () => {
  const values = Array.from({ length: 23 }, (_, index) => ({ facet: 'city' as const, value: `${index}` }));
  const chosen = activeFilters(values.reduce(withFilter, everybody));
  expect(chosen.map(({ value }) => value)).toEqual(values.slice(3).map(({ value }) => value));
});

test.each([
  [{ from: 1990, to: 2000 }, '1990..2000', { from: 1990, to: 2000 }],
  [{ from: 2000, to: 1990 }, '1990..2000', { from: 1990, to: 2000 }],
  [{ from: 1990, to: 1990 }, '1990', { from: 1990, to: 1990 }],
  [{ from: 1990, to: undefined }, '1990..2999', { from: 1990, to: undefined }],
  [{ from: undefined, to: 1990 }, '1000..1990', { from: undefined, to: 1990 }],
])('sends the years %o as %s and reads them back', (years, sent, read) => {
  const criteria = withYears(everybody, years);
  expect(searchParams(criteria, page).batchYear).toEqual([sent]);
  expect(chosenYears(criteria)).toEqual(read);
});

test('takes a range without ends as no filter', () => {
  expect(
    withYears(withYears(everybody, { from: 1990, to: 1991 }), { from: undefined, to: undefined }),
  ).toEqual(everybody);
});

test('asks for the best match only where there are words to match', () => {
  const sorted = withSort(everybody, 'relevance');
  expect(searchParams(sorted, page)).not.toHaveProperty('sort');
  expect(searchParams(withQuery(sorted, 'curie'), page)).toMatchObject({ q: 'curie', sort: 'relevance' });
});
