import { isDeepStrictEqual } from 'node:util';
import { together, type LastStatement, type Row, type Statement } from '../../platform/database';
import type { Audience, Scope } from '../../platform/scope';
import type { ProfileWrite } from './changes';
import type { Audiences, Degree, Link, Profile } from './profile';
import type { EntryRow, Value } from './projection';

const profileColumns = `
  p.id, p.external_id, p.given_name, p.family_name, p.display_name, p.other_names, p.company, p.title, p.industry, p.city,
  p.country, p.skills, p.headline, p.bio, p.links, p.photo_url, p.email, p.birth_date, p.audiences, p.version, p.created_at,
  p.updated_at, p.deleted_at, coalesce((
    select json_agg(json_build_object('batchId', d.batch_id, 'batchYear', b.year, 'programme', b.programme,
                                      'department', d.department, 'kind', d.kind,
                                      'verifiedBy', d.verified_by, 'verifiedAt', d.verified_at) order by d.position)
    from degrees d join batches b on (b.institution_id, b.id) = (d.institution_id, d.batch_id)
    where (d.institution_id, d.profile_id) = (p.institution_id, p.id)
  ), '[]') as degrees`;

// Apart from the statement for many: PostgreSQL can't tell how long a list will be, so it would plan that one anew with each call.
const selectOne: Statement = {
  name: 'profile-by-id',
  text: `select ${profileColumns} from profiles p
         where p.institution_id = current_institution() and p.id = $1::uuid and p.deleted_at is null`,
};

/** The profile, unless it is deleted or there is none. */
export async function findProfile({ db }: Scope, id: string): Promise<Profile | undefined> {
  const [row] = await db.query(selectOne, [id]);
  return row && toProfile(row);
}

const selectById: Statement = {
  name: 'profiles-by-id',
  text: `select ${profileColumns} from profiles p
         where p.institution_id = current_institution() and p.id = any($1::uuid[]) and p.deleted_at is null`,
};

/** Those of the profiles that exist and are not deleted, in no particular order. */
export async function findProfiles(scope: Scope, ids: readonly string[]): Promise<Profile[]> {
  return (await scope.db.query(selectById, [ids])).map(toProfile);
}

const idsByEmail: Statement = {
  name: 'profiles-ids-by-email',
  text: `select id from profiles
         where institution_id = current_institution() and email_key = $1 and deleted_at is null limit 2`,
};

/** Of the living profiles with this address, in lower case; at most two, which is as good as many. */
export async function findProfileIdsByEmail(scope: Scope, email: string): Promise<string[]> {
  return (await scope.db.query<{ id: string }>(idsByEmail, [email])).map(({ id }) => id);
}

const idsByExternalId: Statement = {
  name: 'profiles-ids-by-external-id',
  text: `select id from profiles
         where institution_id = current_institution() and external_id = $1 and deleted_at is null`,
};

export async function findProfileIdsByExternalId(scope: Scope, externalId: string): Promise<string[]> {
  return (await scope.db.query<{ id: string }>(idsByExternalId, [externalId])).map(({ id }) => id);
}

// Not prepared: a plan made while the register was small would read all of it.
const idsByExternalIds: Statement = {
  text: `select external_id, id from profiles
         where institution_id = current_institution() and external_id = any($1::text[]) and deleted_at is null`,
};

/** Of the living profiles with these external ids. */
export async function findIdsByExternalIds(
  scope: Scope,
  externalIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await scope.db.query<{ external_id: string; id: string }>(idsByExternalIds, [externalIds]);
  return new Map(rows.map(({ external_id, id }) => [external_id, id]));
}

// Living is asked for in other words than those of the indexes of names and numbers: a database that has not been analyzed since a
// register was loaded takes them all for empty, and might read the whole institution by one of those.
const idsByBirth: Statement = {
  text: `select sought.nth::int as nth, found.id
         from unnest($1::date[], $2::smallint[]) with ordinality as sought (birth_date, batch_year, nth)
         cross join lateral (
           select p.id from profiles p
           where p.institution_id = current_institution() and p.birth_date = sought.birth_date
             and coalesce(p.deleted_at, 'infinity') = 'infinity'
             and sought.batch_year = any (array(
               select b.year from degrees d join batches b on (b.institution_id, b.id) = (d.institution_id, d.batch_id)
               where (d.institution_id, d.profile_id) = (p.institution_id, p.id)))
           limit $3
         ) found`,
};

