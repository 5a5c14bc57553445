import type { Queryable, Statement } from '../../platform/database';
import type { Institution, Scope } from '../../platform/scope';
import { institutionColumns, type InstitutionRow, toInstitution } from '../institutions';
import type { KeyKind } from './key-text';

/** What is known of a key where it is used. */
export interface KnownKey {
  readonly id: string;
  readonly kind: KeyKind;
  readonly digest: Buffer;
  readonly scopes: readonly string[];
  readonly origins: readonly string[];
  readonly expiresAt: Date | undefined;
  readonly institution: Institution;
}

const byDigest: Statement = {
  name: 'keys-by-digest',
  text: `select k.id as key_id, k.kind, k.digest, k.scopes, k.origins, k.expires_at, ${institutionColumns('i')}
         from api_keys k join institutions i on i.id = k.institution_id
         where k.institution_id = current_institution() and k.digest = $1 and k.revoked_at is null and i.deleted_at is null`,
};

/** The key with this digest, unless it is revoked. */
export async function findKey(db: Queryable, digest: Buffer): Promise<KnownKey | undefined> {
  const [row] = await db.query<
    InstitutionRow & {
      key_id: string;
      kind: KeyKind;
      digest: Buffer;
      scopes: string[];
      origins: string[];
      expires_at: Date | null;
    }
  >(byDigest, [digest]);
  return (
    row && {
      id: row.key_id,
      kind: row.kind,
      digest: row.digest,
      scopes: row.scopes,
      origins: row.origins,
      expiresAt: row.expires_at ?? undefined,
      institution: toInstitution(row),
    }
  );
}

/** A key as it is managed. */
export interface Key {
  readonly id: string;
  readonly version: number;
  readonly kind: KeyKind;
  readonly name: string;
  /** Of a publishable key only. */
  readonly text: string | undefined;
  readonly ending: string | undefined;
  readonly scopes: readonly string[];
  readonly origins: readonly string[];
  readonly createdAt: Date;
  readonly expiresAt: Date | undefined;
  readonly lastUsedAt: Date | undefined;
  readonly revokedAt: Date | undefined;
  readonly replacedById: string | undefined;
  readonly exposedAt: Date | undefined;
  readonly exposedOrigin: string | undefined;
}

const columns = `id, version, kind, name, text, ending, scopes, origins, created_at, expires_at, last_used_at, revoked_at,
  replaced_by, exposed_at, exposed_origin`;

interface KeyRow {
  id: string;
  version: number;
  kind: KeyKind;
  name: string;
  text: string | null;
  ending: string | null;
  scopes: string[];
  origins: string[];
  created_at: Date;
  expires_at: Date | null;
  last_used_at: Date | null;
  revoked_at: Date | null;
  replaced_by: string | null;
  exposed_at: Date | null;
  exposed_origin: string | null;
}

function toKey(row: KeyRow): Key {
  const { id, version, kind, name, scopes, origins } = row;
  return {
    id,
    version,
    kind,
    name,
    text: row.text ?? undefined,
    ending: row.ending ?? undefined,
    scopes,
    origins,
    createdAt: row.created_at,
    expiresAt: row.expires_at ?? undefined,
    lastUsedAt: row.last_used_at ?? undefined,
    revokedAt: row.revoked_at ?? undefined,
    replacedById: row.replaced_by ?? undefined,
    exposedAt: row.exposed_at ?? undefined,
    exposedOrigin: row.exposed_origin ?? undefined,
  };
}

const insert: Statement = {
  text: `insert into api_keys (institution_id, id, kind, name, digest, text, ending, scopes, origins, expires_at, created_at)
         values (current_institution(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning ${columns}`,
};

export interface KeyInsert {
  readonly id: string;
  readonly kind: KeyKind;
  readonly name: string;
  readonly digest: Buffer;
  readonly text: string | null;
  readonly ending: string;
  readonly scopes: readonly string[];
  readonly origins: readonly string[];
  readonly expiresAt: Date | undefined;
}

export async function insertKey(tx: Scope, key: KeyInsert): Promise<Key> {
  const [row] = await tx.db.query<KeyRow>(insert, [
    key.id, key.kind, key.name, key.digest, key.text, key.ending, key.scopes, key.origins, key.expiresAt ?? null, tx.clock(),
  ]); // prettier-ignore
  return toKey(row!);
}

const byId: Statement = {
  text: `select ${columns} from api_keys where institution_id = current_institution() and id = $1`,
};

export async function findKeyById({ db }: Scope, id: string): Promise<Key | undefined> {
  const [row] = await db.query<KeyRow>(byId, [id]);
  return row && toKey(row);
}

const byIds: Statement = {
  text: `select ${columns} from api_keys where institution_id = current_institution() and id = any ($1)`,
};

/** Those of these keys that there are, also revoked ones. */
export async function findKeysByIds({ db }: Scope, ids: readonly string[]): Promise<readonly Key[]> {
  return (await db.query<KeyRow>(byIds, [ids])).map(toKey);
}

