import { type Statement, together } from '../../platform/database';
import type { Audience, Scope } from '../../platform/scope';
import type { Endpoint, Replay } from './endpoint';
import type { Health } from './health';

interface EndpointRow {
  readonly id: string;
  readonly url: string;
  readonly types: string[];
  readonly description: string | null;
  readonly audience: Audience;
  readonly scopes: string[];
  readonly signature: Endpoint['signature'];
  readonly enabled: boolean;
  readonly disabled_reason: Endpoint['disabledReason'] | null;
  readonly version: number;
  readonly after_position: string;
  readonly failures: number;
  readonly failing_since: Date | null;
  readonly pauses: number;
  readonly paused_until: Date | null;
  readonly replay_after: string | null;
  readonly replay_until: string | null;
  readonly replay_from: Date | null;
  readonly secret_expires_at: Date | null;
  readonly created_at: Date;
  readonly updated_at: Date;
}

function toEndpoint(row: EndpointRow, now: Date): Endpoint {
  const { id, url, types, audience, scopes, signature, enabled, version } = row;
  return {
    id,
    url,
    types,
    description: row.description ?? undefined,
    audience,
    scopes,
    signature,
    enabled,
    version,
    disabledReason: row.disabled_reason ?? undefined,
    afterPosition: Number(row.after_position),
    health: {
      failures: row.failures,
      failingSince: row.failing_since ?? undefined,
      pauses: row.pauses,
      pausedUntil: row.paused_until ?? undefined,
    },
    replay: row.replay_from
      ? { after: Number(row.replay_after), until: Number(row.replay_until), from: row.replay_from }
      : undefined,
    secretExpiresAt: row.secret_expires_at && row.secret_expires_at > now ? row.secret_expires_at : undefined,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

function toEndpoints({ clock }: Scope, rows: readonly EndpointRow[]): Endpoint[] {
  const now = clock();
  return rows.map((row) => toEndpoint(row, now));
}

// Of an endpoint that the release before has made: what that release checked. It did not check keys:manage.
const scopesOfReleaseBefore = '{claims:read,degrees:verify,directory:read,members:read,webhooks:manage}';

const columns = `e.id, e.url, e.types, e.description, e.audience, e.signature, e.enabled, e.disabled_reason, e.version,
  e.after_position, e.failures, e.failing_since, e.pauses, e.paused_until, e.replay_after, e.replay_until, e.replay_from,
  e.created_at, e.updated_at, coalesce((
    select s.scopes from webhook_endpoint_scopes s
    where (s.institution_id, s.endpoint_id) = (e.institution_id, e.id)), '${scopesOfReleaseBefore}') as scopes, (
  select max(s.expires_at) from webhook_secrets s
  where (s.institution_id, s.endpoint_id) = (e.institution_id, e.id) and s.expires_at is not null) as secret_expires_at`;
const own = 'e.institution_id = current_institution() and e.deleted_at is null';

const byIds: Statement = {
  name: 'webhook-endpoints-by-ids',
  text: `select ${columns} from webhook_endpoints e where ${own} and e.id = any($1::uuid[])`,
};

export async function findEndpoints(scope: Scope, ids: readonly string[]): Promise<Endpoint[]> {
  return toEndpoints(scope, await scope.db.query<EndpointRow>(byIds, [ids]));
}

// In the order of their ids, so that two transactions never wait for each other.
const lock: Statement = {
  name: 'webhook-endpoints-lock',
  text: `select ${columns} from webhook_endpoints e where ${own} and (e.id = any($1::uuid[]) or (e.id = any($2::uuid[]) and e.failures > 0))
         order by e.id for update of e`,
};

/** The same, locked until the transaction ends; of `ifFailing` those that have failed of late. */
export async function lockEndpoints(
  tx: Scope,
  ids: readonly string[],
  ifFailing: readonly string[] = [],
): Promise<Endpoint[]> {
  return toEndpoints(tx, await tx.db.query<EndpointRow>(lock, [ids, ifFailing]));
}

const page: Statement = {
  name: 'webhook-endpoints-page',
  text: `select ${columns} from webhook_endpoints e where ${own} and ($1::uuid is null or e.id > $1) order by e.id limit $2`,
};

/** The oldest first. */
export async function listEndpoints(
  scope: Scope,
  { after, limit }: { readonly after: string | undefined; readonly limit: number },
): Promise<Endpoint[]> {
  return toEndpoints(scope, await scope.db.query<EndpointRow>(page, [after ?? null, limit]));
}

const receiving: Statement = {
  name: 'webhook-endpoints-receiving',
  text: `select ${columns} from webhook_endpoints e where ${own} and (e.enabled or e.replay_after is not null) order by e.id`,
};

/** Those that get new changes, or old ones again. */
export async function findReceivingEndpoints(scope: Scope): Promise<Endpoint[]> {
  return toEndpoints(scope, await scope.db.query<EndpointRow>(receiving));
}

const count: Statement = {
  name: 'webhook-endpoints-count',
  text: `select count(*)::int as count from webhook_endpoints e where ${own}`,
};

export async function countEndpoints(scope: Scope): Promise<number> {
  return (await scope.db.query<{ count: number }>(count))[0]!.count;
}

const insert: Statement = {
  name: 'webhook-endpoints-insert',
  text: `insert into webhook_endpoints
           (institution_id, id, url, types, description, audience, signature, enabled, after_position, created_at, updated_at)
         values (current_institution(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $9)`,
};

const putScopes: Statement = {
  name: 'webhook-endpoints-scopes',
  text: `insert into webhook_endpoint_scopes (institution_id, endpoint_id, scopes) values (current_institution(), $1, $2)
         on conflict (institution_id, endpoint_id) do update set scopes = excluded.scopes`,
};

export async function insertEndpoint(tx: Scope, endpoint: Endpoint): Promise<void> {
  const { id, url, types, description, audience, scopes, signature, enabled, afterPosition, createdAt } =
    endpoint;
  await together(
    tx.db.query(insert, [
      id, url, types, description ?? null, audience, signature, enabled, afterPosition, createdAt,
    ]),
    tx.db.query(putScopes, [id, scopes]),
  ); // prettier-ignore
}

const update: Statement = {
  name: 'webhook-endpoints-update',
  text: `update webhook_endpoints set url = $2, types = $3, description = $4, audience = $5, enabled = $6, disabled_reason = $7,
           version = $8, failures = $9, failing_since = $10, pauses = $11, paused_until = $12, updated_at = $13
         where institution_id = current_institution() and id = $1`,
};

/** Writes an endpoint that this transaction has locked. */
export async function updateEndpointRow(tx: Scope, endpoint: Endpoint): Promise<void> {
  const {
    id,
    url,
    types,
    description,
    audience,
    scopes,
    enabled,
    disabledReason,
    version,
    health,
    updatedAt,
  } = endpoint;
  const { failures, failingSince, pauses, pausedUntil } = health;
  await together(
    tx.db.query(update, [
      id, url, types, description ?? null, audience, enabled, disabledReason ?? null,
      version, failures, failingSince ?? null, pauses, pausedUntil ?? null, updatedAt,
    ]),
    tx.db.query(putScopes, [id, scopes]),
  ); // prettier-ignore
}

const updateHealthRow: Statement = {
  name: 'webhook-endpoints-health',
  text: `update webhook_endpoints set failures = $2, failing_since = $3, pauses = $4, paused_until = $5
         where institution_id = current_institution() and id = $1`,
};

export async function updateHealth(tx: Scope, id: string, health: Health): Promise<void> {
  const { failures, failingSince, pauses, pausedUntil } = health;
  await tx.db.query(updateHealthRow, [id, failures, failingSince ?? null, pauses, pausedUntil ?? null]);
}

const updateReplayRow: Statement = {
  name: 'webhook-endpoints-replay',
  text: `update webhook_endpoints set replay_after = $2, replay_until = $3, replay_from = $4
         where institution_id = current_institution() and id = $1`,
};

/** Begins a replay, moves it on, or (undefined) ends it. */
export async function updateReplay(tx: Scope, id: string, replay: Replay | undefined): Promise<void> {
  await tx.db.query(updateReplayRow, [
    id,
    replay?.after ?? null,
    replay?.until ?? null,
    replay?.from ?? null,
  ]);
}

const remove: Statement = {
  name: 'webhook-endpoints-delete',
  text: `with secrets as (
           delete from webhook_secrets where institution_id = current_institution() and endpoint_id = $1
         )
         update webhook_endpoints set deleted_at = $2, enabled = false, disabled_reason = null
         where institution_id = current_institution() and id = $1`,
};

/** Its secrets go at once; the row stays for its log. */
export async function deleteEndpointRow(tx: Scope, id: string, at: Date): Promise<void> {
  await tx.db.query(remove, [id, at]);
}