const idsByBirthDate: Statement = {
  text: `select id from profiles
         where institution_id = current_institution() and birth_date = $1 and coalesce(deleted_at, 'infinity') = 'infinity' limit $2`,
};

/** Of the living profiles born on a day, whatever their batch; at most so many. */
export async function findIdsByBirthDate(scope: Scope, birthDate: string, most: number): Promise<string[]> {
  return (await scope.db.query<{ id: string }>(idsByBirthDate, [birthDate, most])).map(({ id }) => id);
}

export interface Birth {
  readonly birthDate: string;
  readonly batchYear: number;
}

/** Of the living profiles born on a day, of a batch year: for each that is sought some, at most so many. */
export async function findIdsByBirth(
  scope: Scope,
  sought: readonly Birth[],
  most: number,
): Promise<string[][]> {
  const rows = await scope.db.query<{ nth: number; id: string }>(idsByBirth, [
    sought.map(({ birthDate }) => birthDate), sought.map(({ batchYear }) => batchYear), most,
  ]); // prettier-ignore
  const found = sought.map((): string[] => []);
  for (const { nth, id } of rows) found[nth - 1]!.push(id);
  return found;
}

// A statement that has waited for a lock sees the locked row anew, but all else, so the degrees too, as it was when the
// statement began. Rows are therefore locked by a statement of its own and then read by another; in the order of their
// ids, so that two transactions never wait for each other.
const lockById: Statement = {
  name: 'profiles-lock-by-id',
  text: `select id from profiles where institution_id = current_institution() and id = any($1::uuid[]) order by id for update`,
};

const selectLocked: Statement = {
  name: 'profiles-locked',
  text: `select ${profileColumns} from profiles p where p.institution_id = current_institution() and p.id = any($1::uuid[])`,
};

/** The same, deleted ones too, locked until the transaction ends. */
export async function lockProfiles(scope: Scope, ids: readonly string[]): Promise<Profile[]> {
  // Both leave together; the second begins when the first has its locks.
  const [, rows] = await Promise.all([scope.db.query(lockById, [ids]), scope.db.query(selectLocked, [ids])]);
  return rows.map(toProfile);
}

// Not prepared: a plan made while the register was empty would read all of it for every chunk.
const lockByExternalId: Statement = {
  text: `select id from profiles
         where institution_id = current_institution() and external_id = any($1) and deleted_at is null
         order by id for update`,
};

/** The living profiles with these external ids, locked until the transaction ends. */
export async function lockProfilesByExternalId(
  scope: Scope,
  externalIds: readonly string[],
): Promise<Profile[]> {
  const locked = await scope.db.query<{ id: string }>(lockByExternalId, [externalIds]);
  if (!locked.length) return [];
  return (await scope.db.query({ text: selectLocked.text }, [locked.map(({ id }) => id)])).map(toProfile);
}

const writable = [
  'external_id', 'given_name', 'family_name', 'display_name', 'other_names', 'company', 'title', 'industry', 'city',
  'country', 'skills', 'headline', 'bio', 'links', 'photo_url', 'email', 'birth_date', 'audiences', 'version', 'updated_at',
  'deleted_at',
]; // prettier-ignore

const upsert: Statement = {
  name: 'profiles-upsert',
  text: `insert into profiles (institution_id, id, created_at, ${writable.join(', ')})
         select current_institution(), id, created_at, ${writable.join(', ')}
         from json_populate_recordset(null::profiles, $1)
         on conflict (institution_id, id) do update set ${writable.map((column) => `${column} = excluded.${column}`).join(', ')}`,
};

const deleteDegrees: Statement = {
  name: 'degrees-delete',
  text: 'delete from degrees where institution_id = current_institution() and profile_id = any($1::uuid[])',
};

