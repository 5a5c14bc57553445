import type { Audience, Scope } from '../../../platform/scope';
import { type FacetField, Lexemes, sampleBuckets } from './document';
import { type AskedWord, type Filters, isHad, wholeQuery } from './query';
import type { SearchQuery } from './search-query';
import { countValuesOf, type FacetRow, listFacetsOf, listFacetsOfAll } from './store/values';

/** Where more people than this may match, facets are estimated from a sample of about half as many. */
const mostCounted = 5_000;

export interface FacetCounts {
  readonly values: ReadonlyMap<FacetField, readonly { readonly value: string; readonly count: number }[]>;
  readonly counts: 'exact' | 'estimated';
}

/** The counts asked for, each without its own filter. */
export async function countFacets(
  scope: Scope,
  query: SearchQuery,
  asked: readonly AskedWord[],
): Promise<FacetCounts> {
  const { audience, filters, facets, atLeast } = query;
  const lexemes = new Lexemes(scope.institution.number);
  const empty = new Map(facets.map((field) => [field, []]));
  if (!facets.length || !asked.every(isHad)) return { values: empty, counts: 'exact' };
  const words = asked.length ? wholeQuery(asked, lexemes) : '';
  // Facets without a filter of their own are counted together.
  const together = facets.filter((field) => !filters[field]);
  const groups = [together, ...facets.filter((field) => filters[field]).map((field) => [field])].filter(
    (group) => group.length,
  );
  let estimated = false;
  const rows = await Promise.all(
    groups.map(async (fields): Promise<FacetRow[]> => {
      const others = without(filters, fields);
      if (!words && !Object.keys(others).length) return listFacetsOfAll(scope, audience, fields, atLeast);
      const buckets = bucketsFor(await mostMatches(scope, audience, asked, others));
      if (buckets < sampleBuckets) estimated = true;
      return listFacetsOf(scope, { audience, filters: others, words }, { fields, lexemes, buckets, atLeast });
    }),
  );
  const values = new Map(facets.map((field) => [field, [] as { value: string; count: number }[]]));
  for (const { field, value, people } of rows.flat()) values.get(field)!.push({ value, count: people });
  return { values, counts: estimated ? 'estimated' : 'exact' };
}

function without(filters: Filters, fields: readonly FacetField[]): Filters {
  return Object.fromEntries(
    Object.entries(filters).filter(([field]) => !fields.includes(field as FacetField)),
  );
}

/** A bound on how many people can match: no more than have the rarest of the words and filters. */
async function mostMatches(
  scope: Scope,
  audience: Audience,
  asked: readonly AskedWord[],
  filters: Filters,
): Promise<number> {
  const fields = Object.entries(filters) as [FacetField, readonly string[]][];
  const values = await countValuesOf(
    scope,
    audience,
    fields.flatMap(([field, keys]) => keys.map((key) => ({ field, key }))),
  );
  let next = 0;
  return Math.min(
    ...asked.map(({ people }) => people.reduce((sum, each) => sum + each)),
    ...fields.map(([, keys]) => keys.reduce((sum) => sum + values[next++]!, 0)),
  );
}

function bucketsFor(people: number): number {
  if (people <= mostCounted) return sampleBuckets;
  return Math.max(1, Math.round((sampleBuckets * mostCounted) / 2 / people));
}
