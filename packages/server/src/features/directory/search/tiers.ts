import type { Audience, Scope } from '../../../platform/scope';
import type { Lexemes } from './document';
import { atLevel, hasLevel, levelAt, levelCount, tierQuery, upToLevel, type AskedWord } from './query';
import { countBound, countMatches, countWordsOf, findOrdered, type EntryRow } from './store';
import type { SearchQuery, Total } from './search-query';

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
  const counts = await LevelCounts.of(scope, audience, asked);
  const tierOf = new Map<EntryRow, number>();
  for (let tier = after?.tier ?? 0; tier < (query.tiers ?? levelCount) && tierOf.size <= limit; tier++) {
    const most = counts.mostAt(tier);
    if (most === 0) continue;
    const words = asked.length === 1 ? atLevel(asked[0]!, tier, lexemes) : tierQuery(asked, tier, lexemes);
    const selection = { audience, filters, words };
    const few =
      most <= countBound ||
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
  const filtered = Object.keys(filters).length > 0;
  return {
    rows: [...tierOf.keys()],
    tierOf: (row) => tierOf.get(row)!,
    total: after?.total ?? counts.total(filtered),
  };
}

/** The tsquery of all tiers before this one; '' where none can match. */
function earlierTiers(asked: readonly AskedWord[], tier: number, lexemes: Lexemes): string {
  const levels = Array.from({ length: tier }, (_, level) => level);
  if (!asked.every((word) => levels.some((level) => hasLevel(word, level)))) return '';
  return asked.map((word) => upToLevel(word, tier - 1, lexemes)).join(' & ');
}

/** How many people match each word at each level, from the counts that are kept. */
class LevelCounts {
  private constructor(
    private readonly asked: readonly AskedWord[],
    private readonly people: readonly (readonly number[])[],
  ) {}

  static async of(scope: Scope, audience: Audience, asked: readonly AskedWord[]): Promise<LevelCounts> {
    const people = asked.map(async (word) => {
      const [whole, begun, ...corrected] = await countWordsOf(scope, audience, [
        { word: word.phrase[0] ?? word.word, begins: false },
        { word: word.word, begins: true },
        ...word.replacements.map((each) => ({ word: each, begins: false })),
      ]);
      return Array.from({ length: levelCount }, (_, level) => {
        const { wordClass, manner } = levelAt(level);
        if (!hasLevel(word, level)) return 0;
        if (manner === 'corrected') return corrected.reduce((sum, counts) => sum + counts[wordClass], 0);
        return (manner === 'whole' ? whole! : begun!)[wordClass];
      });
    });
    return new LevelCounts(asked, await Promise.all(people));
  }

  /** No more people than this are in a tier and in none before it: one word matches at just its level, the others up to it. */
  mostAt(tier: number): number {
    const upTo = this.people.map((levels) =>
      levels.slice(0, tier + 1).reduce((sum, people) => sum + people, 0),
    );
    return this.people.reduce(
      (sum, levels, i) => sum + Math.min(levels[tier]!, ...upTo.filter((_, j) => j !== i)),
      0,
    );
  }

  /** Of one whole word alone the exact number is kept; of anything else it is known that it is beyond the bound. */
  total(filtered: boolean): Total {
    const [only] = this.asked;
    const [whole = 0, begun = 0] = this.people[0]?.slice(-3) ?? [];
    const exact = this.asked.length === 1 && !filtered && !only!.phrase.length && !only!.replacements.length;
    return exact && (!only!.unfinished || whole === begun)
      ? { value: whole, relation: 'exact' }
      : { value: countBound, relation: 'atLeast' };
  }
}
