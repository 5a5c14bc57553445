import type { Scope } from '../../../platform/scope';
import type { Lexemes } from './document';
import {
  type AskedWord,
  atLevel,
  hasLevel,
  levelCount,
  nameLevelCount,
  tierQuery,
  upToLevel,
  wholeQuery,
} from './query';
import type { SearchQuery, Total } from './search-query';
import { countBound, countMatches, type EntryRow, findOrdered } from './store/pages';

/**
 * Who share a name stand together in the order of names, perhaps far along it: so many are collected before a walk from the
 * beginning is worth it.
 */
const fewNames = 20_000;

export type TiersQuery = Pick<SearchQuery, 'audience' | 'filters' | 'limit' | 'after'> & {
  /** Only the first so many tiers. */
  readonly tiers?: number;
};

/**
 * A page of very many matches. They are not ranked one by one: tier 0 holds those all of whose words match at the best
 * level, the next those whose words match at the next level or better, and so on; within a tier people are in the order
 * of names. So the first page is read off the index of names, or off the few matches of a rare tier.
 */
export async function findByTiers(
  scope: Scope,
  query: TiersQuery,
  asked: readonly AskedWord[],
  lexemes: Lexemes,
): Promise<{ rows: EntryRow[]; tierOf: (row: EntryRow) => number; total: Total }> {
  const { audience, filters, limit, after } = query;
  // Suggestions, which look at some tiers only, have no total.
  const total = after?.total ?? (query.tiers ? undefined : totalOf(scope, query, asked, lexemes));
  const tierOf = new Map<EntryRow, number>();
  for (let tier = after?.tier ?? 0; tier < (query.tiers ?? levelCount) && tierOf.size <= limit; tier++) {
    const most = mostAt(asked, tier);
    if (most === 0) continue;
    const words = asked.length === 1 ? atLevel(asked[0]!, tier, lexemes) : tierQuery(asked, tier, lexemes);
    const selection = { audience, filters, words };
    const few =
      most <= (tier < nameLevelCount ? fewNames : countBound) ||
      (asked.length > 1 && (await countMatches(scope, selection, lexemes)) <= countBound);
    const { rows } = await findOrdered(scope, selection, {
      lexemes,
      order: 'name',
      after: after?.tier === tier ? after : undefined,
      limit: limit + 1 - tierOf.size,
      besides: earlierTiers(asked, tier, lexemes),
      total: 'none',
      collect: few,
    });
    for (const row of rows) tierOf.set(row, tier);
  }
  return {
    rows: [...tierOf.keys()],
    tierOf: (row) => tierOf.get(row)!,
    total: (await total) ?? { value: tierOf.size, relation: 'atLeast' },
  };
}

/** The tsquery of all tiers before this one; '' where none can match. */
function earlierTiers(asked: readonly AskedWord[], tier: number, lexemes: Lexemes): string {
  const levels = Array.from({ length: tier }, (_, level) => level);
  if (!asked.every((word) => levels.some((level) => hasLevel(word, level)))) return '';
  return asked.map((word) => upToLevel(word, tier - 1, lexemes)).join(' & ');
}

/** No more people than this are in a tier and in none before it: one word matches at just its level, the others up to it. */
function mostAt(asked: readonly AskedWord[], tier: number): number {
  const upTo = asked.map(({ people }) => people.slice(0, tier + 1).reduce((sum, each) => sum + each, 0));
  return asked.reduce(
    (sum, { people }, i) => sum + Math.min(people[tier]!, ...upTo.filter((_, j) => j !== i)),
    0,
  );
}

/** Of one whole word the number is kept; anything else is counted up to the bound. */
async function totalOf(
  scope: Scope,
  { audience, filters }: TiersQuery,
  asked: readonly AskedWord[],
  lexemes: Lexemes,
): Promise<Total> {
  const [only, ...others] = asked;
  if (!others.length && only!.exactly !== undefined && !Object.keys(filters).length) {
    return { value: only!.exactly, relation: 'exact' };
  }
  const words = wholeQuery(asked, lexemes);
  const people = await countMatches(scope, { audience, filters, words }, lexemes);
  return people > countBound
    ? { value: countBound, relation: 'atLeast' }
    : { value: people, relation: 'exact' };
}
