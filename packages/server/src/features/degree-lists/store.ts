import type { Statement } from '../../platform/database';
import type { Scope } from '../../platform/scope';
import { type ConferredDegree, type DegreeList, type ListRow, type Outcome, outcomes } from './list';

const own = 'institution_id = current_institution()';

interface ListRecord {
  readonly id: string;
  readonly name: string;
  readonly row_count: number;
  readonly checked_through: number;
  readonly told_through: string | null;
  readonly verified: number;
  readonly already_verified: number;
  readonly ambiguous: number;
  readonly no_such_degree: number;
  readonly not_found: number;
  readonly version: number;
  readonly created_at: Date;
  readonly finished_at: Date | null;
}

const toList = (record: ListRecord): DegreeList => ({
  id: record.id,
  name: record.name,
  rowCount: record.row_count,
  counts: {
    verified: record.verified,
    alreadyVerified: record.already_verified,
    ambiguous: record.ambiguous,
    noSuchDegree: record.no_such_degree,
    notFound: record.not_found,
  },
  checkedThrough: record.checked_through,
  toldThrough: record.told_through ?? undefined,
  version: record.version,
  createdAt: record.created_at,
  finishedAt: record.finished_at ?? undefined,
});

const columns =
  'id, name, row_count, checked_through, told_through, verified, already_verified, ambiguous, no_such_degree, not_found, ' +
  'version, created_at, finished_at';

const insert: Statement = {
  text: `insert into degree_lists (institution_id, id, name, row_count, created_at)
         values (current_institution(), $1, $2, $3, $4)`,
};

const insertRows: Statement = {
  text: `insert into degree_list_rows
           (institution_id, list_id, number, external_id, name, birth_date, batch_year, programme, department, kind)
         select current_institution(), $1, number, external_id, name, birth_date, batch_year, programme, department, kind
         from json_populate_recordset(null::degree_list_rows, $2)`,
};

export async function insertList(
  tx: Scope,
  { id, name, rows }: { id: string; name: string; rows: readonly ConferredDegree[] },
): Promise<void> {
  const records = rows.map(({ externalId, name, birthDate, batchYear, programme, department, kind }, i) => ({
    number: i + 1,
    external_id: externalId,
    name,
    birth_date: birthDate,
    batch_year: batchYear,
    programme,
    department,
    kind,
  }));
  await tx.db.query(insert, [id, name, rows.length, tx.clock()]);
  await tx.db.query(insertRows, [id, JSON.stringify(records)]);
}

const byIds: Statement = {
  name: 'degree-lists-by-ids',
  text: `select ${columns} from degree_lists where ${own} and id = any($1::uuid[])`,
};

export async function findLists(scope: Scope, ids: readonly string[]): Promise<DegreeList[]> {
  return (await scope.db.query<ListRecord>(byIds, [ids])).map(toList);
}

export const findList = async (scope: Scope, id: string) => (await findLists(scope, [id]))[0];

const lock: Statement = {
  text: `select ${columns} from degree_lists where ${own} and id = $1 for no key update`,
};

/** Locked until the transaction ends: who works on a list does so alone. Degrees may be written that refer to it. */
export async function lockList(tx: Scope, id: string): Promise<DegreeList | undefined> {
  return (await tx.db.query<ListRecord>(lock, [id])).map(toList)[0];
}

const newest: Statement = {
  text: `select ${columns} from degree_lists where ${own} and ($1::uuid is null or id < $1) order by id desc limit $2`,
};

export async function selectLists(
  scope: Scope,
  { before, limit }: { readonly before: string | undefined; readonly limit: number },
): Promise<DegreeList[]> {
  return (await scope.db.query<ListRecord>(newest, [before ?? null, limit])).map(toList);
}

interface RowRecord {
  readonly number: number;
  readonly external_id: string | null;
  readonly name: string;
  readonly birth_date: string | null;
  readonly batch_year: number;
  readonly programme: string | null;
  readonly department: string | null;
  readonly kind: string | null;
  readonly outcome: Outcome | null;
  readonly profile_id: string | null;
}

const toRow = (record: RowRecord): ListRow => ({
  number: record.number,
  externalId: record.external_id ?? undefined,
  name: record.name,
  birthDate: record.birth_date ?? undefined,
  batchYear: record.batch_year,
  programme: record.programme ?? undefined,
  department: record.department ?? undefined,
  kind: record.kind ?? undefined,
  outcome: record.outcome ?? undefined,
  profileId: record.profile_id ?? undefined,
});

