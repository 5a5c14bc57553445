import type { Database, Statement } from '../../platform/database';
import type { Scope } from '../../platform/scope';

/** What signs, as it is kept. */
export interface SealedSecret {
  readonly endpointId: string;
  readonly id: string;
  readonly sealed: Buffer;
}

const insert: Statement = {
  name: 'webhook-secrets-insert',
  text: `insert into webhook_secrets (institution_id, endpoint_id, id, sealed, public_key, created_at)
         values (current_institution(), $1, $2, $3, $4, $5)`,
};

export async function insertSecret(
  tx: Scope,
  secret: SealedSecret & { readonly publicKey: string | undefined; readonly createdAt: Date },
): Promise<void> {
  const { endpointId, id, sealed, publicKey, createdAt } = secret;
  await tx.db.query(insert, [endpointId, id, sealed, publicKey ?? null, createdAt]);
}

// Those before it end as they were to, but not later than the one that is being replaced.
const end: Statement = {
  name: 'webhook-secrets-end',
  text: `update webhook_secrets set expires_at = least(expires_at, $2)
         where institution_id = current_institution() and endpoint_id = $1`,
};

/** Gives all secrets of an endpoint an end. */
export async function endSecrets(tx: Scope, endpointId: string, at: Date): Promise<void> {
  await tx.db.query(end, [endpointId, at]);
}

const good: Statement = {
  name: 'webhook-secrets-good',
  text: `select endpoint_id, id, sealed from webhook_secrets
         where institution_id = current_institution() and endpoint_id = any($1::uuid[]) and (expires_at is null or expires_at > $2)
         order by endpoint_id, expires_at desc nulls first, id desc`,
};

/** The secrets that sign at an instant, the present one first. */
export async function findSecrets(
  scope: Scope,
  endpointIds: readonly string[],
  at: Date,
): Promise<SealedSecret[]> {
  const rows = await scope.db.query<{ endpoint_id: string; id: string; sealed: Buffer }>(good, [
    endpointIds,
    at,
  ]);
  return rows.map(({ endpoint_id, id, sealed }) => ({ endpointId: endpoint_id, id, sealed }));
}

const publicKeys: Statement = {
  name: 'webhook-public-keys',
  text: 'select public_key, expires_at from webhook_public_keys($1, $2)',
};

export interface PublicKey {
  readonly key: string;
  readonly expiresAt: Date | undefined;
}

/** Of an endpoint of whatever institution: anybody may know them. */
export async function findPublicKeys(database: Database, endpointId: string, at: Date): Promise<PublicKey[]> {
  const rows = await database.across.query<{ public_key: string; expires_at: Date | null }>(publicKeys, [
    endpointId,
    at,
  ]);
  return rows.map(({ public_key, expires_at }) => ({ key: public_key, expiresAt: expires_at ?? undefined }));
}
