import type { Audience } from '../audience';
import type { Queryable, Statement } from '../database';
import type { Scope } from '../scope';

export type FileKind = 'photo';

export interface StoredFile {
  readonly id: string;
  readonly kind: FileKind;
}

const insert: Statement = {
  name: 'files-insert',
  text: `insert into stored_files (institution_id, id, kind, created_at) values (current_institution(), $1, $2, $3)`,
};

/** Notes a file before its first object is stored, so that none can lie about unknown. */
export async function insertFile(tx: Scope, { id, kind }: StoredFile): Promise<void> {
  await tx.db.query(insert, [id, kind, tx.clock()]);
}

const keep: Statement = {
  name: 'files-keep',
  text: `update stored_files set kept_at = $2
         where institution_id = current_institution() and id = $1 and kept_at is null and dropped_at is null returning id`,
};

/** Notes that something refers to the file now. @returns false where it has been given up meanwhile */
export async function markKept(tx: Scope, id: string): Promise<boolean> {
  return (await tx.db.query(keep, [id, tx.clock()])).length > 0;
}

const show: Statement = {
  name: 'files-show',
  text: `update stored_files f set shown_to = shown.audience
         from unnest($1::uuid[], $2::text[]) as shown(id, audience)
         where f.institution_id = current_institution() and f.id = shown.id`,
};

/** Which of the files may be shown to whom. */
export interface Showing {
  readonly id: string;
  /** The widest audience; undefined: nobody. */
  readonly audience: Audience | undefined;
}

export async function setShown(tx: Scope, files: readonly Showing[]): Promise<void> {
  await tx.db.query(show, [files.map(({ id }) => id), files.map(({ audience }) => audience ?? null)]);
}

const shown: Statement = {
  name: 'files-shown',
  text: `select shown_to from stored_files
         where institution_id = current_institution() and id = $1 and kept_at is not null and dropped_at is null`,
};

/** The widest audience that the file may be shown to now; undefined where there is none. */
export async function findShown(db: Queryable, id: string): Promise<Audience | undefined> {
  const [row] = await db.query<{ shown_to: Audience | null }>(shown, [id]);
  return row?.shown_to ?? undefined;
}

const drop: Statement = {
  name: 'files-drop',
  text: `update stored_files set dropped_at = coalesce(dropped_at, $2)
         where institution_id = current_institution() and id = any($1::uuid[])`,
};

/** Notes that nothing refers to the files any more. */
export async function markDropped(tx: Scope, ids: readonly string[]): Promise<void> {
  await tx.db.query(drop, [ids, tx.clock()]);
}

const giveUp: Statement = {
  name: 'files-give-up',
  text: `update stored_files set dropped_at = $2
         where institution_id = current_institution() and kept_at is null and dropped_at is null and created_at < $1`,
};

/** Gives up files that were noted before that time and that nothing has referred to since. */
export async function dropAbandoned(tx: Scope, before: Date): Promise<void> {
  await tx.db.query(giveUp, [before, tx.clock()]);
}

const dropped: Statement = {
  name: 'files-dropped',
  text: `select id, kind from stored_files where institution_id = current_institution() and dropped_at is not null
           and ($1::uuid is null or id > $1) order by id limit $2`,
};

export async function listDropped(
  scope: Scope,
  after: string | undefined,
  limit: number,
): Promise<StoredFile[]> {
  return scope.db.query<{ id: string; kind: FileKind }>(dropped, [after ?? null, limit]);
}

const remove: Statement = {
  name: 'files-delete',
  text: `delete from stored_files
         where institution_id = current_institution() and id = any($1::uuid[]) and dropped_at is not null`,
};

/** Forgets files whose objects are gone. */
export async function deleteFiles(tx: Scope, ids: readonly string[]): Promise<void> {
  await tx.db.query(remove, [ids]);
}