// In both directions: a key that is being rotated is good until its overlap ends.
const line: Statement = {
  name: 'keys-line',
  text: `with recursive line (id) as (
           select $1::uuid
           union
           select each.id from line
             join api_keys k on k.institution_id = current_institution() and k.replaced_by is not null
               and (k.id = line.id or k.replaced_by = line.id)
             cross join lateral (values (k.id), (k.replaced_by)) each (id)
         )
         select id from line`,
};

/** The key, all that it has replaced by rotation, and all that replace it: whoever holds one of them is the same owner. */
export async function findKeyLine({ db }: Scope, id: string): Promise<readonly string[]> {
  return (await db.query<{ id: string }>(line, [id])).map((key) => key.id);
}

const lockById: Statement = { text: `${byId.text} and revoked_at is null for update` };

/** A key that is not revoked, held until the transaction ends. */
export async function lockKey({ db }: Scope, id: string): Promise<Key | undefined> {
  const [row] = await db.query<KeyRow>(lockById, [id]);
  return row && toKey(row);
}

// In one order, so that two who come together wait for one another and do not lock each other out.
const lockManaging: Statement = {
  text: `select ${columns} from api_keys
         where institution_id = current_institution() and $1 = any (scopes) and revoked_at is null and (expires_at is null or expires_at > $2)
         order by id for update`,
};

/** The living keys that have a scope, all held until the transaction ends: nobody takes one away meanwhile. */
export async function lockKeysWithScope({ db, clock }: Scope, scope: string): Promise<readonly Key[]> {
  return (await db.query<KeyRow>(lockManaging, [scope, clock()])).map(toKey);
}

const page: Statement = {
  text: `select ${columns} from api_keys
         where institution_id = current_institution() and revoked_at is null and ($1::uuid is null or id < $1)
         order by id desc limit $2`,
};

/** Keys that are not revoked, newest first. */
export async function listKeys(
  { db }: Scope,
  after: string | undefined,
  limit: number,
): Promise<readonly Key[]> {
  return (await db.query<KeyRow>(page, [after ?? null, limit])).map(toKey);
}

const publishable: Statement = {
  text: `select text from api_keys
         where institution_id = current_institution() and kind = 'publishable' and revoked_at is null
           and (expires_at is null or expires_at > $1)
         order by id desc limit 1`,
};

/** The text of the newest publishable key that is good. */
export async function findPublishableKey({ db, clock }: Scope): Promise<string | undefined> {
  const [row] = await db.query<{ text: string }>(publishable, [clock()]);
  return row?.text;
}

const update: Statement = {
  text: `update api_keys set version = version + 1, name = $2, scopes = $3, origins = $4, expires_at = $5, revoked_at = $6, replaced_by = $7
         where institution_id = current_institution() and id = $1 returning ${columns}`,
};

/** Writes what can change of a key that is held. */
export async function updateKey({ db }: Scope, key: Key): Promise<Key> {
  const { id, name, scopes, origins, expiresAt, revokedAt, replacedById } = key;
  const values = [id, name, scopes, origins, expiresAt ?? null, revokedAt ?? null, replacedById ?? null];
  const [row] = await db.query<KeyRow>(update, values);
  return toKey(row!);
}

const byText: Statement = {
  text: `select id from api_keys where institution_id = current_institution() and text = $1`,
};

/** The id of a publishable key. */
export async function findKeyIdByText({ db }: Scope, text: string): Promise<string | undefined> {
  const [row] = await db.query<{ id: string }>(byText, [text]);
  return row?.id;
}

const expose: Statement = {
  text: `update api_keys set version = version + 1, exposed_at = $2, exposed_origin = $3
         where institution_id = current_institution() and id = $1 and revoked_at is null
           and (exposed_at is null or exposed_at <= $4)
         returning version`,
};

/** Notes that a page has sent a key, unless that was noted since. @returns the key's version, where it was noted */
export async function noteExposure(
  { db, clock }: Scope,
  id: string,
  origin: string,
  since: Date,
): Promise<number | undefined> {
  const [row] = await db.query<{ version: number }>(expose, [id, clock(), origin, since]);
  return row?.version;
}

// A key that somebody is just changing is left for the next time: nobody waits for this, and it waits for nobody.
const uses: Statement = {
  text: `update api_keys k set last_used_at = used.at from (
           select a.id, u.at from api_keys a join unnest($1::uuid[], $2::timestamptz[]) as u (id, at) on u.id = a.id
           where a.institution_id = current_institution() and (a.last_used_at is null or a.last_used_at < u.at)
           for update of a skip locked
         ) used
         where k.institution_id = current_institution() and k.id = used.id`,
};

export async function noteUses(db: Queryable, used: ReadonlyMap<string, Date>): Promise<void> {
  await db.query(uses, [[...used.keys()], [...used.values()]]);
}
