import type { Row, Statement } from '../../../platform/database';
import type { Audience, Scope } from '../../../platform/scope';
import { sampleBuckets, type FacetField, type Lexemes, facetFields, quoted } from './document';
import { allOf, filterQuery, levelsOf, type AskedWord, type Filters } from './query';

/** Who is looked for: the view of one audience, filters, and a tsquery over the words ('' for none). */
export interface Selection {
  readonly audience: Audience;
  readonly filters: Filters;
  readonly words: string;
}

/** A row of a result, and by what it is ordered. */
export interface EntryRow {
  readonly profile_id: string;
  readonly sort_name: string;
  readonly display_name: string;
  readonly other_names: string[] | null;
  readonly batch_year: number;
  readonly programme: string | null;
  readonly department: string | null;
  readonly degree_kind: string | null;
  readonly company: string | null;
  readonly title: string | null;
  readonly industry: string | null;
  readonly city: string | null;
  readonly country: string | null;
  readonly skills: string[] | null;
  readonly headline: string | null;
  readonly photo_url: string | null;
  /** How well it matches, the lower the better; 0 where that is not asked. */
  readonly score: number;
}

const shown =
  'profile_id, sort_name, display_name, other_names, batch_year, programme, department, degree_kind, company, title, ' +
  'industry, city, country, skills, headline, photo_url';

/** Counting stops here. */
export const countBound = 1_000;

export type Order = 'relevance' | 'name' | '-batchYear';

/** The place of a row in its order, from which the next page goes on. */
export interface Place {
  readonly score: number;
  readonly batchYear: number;
  readonly sortName: string;
  readonly profileId: string;
}

/** Values of a statement, numbered as they are written into it. */
class Values {
  readonly list: unknown[] = [];
  /** Its number in the text. Sent once, however often it is written. */
  add(value: unknown): string {
    const known = this.list.indexOf(value);
    return `$${known >= 0 ? known + 1 : this.list.push(value)}`;
  }
}

// Statements are composed of few parts: the commonest compositions are prepared, and the number of them is bounded, so that
// no caller can fill the server's memory with prepared statements.
const prepared = new Map<string, string>();
const mostPrepared = 300;

function preparedStatement(text: string): Statement {
  let name = prepared.get(text);
  if (!name && prepared.size < mostPrepared) prepared.set(text, (name = `directory-${prepared.size}`));
  return { text, ...(name && { name }) };
}

const columnOf: Readonly<Record<Exclude<FacetField, 'skill' | 'batchYear'>, string>> = {
  department: 'department_key',
  company: 'company_key',
  city: 'city_key',
  country: 'country_key',
  industry: 'industry_key',
};

const degreeFields: readonly FacetField[] = ['batchYear', 'department'];

function filterConditions(
  filters: Filters,
  values: Values,
  row: string,
  only?: readonly FacetField[],
): string[] {
  return (Object.entries(filters) as [FacetField, readonly string[]][])
    .filter(([field]) => !only || only.includes(field))
    .map(([field, keys]) => {
      if (field === 'skill') return `${row}.skill_keys && ${values.add(keys)}::text[]`;
      if (field === 'batchYear') {
        return keys.length === 1
          ? `${row}.batch_year = ${values.add(Number(keys[0]))}::smallint`
          : `${row}.batch_year = any(${values.add(keys.map(Number))}::smallint[])`;
      }
      return keys.length === 1
        ? `${row}.${columnOf[field]} = ${values.add(keys[0])}::text`
        : `${row}.${columnOf[field]} = any(${values.add(keys)}::text[])`;
    });
}

/** Each person once: by the first of their degrees that the filters allow. */
function oncePerPerson({ audience, filters }: Selection, values: Values): string {
  const ofDegree = filterConditions(filters, values, 'other', degreeFields);
  if (!ofDegree.length) return 'e.position = 0';
  return `(e.position = 0 or not exists (
    select from directory_entries_visible other
    where other.audience = '${audience}' and other.profile_id = e.profile_id and other.position < e.position
      and ${ofDegree.join(' and ')}))`;
}

const orderings: Readonly<Record<Order, string>> = {
  relevance: 'score, sort_name, profile_id',
  name: 'sort_name, profile_id',
  '-batchYear': 'batch_year desc, sort_name, profile_id',
};

function beyond(order: Order, after: Place | undefined, values: Values): string[] {
  if (!after) return [];
  const byName = `(sort_name, profile_id) > (${values.add(after.sortName)}::text, ${values.add(after.profileId)}::uuid)`;
  if (order === 'name') return [byName];
  if (order === 'relevance') {
    const score = `${values.add(after.score)}::int`;
    return [`(score > ${score} or (score = ${score} and ${byName}))`];
  }
  const year = `${values.add(after.batchYear)}::smallint`;
  return [`batch_year <= ${year}`, `(batch_year < ${year} or ${byName})`];
}