const insertDegrees: Statement = {
  name: 'degrees-insert',
  text: `insert into degrees (institution_id, profile_id, position, batch_id, department, kind, verified_by, verified_at)
         select current_institution(), profile_id, position, batch_id, department, kind, verified_by, verified_at
         from json_populate_recordset(null::degrees, $1)`,
};

/** Creates or overwrites profiles, and their degrees where those differ. */
export async function putProfiles(scope: Scope, writes: readonly ProfileWrite[]): Promise<void> {
  const degreesOf = (profile: Profile | undefined) => profile?.degrees ?? [];
  const changed = writes.filter(
    ({ before, after }) => !isDeepStrictEqual(degreesOf(before), degreesOf(after)),
  );
  const replaced = changed.filter(({ before }) => degreesOf(before).length);
  const degrees = changed.flatMap(({ after }) =>
    after.degrees.map(({ batchId, department, kind, verification }, position) => ({
      profile_id: after.id,
      position,
      batch_id: batchId,
      department,
      kind,
      verified_by: verification?.by,
      verified_at: verification?.at,
    })),
  );
  await together(
    scope.db.query(upsert, [JSON.stringify(writes.map(({ after }) => toRow(after)))]),
    replaced.length ? scope.db.query(deleteDegrees, [replaced.map(({ after }) => after.id)]) : undefined,
    degrees.length ? scope.db.query(insertDegrees, [JSON.stringify(degrees)]) : undefined,
  );
}

const deleteEntries: Statement = {
  name: 'entries-delete',
  text: `delete from directory_entries e using unnest($1::text[], $2::uuid[]) as gone(audience, profile_id)
         where e.institution_id = current_institution() and e.audience = gone.audience and e.profile_id = gone.profile_id`,
};

const entryColumns = [
  'institution_id', 'profile_id', 'position', 'projection', 'batch_year', 'document', 'sort_name', 'department_key', 'company_key',
  'industry_key', 'city_key', 'country_key', 'skill_keys', 'display_name', 'other_names', 'programme', 'department',
  'degree_kind', 'company', 'title', 'industry', 'city', 'country', 'skills', 'headline', 'photo_url',
].join(', '); // prettier-ignore

// What several audiences find alike is sent, and read, once.
const insertEntries: Statement = {
  name: 'entries-insert',
  text: `insert into directory_entries (audience, ${entryColumns})
         select seen.audience, ${entryColumns}
         from (select ${entryColumns}, row_number() over () as nth from json_populate_recordset(null::directory_entries, $1)) entry
         join unnest($2::text[], $3::int[]) as seen(audience, nth) using (nth)`,
};

/** Takes what the audiences found of these profiles out, and puts the new rows in, each for its audiences. */
export async function replaceEntries(
  scope: Scope,
  gone: readonly { readonly audience: Audience; readonly profileId: string }[],
  rows: ReadonlyMap<EntryRow, readonly Audience[]>,
): Promise<void> {
  const seen = [...rows.values()].flatMap((audiences, i) =>
    audiences.map((audience) => ({ audience, nth: i + 1 })),
  );
  await together(
    gone.length
      ? scope.db.query(deleteEntries, [
          gone.map(({ audience }) => audience),
          gone.map(({ profileId }) => profileId),
        ])
      : undefined,
    seen.length
      ? scope.db.query(insertEntries, [
          JSON.stringify([...rows.keys()]),
          seen.map(({ audience }) => audience),
          seen.map(({ nth }) => nth),
        ])
      : undefined,
  );
}

// Rows are locked in one order by every transaction, so that none waits for another that waits for it. A word or value
// that nobody has any more must be gone at once: it could be corrected towards, or suggested.
const addWords: Statement = {
  name: 'words-add',
  text: `insert into directory_words (institution_id, audience, word, people, name_people, company_people)
         select current_institution(), audience, word, people, name_people, company_people
         from unnest($1::text[], $2::text[], $3::int[], $4::int[], $5::int[])
           as delta(audience, word, people, name_people, company_people)
         order by audience, word collate "C"
         on conflict (institution_id, audience, word) do update set
           people = directory_words.people + excluded.people,
           name_people = directory_words.name_people + excluded.name_people,
           company_people = directory_words.company_people + excluded.company_people`,
};

