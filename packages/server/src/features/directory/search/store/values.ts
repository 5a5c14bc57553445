import type { Row } from '../../../../platform/database';
import type { Audience, Scope } from '../../../../platform/scope';
import { type FacetField, facetFields, type Lexemes, quoted, sampleBuckets } from '../document';
import { allOf, filterQuery } from '../query';
import { columnOf, degreeFields, type Selection } from './pages';
import { entriesOf, preparedStatement, Values, valuesOf } from './statements';

export interface FilterValue {
  readonly field: FacetField | 'people';
  readonly key: string;
}

/** By how many people each filter value is had, in their order. */
export async function countValuesOf(
  scope: Scope,
  audience: Audience,
  filters: readonly FilterValue[],
): Promise<number[]> {
  if (!filters.length) return [];
  const values = new Values();
  const counts = filters.map(
    ({ field, key }) => `coalesce((
      select people from ${valuesOf(audience)} where field = '${field}' and key = ${values.add(key)}::text and label = ''), 0)`,
  );
  const [row] = await scope.db.query<{ counts: number[] }>(
    preparedStatement(`select array[${counts.join(', ')}] as counts`),
    values.list,
  );
  return row!.counts;
}

/** How many people an audience sees. */
export async function countVisible(scope: Scope, audience: Audience): Promise<number> {
  const [people] = await countValuesOf(scope, audience, [{ field: 'people', key: '' }]);
  return people!;
}

const labelOf = (field: string, key: string, audience: Audience) => `(
  select label from ${valuesOf(audience)} l
  where l.field = ${field} and l.key = ${key} and l.label <> ''
  order by l.people desc, l.label limit 1)`;

/** A value as most people write it. Batch years have no spellings. */
function spelled(field: FacetField, key: string, audience: Audience): string {
  return field === 'batchYear' ? key : `coalesce(${labelOf(`'${field}'`, key, audience)}, ${key})`;
}

export interface FacetRow {
  readonly field: FacetField;
  readonly value: string;
  readonly people: number;
}

/** Batch years are few and make a picture only together; of the others the most frequent. */
const mostValuesOf = (field: FacetField) => (field === 'batchYear' ? 100 : 10);

/** The most frequent values of everybody, from the counts that are kept; the index has their ranks, which follow the counts. */
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
      from (select key, people from ${valuesOf(audience)}
            where field = '${field}' and label = '' and people >= ${threshold}
            order by rank desc, people desc, key limit ${mostValuesOf(field)}) t)`,
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
    const limit = `having round(count(*) * ${scale}) >= ${threshold} order by people desc, key limit ${mostValuesOf(field)}`;
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
      from ${entriesOf(audience)} e where document @@ ${whole}::tsquery
    ), persons as (
      ${byDegree ? 'select distinct on (profile_id)' : 'select'} company_key, city_key, country_key, industry_key, skill_keys
      from hits ${byDegree ? '' : 'where position = 0'}
    )
    ${fields
      .map(
        (field, i) =>
          `select '${field}' as field, ${spelled(field, 'f.key', audience)} as value, people
           from (${counts[i]}) f`,
      )
      .join(' union all ')}`;
  return scope.db.query<FacetRow & Row>({ text }, values.list);
}

/** Batch years are no words to complete. */
export const suggestedFields = facetFields.filter((field) => field !== 'batchYear');

/** Values of these filters that begin like `key`, or (from three letters) have a word that does; most frequent first. */
export async function findValues(
  scope: Scope,
  query: {
    audience: Audience;
    fields: readonly FacetField[];
    key: string;
    limit: number;
    atLeast: number;
  },
): Promise<FacetRow[]> {
  const { audience, fields, key, limit, atLeast } = query;
  const values = new Values();
  const begins = `(key >= ${values.add(key)}::text and key < ${values.add(key)}::text || U&'\\+10FFFF')`;
  const within = () => ` or key like '% ' || ${values.add(key.replace(/[\\%_]/g, '\\$&'))}::text || '%'`;
  const text = `
    select field, coalesce(${labelOf('t.field', 't.key', audience)}, t.key) as value, people
    from (select field, key, people from ${valuesOf(audience)}
          where label = '' and field = any(${values.add(fields)}) and people >= ${values.add(atLeast)}
            and (${begins}${key.length >= 3 ? within() : ''})
          order by ${begins} desc, people desc, key limit ${limit}) t`;
  return scope.db.query({ text }, values.list);
}