/**
 * The best of at most `bound` matches, found through the documents' index. `matched` says how many there are; if more
 * than `bound`, the rows mean nothing.
 */
export async function findRanked(
  scope: Scope,
  selection: Selection,
  query: {
    asked: readonly AskedWord[];
    lexemes: Lexemes;
    order: Order;
    after: Place | undefined;
    limit: number;
    bound: number;
  },
): Promise<{ rows: EntryRow[]; matched: number }> {
  const { asked, lexemes, order, after, limit, bound } = query;
  const values = new Values();
  const whole = values.add(allOf(selection.words, filterQuery(selection.filters, lexemes)));
  const scores = order === 'relevance' ? asked.map((word) => scoreOf(word, lexemes, values)) : [];
  // Only what orders the matches is collected; the rest is fetched for those of the page.
  const text = `
    with hits as materialized (
      select profile_id, position, batch_year, sort_name, ${scores.join(' + ') || '0'} as score
      from directory_entries_visible e
      where audience = '${selection.audience}' and document @@ ${whole}::tsquery and ${oncePerPerson(selection, values)}
      limit ${bound + 1}
    ), page as materialized (
      select * from hits ${where(beyond(order, after, values))}
      order by ${orderings[order]} limit ${values.add(limit)}::int
    )
    select ${shown}, score, (select count(*)::int from hits) as matched
    from (select profile_id, position, score from page) chosen
      join directory_entries_visible e using (profile_id, position)
    where audience = '${selection.audience}'
    order by ${orderings[order]}`;
  const rows = await scope.db.query<EntryRow & { matched: number } & Row>({ text }, values.list);
  return { rows, matched: rows[0]?.matched ?? 0 };
}

function scoreOf(word: AskedWord, lexemes: Lexemes, values: Values): string {
  const levels = levelsOf(word, lexemes);
  const cases = levels
    .slice(0, -1)
    .map(({ level, query }) => `when document @@ ${values.add(query)}::tsquery then ${level}`);
  const last = levels.at(-1)!.level;
  return cases.length ? `case ${cases.join(' ')} else ${last} end` : String(last);
}

function where(conditions: readonly string[]): string {
  return conditions.length ? `where ${conditions.join(' and ')}` : '';
}

/** How the total is found, in the same round trip. */
export type TotalQuery = { readonly field: FacetField | 'people'; readonly key: string } | 'count' | 'none';

/**
 * Rows in the order of names or batches, read through an index that is in this order already. `besides` is a tsquery
 * that they must not match.
 */
export async function findOrdered(
  scope: Scope,
  selection: Selection,
  query: {
    lexemes: Lexemes;
    order: Exclude<Order, 'relevance'>;
    after: Place | undefined;
    limit: number;
    besides?: string;
    total: TotalQuery;
    /** Collect the matches first and sort them: for few matches in a large directory. */
    collect?: boolean;
  },
): Promise<{ rows: EntryRow[]; total: number }> {
  const values = new Values();
  const { audience, filters, words } = selection;
  const conditions = [`audience = '${audience}'`, oncePerPerson(selection, values)];
  if (query.collect) {
    conditions.push(`document @@ ${values.add(allOf(words, filterQuery(filters, query.lexemes)))}::tsquery`);
  } else {
    conditions.push(...filterConditions(filters, values, 'e'));
    if (words) conditions.push(`document @@ ${values.add(words)}::tsquery`);
  }
  if (query.besides) conditions.push(`not document @@ ${values.add(query.besides)}::tsquery`);
  const source = `from directory_entries_visible e where ${conditions.join(' and ')}`;
  const total = totalOf(query.total, audience, values, source);
  const page = `${where(beyond(query.order, query.after, values))} order by ${orderings[query.order]}
    limit ${values.add(query.limit)}::int`;
  // Of what is collected only what orders it; the rest is fetched for those of the page.
  const text = query.collect
    ? `with hits as materialized (select profile_id, position, batch_year, sort_name ${source}),
         page as materialized (select * from hits ${page})
       select ${shown}, 0 as score, ${total} as total
       from (select profile_id, position from page) chosen
         join directory_entries_visible e using (profile_id, position)
       where audience = '${audience}' order by ${orderings[query.order]}`
    : `select ${shown}, 0 as score, ${total} as total ${source} ${page.replace(/^where/, 'and')}`;
  const rows = await scope.db.query<EntryRow & { total: number | null } & Row>(
    words || query.collect ? { text } : preparedStatement(text),
    values.list,
  );
  return { rows, total: rows[0]?.total ?? 0 };
}

