import type { Row } from '../../../../platform/database';
import type { Audience, Scope } from '../../../../platform/scope';
import { preparedStatement, wordsOf } from './statements';

/** By how many people a word is had: anywhere, in a name, in a company's name. */
export interface WordCounts {
  readonly any: number;
  readonly name: number;
  readonly company: number;
}

export interface SimilarWord extends WordCounts {
  readonly word: string;
}

export interface WordQuery {
  readonly word: string;
  /** What is counted for it: the word itself, or the first character of a phrase. */
  readonly counted: string;
  /** Whether longer words that begin with it are counted too. */
  readonly unfinished: boolean;
  /** Words within so many edits are looked for; 0 for none. */
  readonly forgiven: number;
  /** How similar their trigrams are at least, from 0 to 1. */
  readonly leastSimilarity: number;
}

export interface KnownWord {
  readonly whole: WordCounts;
  /** Of the longer words that begin with it, a bound: their counts added up. */
  readonly longer: WordCounts;
  /** Words of the vocabulary that share enough of their trigrams to be within the edits asked for. */
  readonly similar: readonly SimilarWord[];
}

// With more different words than this a beginning is common, and the sum is not worth the reading.
const mostWordsOfBeginning = 3_000;

/**
 * What the vocabulary of an audience knows of these words, in their order. Similar words are looked for where nobody has a
 * word, or, with `always`, of each.
 */
export async function findWords(
  scope: Scope,
  audience: Audience,
  queries: readonly WordQuery[],
  always: boolean,
): Promise<KnownWord[]> {
  if (!queries.length) return [];
  const rows = await scope.db.query<
    SimilarWord & { place: number; kind: 'whole' | 'longer' | 'similar' } & Row
  >(preparedStatement(wordsStatement(audience, queries.length)), [
    always,
    ...queries.flatMap(({ counted, word, unfinished, forgiven, leastSimilarity }) => [
      ...[counted, word, unfinished, forgiven],
      String(leastSimilarity),
    ]),
  ]);
  return queries.map((_, place) => {
    const found = rows.filter((row) => row.place === place);
    const of = (kind: 'whole' | 'longer') => found.find((row) => row.kind === kind) ?? nobody;
    return {
      whole: of('whole'),
      longer: of('longer'),
      similar: found.filter(({ kind }) => kind === 'similar'),
    };
  });
}

const nobody: WordCounts = { any: 0, name: 0, company: 0 };

const counts = (row: string) =>
  `${row}.people as "any", ${row}.name_people as name, ${row}.company_people as company`;

// A list of values rather than an array, because its length is known when the statement is planned.
function wordsStatement(audience: Audience, count: number): string {
  const words = wordsOf(audience);
  const asked = Array.from({ length: count }, (_, place) => {
    const [counted, word, unfinished, forgiven, least] = [2, 3, 4, 5, 6].map((nth) => `$${5 * place + nth}`);
    return `(${place}, ${counted}::text, ${word}::text, ${unfinished}::boolean, ${forgiven}::int, ${least}::text)`;
  });
  return `
    with asked (place, counted, word, unfinished, forgiven, least) as (values ${asked.join(', ')}),
    whole as materialized (
      select asked.place, ${counts('w')} from asked join ${words} w on w.word = asked.counted
    ), longer as materialized (
      select asked.place, begun."any", begun.name, begun.company from asked, lateral (
        select (sum(people) * max(times))::int as "any", (sum(name_people) * max(times))::int as name,
               (sum(company_people) * max(times))::int as company
        from (select people, name_people, company_people, case when row_number() over () = ${mostWordsOfBeginning} then 100 else 1 end as times
              from (select people, name_people, company_people from ${words}
                    where asked.unfinished and word > asked.word and word < asked.word || U&'\\+10FFFF'
                    limit ${mostWordsOfBeginning}) found) counted
      ) begun where begun."any" is not null
    ), unknown as materialized (
      select place, word, forgiven, least from asked where forgiven > 0
        and ($1::boolean or (place not in (select place from whole) and place not in (select place from longer)))
    )
    select 'whole' as kind, place, null as word, "any", name, company from whole
    union all
    select 'longer', place, null, "any", name, company from longer
    union all
    select 'similar', u.place, w.word, ${counts('w')}
    from unknown u, ${/* The operator's threshold is a setting: set for each word before its scan, which asks for it. */ ''}
         lateral (select u.word, set_config('pg_trgm.similarity_threshold', u.least, true) offset 0) as sought (word, threshold),
         ${words} w
    where w.word % sought.word
      and char_length(w.word) between char_length(u.word) - u.forgiven and char_length(u.word) + u.forgiven`;
}
