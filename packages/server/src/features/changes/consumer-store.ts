import type { Statement } from '../../platform/database';
import type { Scope } from '../../platform/scope';
import type { LogPosition } from './log-position';
import type { Reach } from './types';

export interface Consumer {
  readonly name: string;
  /** The key that made it; undefined for one of an earlier version that hasn't been used since. */
  readonly ownerKeyId: string | undefined;
  /** Other keys that may use it. */
  readonly grantedKeyIds: readonly string[];
  /** Undefined: all. */
  readonly types: readonly string[] | undefined;
  /** Up to where it has acknowledged. */
  readonly position: LogPosition;
  readonly createdAt: Date;
  readonly acknowledgedAt: Date | undefined;
}

interface ConsumerRow {
  name: string;
  owner_key_id: string | null;
  granted_key_ids: string[];
  types: string[] | null;
  position: string;
  change_id: string | null;
  created_at: Date;
  acknowledged_at: Date | null;
}

const columns = `name, owner_key_id, granted_key_ids, types, position, created_at, acknowledged_at,
  (select id from changes l where (l.institution_id, l.position) = (c.institution_id, c.position)) as change_id`;

const toConsumer = (row: ConsumerRow): Consumer => ({
  name: row.name,
  ownerKeyId: row.owner_key_id ?? undefined,
  grantedKeyIds: row.granted_key_ids,
  types: row.types ?? undefined,
  position: { number: Number(row.position), changeId: row.change_id ?? undefined },
  createdAt: row.created_at,
  acknowledgedAt: row.acknowledged_at ?? undefined,
});

const byName: Statement = {
  name: 'consumers-by-name',
  text: `select ${columns} from change_consumers c where institution_id = current_institution() and name = $1`,
};

export async function findConsumer(scope: Scope, name: string): Promise<Consumer | undefined> {
  const [row] = await scope.db.query<ConsumerRow>(byName, [name]);
  return row && toConsumer(row);
}

const lockByName: Statement = { name: 'consumers-lock', text: `${byName.text} for update of c` };

/** The same, locked until the transaction ends. */
export async function lockConsumer(tx: Scope, name: string): Promise<Consumer | undefined> {
  const [row] = await tx.db.query<ConsumerRow>(lockByName, [name]);
  return row && toConsumer(row);
}

const page: Statement = {
  name: 'consumers-page',
  text: `select ${columns} from change_consumers c
         where institution_id = current_institution() and name collate "C" > $1
           and ($3::uuid[] is null or owner_key_id is null or owner_key_id = any($3) or granted_key_ids && $3)
         order by name collate "C" limit $2`,
};

/** By name, from behind `after` on: those that one of these keys may use; all where `keyIds` is undefined. */
export async function listConsumersAfter(
  scope: Scope,
  { after, limit, keyIds }: { after: string; limit: number; keyIds: readonly string[] | undefined },
): Promise<Consumer[]> {
  return (await scope.db.query<ConsumerRow>(page, [after, limit, keyIds ?? null])).map(toConsumer);
}

// One that there is stays as it is; either way it is locked, and can't be deleted meanwhile.
const ensure: Statement = {
  text: `insert into change_consumers as c (institution_id, name, owner_key_id, position, created_at)
         values (current_institution(), $1, $2, $3, $4)
         on conflict (institution_id, name) do update set name = excluded.name returning ${columns}`,
};

/** Makes a consumer of all types where there is none of this name, and locks it until the transaction ends. */
export async function ensureConsumer(
  tx: Scope,
  draft: { readonly name: string; readonly ownerKeyId: string | undefined; readonly position: number },
): Promise<Consumer> {
  const { name, ownerKeyId, position } = draft;
  const [row] = await tx.db.query<ConsumerRow>(ensure, [name, ownerKeyId ?? null, position, tx.clock()]);
  return toConsumer(row!);
}

const update: Statement = {
  text: `update change_consumers set types = $2, owner_key_id = $3, granted_key_ids = $4, position = $5, acknowledged_at = $6
         where institution_id = current_institution() and name = $1`,
};

/** Writes a consumer that this transaction has locked. */
export async function updateConsumer(tx: Scope, consumer: Consumer): Promise<void> {
  const { name, types, ownerKeyId, grantedKeyIds, position, acknowledgedAt } = consumer;
  await tx.db.query(update, [
    name, types ?? null, ownerKeyId ?? null, grantedKeyIds, position.number, acknowledgedAt ?? null,
  ]); // prettier-ignore
}

const remove: Statement = {
  text: 'delete from change_consumers where institution_id = current_institution() and name = $1',
};

export async function deleteConsumerRow(tx: Scope, name: string): Promise<void> {
  await tx.db.query(remove, [name]);
}

/** Up to how many pending changes are counted. */
export const mostCounted = 1_000;

const pending: Statement = {
  name: 'consumers-pending',
  text: `select c.name, p.value, p.oldest
         from change_consumers c cross join lateral (
           select count(*)::int as value, min(occurred_at) as oldest from (
             select occurred_at from (
               select type, audience, occurred_at from changes where institution_id = c.institution_id and position > c.position
               order by position limit 20000
             ) behind
             where audience = any($2::text[]) and type = any($3::text[])
               and (c.types is null or type = any(c.types) or split_part(type, '.', 1) || '.*' = any(c.types))
             limit ${mostCounted + 1}
           ) counted
         ) p
         where c.institution_id = current_institution() and c.name = any($1)`,
};

export interface Pending {
  readonly value: number;
  readonly oldestAt: Date | undefined;
}

/** What consumers have not acknowledged, as far as somebody of this reach may know of it. */
export async function countPending(
  scope: Scope,
  names: readonly string[],
  { audiences, types }: Reach,
): Promise<Map<string, Pending>> {
  const rows = await scope.db.query<{ name: string; value: number; oldest: Date | null }>(pending, [
    names,
    audiences,
    types,
  ]);
  return new Map(rows.map(({ name, value, oldest }) => [name, { value, oldestAt: oldest ?? undefined }]));
}