function totalOf(total: TotalQuery, audience: Audience, values: Values, source: string): string {
  if (total === 'none') return 'null::int';
  if (total === 'count')
    return `(select count(*)::int from (select ${source} limit ${countBound + 1}) counted)`;
  return `(select people from directory_values_visible where audience = '${audience}'
     and field = '${total.field}' and key = ${values.add(total.key)}::text and label = '')`;
}

/** How many people match, counted up to one more than the bound. */
export async function countMatches(scope: Scope, selection: Selection, lexemes: Lexemes): Promise<number> {
  const values = new Values();
  const whole = values.add(allOf(selection.words, filterQuery(selection.filters, lexemes)));
  const text = `select count(*)::int as people from (
    select from directory_entries_visible e
    where audience = '${selection.audience}' and document @@ ${whole}::tsquery and ${oncePerPerson(selection, values)}
    limit ${countBound + 1}) counted`;
  const [row] = await scope.db.query<{ people: number }>({ text }, values.list);
  return row!.people;
}

/** By how many people a word, or all that begin with it, is had: anywhere, in a name, in a company's name. */
export interface WordCounts {
  readonly any: number;
  readonly name: number;
  readonly company: number;
}

// With more different words than this a beginning is common, and the sum is not worth the reading.
const mostWordsOfBeginning = 3_000;

const wordCounts: Statement = {
  name: 'directory-word-counts',
  text: `select counted.* from unnest($2::text[], $3::boolean[]) with ordinality as asked(word, begins, place),
         lateral (
           select (coalesce(sum(people), 0) * max(times))::int as "any", (coalesce(sum(name_people), 0) * max(times))::int as name,
             (coalesce(sum(company_people), 0) * max(times))::int as company
           from (
             select people, name_people, company_people, 1 as times from directory_words_visible
             where not asked.begins and audience = $1 and word = asked.word
             union all
             select sum(people), sum(name_people), sum(company_people),
               case when count(*) = ${mostWordsOfBeginning} then 100 else 1 end
             from (select people, name_people, company_people from directory_words_visible
                   where asked.begins and audience = $1 and word >= asked.word and word < asked.word || U&'\\+10FFFF'
                   limit ${mostWordsOfBeginning}) begun
           ) found
         ) counted
         order by place`,
};

/** Of each word, in their order. Of a beginning, a bound: its words' counts added up. */
export async function countWordsOf(
  scope: Scope,
  audience: Audience,
  words: readonly { readonly word: string; readonly begins: boolean }[],
): Promise<WordCounts[]> {
  if (!words.length) return [];
  return scope.db.query<WordCounts & Row>(wordCounts, [
    audience,
    words.map(({ word }) => word),
    words.map(({ begins }) => begins),
  ]);
}

const valueCounts: Statement = {
  name: 'directory-value-counts',
  text: `select coalesce((
             select people from directory_values_visible v
             where v.audience = $1 and v.field = asked.field and v.key = asked.key and v.label = ''), 0) as people
         from unnest($2::text[], $3::text[]) with ordinality as asked(field, key, place)
         order by place`,
};

/** By how many people each filter value is had, in their order. */
export async function countValuesOf(
  scope: Scope,
  audience: Audience,
  values: readonly { readonly field: FacetField | 'people'; readonly key: string }[],
): Promise<number[]> {
  if (!values.length) return [];
  const fields = values.map(({ field }) => field);
  const rows = await scope.db.query<{ people: number }>(valueCounts, [
    audience,
    fields,
    values.map(({ key }) => key),
  ]);
  return rows.map(({ people }) => people);
}

const similarWords: Statement = {
  // The operator's threshold is a setting of the transaction; it is set before the scan because the CTE is materialized.
  text: `with threshold as materialized (select set_config('pg_trgm.similarity_threshold', $3, true))
         select w.word, w.people as "any", w.name_people as name, w.company_people as company
         from threshold, directory_words_visible w
         where w.audience = $1 and w.word % $2
           and char_length(w.word) between char_length($2) - $4 and char_length($2) + $4`,
};

export interface SimilarWord extends WordCounts {
  readonly word: string;
}

/** Words of the audience's vocabulary that share enough of their trigrams to be within `bound` edits. */
export async function findSimilarWords(
  scope: Scope,
  audience: Audience,
  word: string,
  bound: number,
): Promise<SimilarWord[]> {
  return scope.db.query<SimilarWord & Row>(similarWords, [audience, word, bound > 1 ? '0.12' : '0.2', bound]);
}

const labelOf = (field: string, key: string, audience: string) => `(
  select label from directory_values_visible l
  where l.audience = ${audience} and l.field = ${field} and l.key = ${key} and l.label <> ''
  order by l.people desc, l.label limit 1)`;

/** A value as most people write it. Batch years have no spellings. */
function spelled(field: FacetField, key: string, audience: Audience): string {
  return field === 'batchYear' ? key : `coalesce(${labelOf(`'${field}'`, key, `'${audience}'`)}, ${key})`;
}

