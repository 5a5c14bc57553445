import type { Statement } from '../../platform/database';
import type { Scope } from '../../platform/scope';
import type { Provider, ProviderKind, PublicKeySet } from './provider';

interface ProviderRow {
  readonly id: string;
  readonly kind: ProviderKind;
  readonly name: string;
  readonly issuer: string;
  readonly client_id: string | null;
  readonly client_secret: Buffer | null;
  readonly jwks: PublicKeySet | null;
  readonly jwks_url: string | null;
  readonly trusts_email: boolean;
  readonly trusts_unverified_email: boolean;
  readonly configured_scopes: readonly string[] | null;
  readonly trust_version: number;
  readonly enabled: boolean;
  readonly version: number;
  readonly created_at: Date;
  readonly updated_at: Date;
}

const columns = `id, kind, name, issuer, client_id, client_secret, jwks, jwks_url, trusts_email,
  trusts_unverified_email, configured_scopes, trust_version, enabled, version, created_at, updated_at`;
const living = 'institution_id = current_institution() and deleted_at is null';

const toProvider = (row: ProviderRow): Provider => ({
  id: row.id,
  kind: row.kind,
  name: row.name,
  issuer: row.issuer,
  clientId: row.client_id ?? undefined,
  clientSecret: row.client_secret ?? undefined,
  jwks: row.jwks ?? undefined,
  jwksUrl: row.jwks_url ?? undefined,
  trustsEmail: row.trusts_email,
  trustsUnverifiedEmail: row.trusts_unverified_email,
  configuredScopes: row.configured_scopes ?? undefined,
  trustVersion: row.trust_version,
  enabled: row.enabled,
  version: row.version,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
});

async function one(
  scope: Scope,
  statement: Statement,
  values: readonly unknown[],
): Promise<Provider | undefined> {
  const [row] = await scope.db.query<ProviderRow>(statement, values);
  return row && toProvider(row);
}

const byId: Statement = {
  name: 'sign-in-providers-by-id',
  text: `select ${columns} from sign_in_providers where ${living} and id = $1`,
};

export const findProvider = (scope: Scope, id: string) => one(scope, byId, [id]);

const lock: Statement = {
  text: `select ${columns} from sign_in_providers where ${living} and id = $1 for update`,
};

export const lockProvider = (tx: Scope, id: string) => one(tx, lock, [id]);

const hold: Statement = {
  name: 'sign-in-providers-hold',
  text: `select 1 from sign_in_providers where ${living} and id = $1 and version = $2 and enabled for share`,
};

/** Keeps a provider as it was read until the transaction ends. @returns false where it has changed since, or is enabled no more */
export async function holdProvider(tx: Scope, { id, version }: Provider): Promise<boolean> {
  return (await tx.db.query(hold, [id, version])).length === 1;
}

const ofHost: Statement = {
  name: 'sign-in-providers-of-host',
  text: `select ${columns} from sign_in_providers where ${living} and kind = 'host' and enabled and issuer = $1`,
};

/** The enabled host whose tokens name this issuer. */
export const findHost = (scope: Scope, issuer: string) => one(scope, ofHost, [issuer]);

const all: Statement = {
  name: 'sign-in-providers-list',
  text: `select ${columns} from sign_in_providers where ${living} order by id`,
};

/** The oldest first; there are few. */
export async function selectProviders(scope: Scope): Promise<Provider[]> {
  return (await scope.db.query<ProviderRow>(all)).map(toProvider);
}

const count: Statement = {
  text: `select count(*)::int as count from sign_in_providers where ${living}`,
};

export async function countProviders(scope: Scope): Promise<number> {
  const [row] = await scope.db.query<{ count: number }>(count);
  return row!.count;
}

const insert: Statement = {
  text: `insert into sign_in_providers (institution_id, id, kind, name, issuer, client_id, client_secret, jwks, jwks_url, trusts_email,
                                        enabled, created_at, updated_at, trusts_unverified_email, configured_scopes)
         values (current_institution(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11, $12, $13) returning ${columns}`,
};

/** Fails on the key sign_in_providers_host where the issuer is another host's. */
export async function insertProvider(
  tx: Scope,
  provider: Omit<Provider, 'version' | 'trustVersion' | 'createdAt' | 'updatedAt'>,
): Promise<Provider> {
  const { id, kind, name, issuer, clientId, clientSecret, jwks, jwksUrl, trustsEmail, enabled } = provider;
  const values = [
    id, kind, name, issuer, clientId ?? null, clientSecret ?? null, jwks ? JSON.stringify(jwks) : null, jwksUrl ?? null,
    trustsEmail, enabled, tx.clock(), provider.trustsUnverifiedEmail, provider.configuredScopes,
  ]; // prettier-ignore
  return (await one(tx, insert, values))!;
}

const update: Statement = {
  text: `update sign_in_providers set name = $2, client_id = $3, client_secret = $4, jwks = $5, jwks_url = $6, trusts_email = $7,
           enabled = $8, updated_at = $9, version = version + 1, trusts_unverified_email = $10, configured_scopes = $11,
           trust_version = $12
         where ${living} and id = $1 returning ${columns}`,
};

export async function updateProviderRow(tx: Scope, provider: Provider): Promise<Provider> {
  const { id, name, clientId, clientSecret, jwks, jwksUrl, trustsEmail, enabled } = provider;
  const values = [
    id, name, clientId ?? null, clientSecret ?? null, jwks ? JSON.stringify(jwks) : null, jwksUrl ?? null, trustsEmail,
    enabled, tx.clock(), provider.trustsUnverifiedEmail, provider.configuredScopes ?? null, provider.trustVersion,
  ]; // prettier-ignore
  return (await one(tx, update, values))!;
}

const remove: Statement = {
  text: `update sign_in_providers set deleted_at = $2, updated_at = $2, client_secret = null where ${living} and id = $1`,
};

export async function deleteProviderRow(tx: Scope, id: string): Promise<void> {
  await tx.db.query(remove, [id, tx.clock()]);
}
