import { isDeepStrictEqual } from 'node:util';
import { type Statement, together } from '../../platform/database';
import type { Scope } from '../../platform/scope';
import type { ProfileWrite } from './changes';
import type { Profile } from './profile';
import { toProfile, toRow } from './profile-row';

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