const dropEmptyWords: Statement = {
  name: 'words-drop-empty',
  text: `delete from directory_words w using unnest($1::text[], $2::text[]) as delta(audience, word)
         where w.institution_id = current_institution() and w.audience = delta.audience and w.word = delta.word
           and w.people <= 0`,
};

export interface WordDelta {
  readonly audience: Audience;
  readonly word: string;
  readonly people: number;
  readonly namePeople: number;
  readonly companyPeople: number;
}

/** What adds to the counts of words; deltas may be negative. */
export function wordCounts(deltas: readonly WordDelta[]): LastStatement[] {
  if (!deltas.length) return [];
  const columns = (rows: readonly WordDelta[]) => [
    rows.map(({ audience }) => audience),
    rows.map(({ word }) => word),
  ];
  const counts = [
    deltas.map(({ people }) => people),
    deltas.map(({ namePeople }) => namePeople),
    deltas.map(({ companyPeople }) => companyPeople),
  ];
  const fewer = deltas.filter(({ people }) => people < 0);
  return [
    { ...addWords, values: [...columns(deltas), ...counts] },
    ...(fewer.length ? [{ ...dropEmptyWords, values: columns(fewer) }] : []),
  ];
}

const addValues: Statement = {
  name: 'values-add',
  text: `insert into directory_values (institution_id, audience, field, key, label, people)
         select current_institution(), audience, field, key, label, people
         from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::int[]) as delta(audience, field, key, label, people)
         order by audience, field collate "C", key collate "C", label collate "C"
         on conflict (institution_id, audience, field, key, label)
         do update set people = directory_values.people + excluded.people`,
};

const dropEmptyValues: Statement = {
  name: 'values-drop-empty',
  text: `delete from directory_values v
         using unnest($1::text[], $2::text[], $3::text[], $4::text[]) as delta(audience, field, key, label)
         where v.institution_id = current_institution() and v.audience = delta.audience and v.field = delta.field
           and v.key = delta.key and v.label = delta.label and v.people <= 0`,
};

export interface ValueDelta extends Value {
  readonly audience: Audience;
  readonly people: number;
}

/** What adds to the counts of values; deltas may be negative. */
export function valueCounts(deltas: readonly ValueDelta[]): LastStatement[] {
  if (!deltas.length) return [];
  const columns = (rows: readonly ValueDelta[]) => [
    rows.map(({ audience }) => audience),
    rows.map(({ field }) => field),
    rows.map(({ key }) => key),
    rows.map(({ label }) => label),
  ];
  const fewer = deltas.filter(({ people }) => people < 0);
  return [
    { ...addValues, values: [...columns(deltas), deltas.map(({ people }) => people)] },
    ...(fewer.length ? [{ ...dropEmptyValues, values: columns(fewer) }] : []),
  ];
}

export interface Batch {
  readonly id: string;
  readonly year: number;
  /** '' where the batch is of the year alone. */
  readonly programme: string;
  readonly code: string;
}

const batchesOfYears: Statement = {
  name: 'batches-of-years',
  text: `select id, year, programme, code from batches
         where institution_id = current_institution() and year = any($1::smallint[])`,
};

export async function listBatchesOfYears(scope: Scope, years: readonly number[]): Promise<Batch[]> {
  return scope.db.query<Batch & Row>(batchesOfYears, [years]);
}

const createBatches: Statement = {
  name: 'batches-create',
  text: `insert into batches (institution_id, id, year, programme, code)
         select current_institution(), id, year, programme, code from json_populate_recordset(null::batches, $1)
         order by year, programme on conflict do nothing`,
};

/** Creates those batches whose year and programme, and whose code, are not taken. */
export async function addBatches(scope: Scope, batches: readonly Batch[]): Promise<void> {
  await scope.db.query(createBatches, [JSON.stringify(batches)]);
}

