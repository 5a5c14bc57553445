import type { Statement } from '../../platform/database';
import type { Scope } from '../../platform/scope';

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