const rowColumns =
  'number, external_id, name, birth_date, batch_year, programme, department, kind, outcome, profile_id';

const rowsAfter: Statement = {
  text: `select ${rowColumns} from degree_list_rows
         where ${own} and list_id = $1 and number > $2 and ($3::text is null or outcome = $3) order by number limit $4`,
};

export interface RowQuestion {
  readonly listId: string;
  readonly after: number;
  readonly outcome?: Outcome | undefined;
  readonly limit: number;
}

/** In the order of the list. */
export async function selectRows(scope: Scope, question: RowQuestion): Promise<ListRow[]> {
  const { listId, after, outcome, limit } = question;
  return (await scope.db.query<RowRecord>(rowsAfter, [listId, after, outcome ?? null, limit])).map(toRow);
}

const rowsOfProfiles: Statement = {
  text: `select ${rowColumns} from degree_list_rows
         where ${own} and profile_id = any($1::uuid[]) and outcome in ('verified', 'alreadyVerified')`,
};

/** Those that prove a degree of one of these profiles. */
export async function selectProvingRows(scope: Scope, profileIds: readonly string[]): Promise<ListRow[]> {
  return (await scope.db.query<RowRecord>(rowsOfProfiles, [profileIds])).map(toRow);
}

const setOutcomes: Statement = {
  text: `update degree_list_rows r set outcome = found.outcome, profile_id = found.profile_id
         from unnest($2::int[], $3::text[], $4::uuid[]) as found (number, outcome, profile_id)
         where ${own} and r.list_id = $1 and r.number = found.number`,
};

const setChecked: Statement = {
  text: `update degree_lists set checked_through = $2, version = version + 1,
           ${outcomes.map((outcome, i) => `${columnOf(outcome)} = ${columnOf(outcome)} + $${i + 3}`).join(', ')}
         where ${own} and id = $1`,
};

function columnOf(outcome: Outcome): string {
  return outcome.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

export type CheckedRow = Pick<ListRow, 'number' | 'profileId'> & { readonly outcome: Outcome };

/** Notes what the next rows of a locked list came to. */
export async function setRowsChecked(tx: Scope, listId: string, rows: readonly CheckedRow[]): Promise<void> {
  await tx.db.query(setOutcomes, [
    listId,
    rows.map(({ number }) => number),
    rows.map(({ outcome }) => outcome),
    rows.map(({ profileId }) => profileId ?? null),
  ]);
  const counts = outcomes.map((each) => rows.filter(({ outcome }) => outcome === each).length);
  await tx.db.query(setChecked, [listId, rows.at(-1)!.number, ...counts]);
}

const profilesToTell: Statement = {
  text: `select distinct profile_id as id from degree_list_rows
         where ${own} and list_id = $1 and outcome = 'verified' and ($2::uuid is null or profile_id > $2)
         order by profile_id limit $3`,
};

/** The next of those who have a degree that the list has verified, in the order of their ids. */
export async function selectProfilesToTell(
  scope: Scope,
  { id, toldThrough }: DegreeList,
  limit: number,
): Promise<string[]> {
  return (await scope.db.query<{ id: string }>(profilesToTell, [id, toldThrough ?? null, limit])).map(
    (row) => row.id,
  );
}

const setTold: Statement = {
  text: `update degree_lists set told_through = $2, version = version + 1 where ${own} and id = $1`,
};

export async function setToldThrough(tx: Scope, listId: string, profileId: string): Promise<void> {
  await tx.db.query(setTold, [listId, profileId]);
}

const finish: Statement = {
  text: `update degree_lists set finished_at = $2, version = version + 1 where ${own} and id = $1 returning ${columns}`,
};

export async function setFinished(tx: Scope, listId: string): Promise<DegreeList> {
  return (await tx.db.query<ListRecord>(finish, [listId, tx.clock()])).map(toList)[0]!;
}

const deleteOld: Statement = {
  text: `delete from degree_list_rows r using (
           select w.list_id, w.number from degree_lists l
           join degree_list_rows w on (w.institution_id, w.list_id) = (l.institution_id, l.id)
           where l.institution_id = current_institution() and l.created_at < $1 limit $2
         ) old
         where r.institution_id = current_institution() and (r.list_id, r.number) = (old.list_id, old.number) returning 1`,
};

/** @returns how many rows of lists that were made before are gone */
export async function deleteRowsBefore(tx: Scope, before: Date, limit: number): Promise<number> {
  return (await tx.db.query(deleteOld, [before, limit])).length;
}