export interface FacetRow {
  readonly field: FacetField;
  readonly value: string;
  readonly people: number;
}

/** Batch years are few and make a picture only together; of the others the most frequent. */
const valuesOf = (field: FacetField) => (field === 'batchYear' ? 100 : 10);

/** The most frequent values of everybody, from the counts that are kept. */
export async function listFacetsOfAll(
  scope: Scope,
  audience: Audience,
  fields: readonly FacetField[],
  atLeast: number,
): Promise<FacetRow[]> {
  const values = new Values();
  const threshold = `${values.add(atLeast)}::int`;
  const parts = fields.map(
    (field) => `(
      select '${field}' as field, ${spelled(field, 't.key', audience)} as value, people
      from (select key, people from directory_values_visible
            where audience = '${audience}' and field = '${field}' and label = '' and people >= ${threshold}
            order by people desc, key limit ${valuesOf(field)}) t)`,
  );
  return scope.db.query<FacetRow & Row>(preparedStatement(parts.join(' union all ')), values.list);
}

/**
 * The most frequent values among those selected, counted one by one, or, given fewer than all buckets, estimated from a
 * sample that depends on ids only.
 */
export async function listFacetsOf(
  scope: Scope,
  selection: Selection,
  query: { fields: readonly FacetField[]; lexemes: Lexemes; buckets: number; atLeast: number },
): Promise<FacetRow[]> {
  const { fields, lexemes, buckets, atLeast } = query;
  const { audience, filters, words } = selection;
  const sample =
    buckets < sampleBuckets
      ? `(${Array.from({ length: buckets }, (_, bucket) => quoted(lexemes.bucket(bucket))).join(' | ')})`
      : '';
  const values = new Values();
  const whole = values.add(allOf(words, filterQuery(filters, lexemes), sample));
  const threshold = `${values.add(atLeast)}::int`;
  const byDegree = degreeFields.some((field) => filters[field]);
  const scale = sampleBuckets / buckets;
  const counts = fields.map((field) => {
    const limit = `having round(count(*) * ${scale}) >= ${threshold} order by people desc, key limit ${valuesOf(field)}`;
    const people = `round(count(*) * ${scale})::int as people`;
    if (field === 'skill')
      return `select unnest(skill_keys) as key, ${people} from persons group by 1 ${limit}`;
    if (degreeFields.includes(field)) {
      const column = field === 'batchYear' ? 'batch_year' : 'department_key';
      const known = field === 'batchYear' ? 'batch_year > 0' : 'department_key is not null';
      return `select key::text, ${people} from (select distinct profile_id, ${column} as key from hits where ${known}) d
              group by d.key ${limit.replace('key', 'd.key')}`;
    }
    const column = columnOf[field as keyof typeof columnOf];
    return `select ${column} as key, ${people} from persons where ${column} is not null group by 1 ${limit}`;
  });
  const text = `
    with hits as materialized (
      select profile_id, position, batch_year, department_key, company_key, city_key, country_key, industry_key, skill_keys
      from directory_entries_visible e where audience = '${audience}' and document @@ ${whole}::tsquery
    ), persons as (${byDegree ? 'select distinct on (profile_id) * from hits' : 'select * from hits where position = 0'})
    ${fields
      .map(
        (field, i) =>
          `select '${field}' as field, ${spelled(field, 'f.key', audience)} as value, people
           from (${counts[i]}) f`,
      )
      .join(' union all ')}`;
  return scope.db.query<FacetRow & Row>({ text }, values.list);
}

const suggestedFields = facetFields.filter((field) => field !== 'batchYear');

const suggestedValues = (inside: boolean): Statement => ({
  text: `select field, coalesce(${labelOf('t.field', 't.key', '$1')}, t.key) as value, people
         from (select field, key, people from directory_values_visible
               where audience = $1 and label = '' and field = any($2) and people >= $5
                 and ((key >= $3 and key < $3 || U&'\\+10FFFF')${inside ? " or key like '% ' || $6 || '%'" : ''})
               order by (key >= $3 and key < $3 || U&'\\+10FFFF') desc, people desc, key limit $4) t`,
});

const [suggestedByBeginning, suggestedByWord] = [suggestedValues(false), suggestedValues(true)];

/** Filter values that begin like `key`, or (from three letters) have a word that does; most frequent first. */
export async function findValues(
  scope: Scope,
  query: { audience: Audience; key: string; limit: number; atLeast: number },
): Promise<FacetRow[]> {
  const { audience, key, limit, atLeast } = query;
  const common = [audience, suggestedFields, key, limit, atLeast];
  return key.length >= 3
    ? scope.db.query(suggestedByWord, [...common, key.replace(/[\\%_]/g, '\\$&')])
    : scope.db.query(suggestedByBeginning, common);
}