const visibleBatches: Statement = {
  name: 'batches-visible',
  text: `select b.id, b.year, b.programme, b.code, t.people
         from directory_values t join batches b on b.institution_id = t.institution_id and b.id = t.key::uuid
         where t.institution_id = current_institution() and t.audience = $1 and t.field = 'batch' and t.people >= $2
           and ($3::smallint is null or b.year < $3 or (b.year = $3 and b.code collate "C" > $4))
         order by b.year desc, b.code collate "C" limit $5`,
};

/** Batches in which the audience may see at least `atLeast` people, newest first. */
export async function listVisibleBatches(
  scope: Scope,
  query: {
    audience: Audience;
    atLeast: number;
    after: { year: number; code: string } | undefined;
    limit: number;
  },
): Promise<(Batch & { readonly people: number })[]> {
  const { audience, atLeast, after, limit } = query;
  return scope.db.query<Batch & { people: number } & Row>(visibleBatches, [
    audience, atLeast, after?.year ?? null, after?.code ?? null, limit,
  ]); // prettier-ignore
}

interface ProfileRow {
  id: string;
  external_id: string | null;
  given_name: string | null;
  family_name: string | null;
  display_name: string | null;
  other_names: string[];
  company: string | null;
  title: string | null;
  industry: string | null;
  city: string | null;
  country: string | null;
  skills: string[];
  headline: string | null;
  bio: string | null;
  links: Link[];
  photo_url: string | null;
  email: string | null;
  birth_date: string | null;
  audiences: Audiences;
  version: number;
  created_at: Date;
  updated_at: Date;
  deleted_at: Date | null;
  degrees: {
    batchId: string;
    batchYear: number;
    programme: string;
    department: string | null;
    kind: string | null;
    verifiedBy: string | null;
    verifiedAt: string | null;
  }[];
}

function toProfile(row: Row): Profile {
  const r = row as unknown as ProfileRow;
  return {
    id: r.id,
    ...present({
      externalId: r.external_id,
      givenName: r.given_name,
      familyName: r.family_name,
      displayName: r.display_name,
      company: r.company,
      title: r.title,
      industry: r.industry,
      city: r.city,
      country: r.country,
      headline: r.headline,
      bio: r.bio,
      photoUrl: r.photo_url,
      email: r.email,
      birthDate: r.birth_date,
      deletedAt: r.deleted_at,
    }),
    otherNames: r.other_names,
    skills: r.skills,
    links: r.links,
    audiences: r.audiences,
    degrees: r.degrees.map(toDegree),
    version: r.version,
    createdAt: r.created_at,
    updatedAt: r.updated_at,
  };
}

function toDegree(row: ProfileRow['degrees'][number]): Degree {
  const { batchId, batchYear, programme, department, kind, verifiedBy: by, verifiedAt: at } = row;
  return {
    batchId,
    batchYear,
    ...present({ programme: programme || null, department, kind }),
    ...(by !== null && at !== null && { verification: { by, at } }),
  };
}

/** Without the nulls of a row: what has no value is absent. */
function present<T extends Record<string, unknown>>(values: T): { [K in keyof T]?: NonNullable<T[K]> } {
  const kept: Record<string, unknown> = {};
  for (const name in values) if (values[name] !== null) kept[name] = values[name];
  return kept as { [K in keyof T]?: NonNullable<T[K]> };
}

function toRow(profile: Profile): Row {
  return {
    id: profile.id,
    external_id: profile.externalId,
    given_name: profile.givenName,
    family_name: profile.familyName,
    display_name: profile.displayName,
    other_names: profile.otherNames,
    company: profile.company,
    title: profile.title,
    industry: profile.industry,
    city: profile.city,
    country: profile.country,
    skills: profile.skills,
    headline: profile.headline,
    bio: profile.bio,
    links: profile.links,
    photo_url: profile.photoUrl,
    email: profile.email,
    birth_date: profile.birthDate,
    audiences: profile.audiences,
    version: profile.version,
    created_at: profile.createdAt,
    updated_at: profile.updatedAt,
    deleted_at: profile.deletedAt,
  };
}
