import type { Queryable, Statement } from '../../platform/database';
import type { Institution, Scope } from '../../platform/scope';
import { institutionColumns, toInstitution, type InstitutionRow } from '../institutions';

export interface KeyRow {
  readonly id: string;
  readonly kind: 'publishable' | 'secret';
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
export async function findKey(db: Queryable, digest: Buffer): Promise<KeyRow | undefined> {
  const [row] = await db.query<
    InstitutionRow & {
      key_id: string;
      kind: KeyRow['kind'];
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

const insert: Statement = {
  text: `insert into api_keys (institution_id, id, kind, name, digest, text, scopes, origins, expires_at)
         values (current_institution(), $1, $2, $3, $4, $5, $6, $7, $8)`,
};

export interface KeyInsert {
  readonly id: string;
  readonly kind: KeyRow['kind'];
  readonly name: string;
  readonly digest: Buffer;
  readonly text: string | null;
  readonly scopes: readonly string[];
  readonly origins: readonly string[];
  readonly expiresAt: Date | undefined;
}

export async function insertKey(scope: Scope, key: KeyInsert): Promise<void> {
  await scope.transaction(async (tx) => {
    await tx.db.query(insert, [
      key.id, key.kind, key.name, key.digest, key.text, key.scopes, key.origins, key.expiresAt ?? null,
    ]); // prettier-ignore
  });
}

const setOrigins: Statement = {
  text: `update api_keys set origins = $2 where institution_id = current_institution() and text = $1`,
};

/** Binds a publishable key to other origins. */
export async function updateKeyOrigins(
  scope: Scope,
  text: string,
  origins: readonly string[],
): Promise<void> {
  await scope.transaction(async (tx) => {
    await tx.db.query(setOrigins, [text, origins]);
  });
}
