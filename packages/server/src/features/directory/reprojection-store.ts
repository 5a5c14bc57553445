import type { Row, Statement } from '../../platform/database';
import type { Audience, Scope } from '../../platform/scope';
import type { Profile } from './profile';
import { type Projection, projectionVersion, type Value } from './projection';
import { type FacetField, Lexemes, searchedWordsOf } from './search/document';
import { entriesOf } from './search/store/statements';
import { keyOf } from './text';
import { audiences } from './visibility';

const outdatedAmong: Statement = {
  name: 'entries-outdated-among',
  text: `select distinct profile_id from directory_entries
         where institution_id = current_institution() and audience = any('{public, members, private}')
           and profile_id = any($1::uuid[]) and projection < ${projectionVersion}`,
};

/** Those of the profiles of which an earlier version of the projection has made rows. */
export async function findOutdated(scope: Scope, ids: readonly string[]): Promise<string[]> {
  if (!ids.length) return [];
  return (await scope.db.query<{ profile_id: string }>(outdatedAmong, [ids])).map((row) => row.profile_id);
}

/** The next profiles of which an audience has rows of an earlier version, in the order of their ids. */
export async function listOutdated(
  scope: Scope,
  audience: Audience,
  after: string | undefined,
  limit: number,
): Promise<string[]> {
  const text = `
    select profile_id from directory_entries
    where institution_id = current_institution() and audience = '${audience}' and projection < ${projectionVersion}
      and ($1::uuid is null or profile_id > $1)
    group by profile_id order by profile_id limit ${limit}`;
  const rows = await scope.db.query<{ profile_id: string }>({ text }, [after ?? null]);
  return rows.map((row) => row.profile_id);
}

interface StoredRow {
  readonly profile_id: string;
  readonly batch_year: number;
  readonly department: string | null;
  readonly department_key: string | null;
  readonly company: string | null;
  readonly company_key: string | null;
  readonly city: string | null;
  readonly city_key: string | null;
  readonly country: string | null;
  readonly country_key: string | null;
  readonly industry: string | null;
  readonly industry_key: string | null;
  readonly skills: string[] | null;
  readonly skill_keys: string[] | null;
  readonly lexemes: string[];
}

const columns = ['company', 'city', 'country', 'industry'] as const;

/**
 * What is stored of profiles, read back from their rows: words from the documents, values from keys and labels. So it is right for rows
 * of any version, without the code that made them.
 */
export async function storedProjections(
  scope: Scope,
  profiles: readonly Profile[],
): Promise<ReadonlyMap<string, Projection[]>> {
  const lexemes = new Lexemes(scope.institution.number);
  const byId = new Map(profiles.map((profile) => [profile.id, profile]));
  const stored = new Map<string, Projection[]>();
  for (const audience of audiences) {
    const text = `
      select profile_id, batch_year, department, department_key, ${columns.map((each) => `${each}, ${each}_key`).join(', ')},
             skills, skill_keys, tsvector_to_array(document) as lexemes
      from ${entriesOf(audience)} where audience = '${audience}' and profile_id = any($1::uuid[])
      order by profile_id, position`;
    const rows = await scope.db.query<StoredRow & Row>({ text }, [[...byId.keys()]]);
    for (const id of new Set(rows.map((row) => row.profile_id))) {
      const ofPerson = rows.filter((row) => row.profile_id === id);
      const projection = {
        audience,
        entries: [{ profile_id: id }],
        words: searchedWordsOf(ofPerson[0]!.lexemes, lexemes),
        values: valuesOf(ofPerson, byId.get(id)!),
      };
      stored.set(id, [...(stored.get(id) ?? []), projection]);
    }
  }
  return stored;
}

/** Each value once a person. */
function valuesOf(rows: readonly StoredRow[], profile: Profile): Value[] {
  const values = new Map<string, Value>();
  const add = (field: Value['field'], key: string, label: string) =>
    values.set(`${field} ${key.length} ${key}${label}`, { field, key, label });
  const addSpelled = (field: FacetField, key: string | null | undefined, label: string | null) => {
    if (key === null || key === undefined || label === null) return;
    add(field, key, '');
    add(field, key, label);
  };
  const [first] = rows;
  for (const field of columns) addSpelled(field, first![`${field}_key`], first![field]);
  const keys = first!.skill_keys ?? [];
  (first!.skills ?? []).forEach((label, i, all) => {
    // Keys stand in the order of the skills, without repetition; of a repeated one this version knows which.
    addSpelled(
      'skill',
      keys.length === all.length ? keys[i] : keys.find((key) => key === keyOf(label)),
      label,
    );
  });
  for (const { batch_year: year, department, department_key: key } of rows) {
    if (year > 0) add('batchYear', String(year), '');
    addSpelled('department', key, department);
  }
  // Degrees are seen all or none.
  if (first!.batch_year > 0) for (const { batchId } of profile.degrees) add('batch', batchId, '');
  add('people', '', '');
  return [...values.values()];
}
