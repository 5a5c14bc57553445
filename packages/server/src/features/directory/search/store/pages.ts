import type { Row } from '../../../../platform/database';
import type { Audience, Scope } from '../../../../platform/scope';
import type { FacetField, Lexemes } from '../document';
import { allOf, type AskedWord, filterQuery, type Filters, levelsOf } from '../query';
import { entriesOf, preparedStatement, Values, valuesOf } from './statements';

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

export const columnOf: Readonly<Record<Exclude<FacetField, 'skill' | 'batchYear'>, string>> = {
  department: 'department_key',
  company: 'company_key',
  city: 'city_key',
  country: 'country_key',
  industry: 'industry_key',
};

export const degreeFields: readonly FacetField[] = ['batchYear', 'department'];

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
    select from ${entriesOf(audience)} other
    where other.profile_id = e.profile_id and other.position < e.position
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

// Limits are written into the text: with one that is bound PostgreSQL would plan a prepared statement anew each time.

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
  const text = `
    select ${shown}, score, matched from (
      select ${shown}, score, (count(*) over ())::int as matched from (
        select ${shown}, ${scores.join(' + ') || '0'} as score
        from ${entriesOf(selection.audience)} e
        where document @@ ${whole}::tsquery and ${oncePerPerson(selection, values)}
        limit ${bound + 1}
      ) hits
    ) counted ${where(beyond(order, after, values))}
    order by ${orderings[order]} limit ${limit}`;
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
  const conditions = [oncePerPerson(selection, values)];
  if (query.collect) {
    conditions.push(`document @@ ${values.add(allOf(words, filterQuery(filters, query.lexemes)))}::tsquery`);
  } else {
    conditions.push(...filterConditions(filters, values, 'e'));
    if (words) conditions.push(`document @@ ${values.add(words)}::tsquery`);
  }
  if (query.besides) conditions.push(`not document @@ ${values.add(query.besides)}::tsquery`);
  const source = `from ${entriesOf(audience)} e where ${conditions.join(' and ')}`;
  const total = totalOf(query.total, audience, values, source);
  const page = `${where(beyond(query.order, query.after, values))} order by ${orderings[query.order]}
    limit ${query.limit}`;
  // Of what is collected only what orders it; the rest is fetched for those of the page.
  const text = query.collect
    ? `with hits as materialized (select profile_id, position, batch_year, sort_name ${source}),
         page as materialized (select profile_id, position from hits ${page})
       select ${shown}, 0 as score, ${total} as total
       from (select profile_id, position from page) chosen
         join ${entriesOf(audience)} e using (profile_id, position)
       order by ${orderings[query.order]}`
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
  return `(select people from ${valuesOf(audience)} where field = '${total.field}' and key = ${values.add(total.key)}::text and label = '')`;
}

/** How many people match, counted up to one more than the bound. */
export async function countMatches(scope: Scope, selection: Selection, lexemes: Lexemes): Promise<number> {
  const values = new Values();
  const whole = values.add(allOf(selection.words, filterQuery(selection.filters, lexemes)));
  const text = `select count(*)::int as people from (
    select from ${entriesOf(selection.audience)} e
    where document @@ ${whole}::tsquery and ${oncePerPerson(selection, values)}
    limit ${countBound + 1}) counted`;
  const [row] = await scope.db.query<{ people: number }>({ text }, values.list);
  return row!.people;
}
