import { type FacetName, facetNames, type Filters, type SearchParams, type Sort } from './model';

/** What is being looked for. */
export interface Criteria {
  readonly query: string;
  readonly filters: Filters;
  readonly sort: Sort | undefined;
  /** Whether the query is taken as typed, even where no one matches. */
  readonly isLiteral?: boolean;
}

/** One chosen value, as a chip shows it. */
export interface ActiveFilter {
  readonly facet: FacetName;
  readonly value: string;
}

/** A range of batch years, both ends included; an open end is `undefined`. */
export interface YearRange {
  readonly from: number | undefined;
  readonly to: number | undefined;
}

/** The contract's first and last possible year: what an open end of a range stands for. */
const firstYear = 1000;
const lastYear = 2999;

/** The contract allows no more values of one filter. */
const maximumValues = 20;

export const everybody: Criteria = { query: '', filters: {}, sort: undefined };

export function withQuery(criteria: Criteria, query: string): Criteria {
  return { ...criteria, query, isLiteral: false };
}

/** The same query, as typed. */
export function literally(criteria: Criteria): Criteria {
  return { ...criteria, isLiteral: true };
}

export function withSort(criteria: Criteria, sort: Sort | undefined): Criteria {
  return { ...criteria, sort };
}

export function withoutFilters(criteria: Criteria): Criteria {
  return { ...criteria, filters: {} };
}

/** Replaces a facet's chosen values. */
export function withValues(criteria: Criteria, facet: FacetName, values: readonly string[]): Criteria {
  const { [facet]: _, ...others } = criteria.filters;
  return {
    ...criteria,
    filters: values.length > 0 ? { ...others, [facet]: values.slice(-maximumValues) } : others,
  };
}

export function withFilter(criteria: Criteria, { facet, value }: ActiveFilter): Criteria {
  return isChosen(criteria, { facet, value })
    ? criteria
    : withValues(criteria, facet, [...chosenValues(criteria, facet), value]);
}

export function withoutFilter(criteria: Criteria, { facet, value }: ActiveFilter): Criteria {
  return withValues(
    criteria,
    facet,
    chosenValues(criteria, facet).filter((chosen) => chosen !== value),
  );
}

export function chosenValues(criteria: Criteria, facet: FacetName): readonly string[] {
  return criteria.filters[facet] ?? [];
}

export function isChosen(criteria: Criteria, { facet, value }: ActiveFilter): boolean {
  return chosenValues(criteria, facet).includes(value);
}

/** All chosen values, facet by facet. */
export function activeFilters(criteria: Criteria): ActiveFilter[] {
  return facetNames.flatMap((facet) => chosenValues(criteria, facet).map((value) => ({ facet, value })));
}

/** The range that the batch year filter holds. */
export function chosenYears(criteria: Criteria): YearRange {
  const [value] = chosenValues(criteria, 'batchYear');
  if (value === undefined) return { from: undefined, to: undefined };
  const [from, to = from] = value.split('..').map(Number);
  return { from: from === firstYear ? undefined : from, to: to === lastYear ? undefined : to };
}

/** Narrows to a range of batch years; ends in the wrong order are exchanged, a range without ends is no filter. */
export function withYears(criteria: Criteria, { from, to }: YearRange): Criteria {
  if (from === undefined && to === undefined) return withValues(criteria, 'batchYear', []);
  const [first, last] = [from ?? firstYear, to ?? lastYear].sort((a, b) => a - b);
  return withValues(criteria, 'batchYear', [first === last ? `${first}` : `${first}..${last}`]);
}

/** The parameters of the search, without what is empty, so that equal searches share one cached answer. */
export function searchParams(
  criteria: Criteria,
  page: { limit: number; facets: readonly FacetName[] },
): SearchParams {
  const query = criteria.query.trim();
  const filters: Record<string, string[]> = {};
  for (const { facet, value } of activeFilters(criteria)) (filters[facet] ??= []).push(value);
  return {
    ...(query === '' ? {} : { q: query, ...(criteria.isLiteral && { corrections: 'off' as const }) }),
    ...filters,
    ...(criteria.sort === undefined || (criteria.sort === 'relevance' && query === '')
      ? {}
      : { sort: criteria.sort }),
    ...(page.facets.length === 0 ? {} : { facets: [...page.facets] }),
    limit: page.limit,
  };
}
