import type { Statement } from '../../platform/database';
import type { Audience, Scope } from '../../platform/scope';
import { matches } from './store';

export interface Consumer {
  readonly name: string;
  /** Undefined: all. */
  readonly types: readonly string[] | undefined;
  /** Up to where it has acknowledged. */
  readonly position: number;
  readonly createdAt: Date;
  readonly acknowledgedAt: Date | undefined;
}

interface ConsumerRow {
  name: string;
  types: string[] | null;
  position: string;
  created_at: Date;
  acknowledged_at: Date | null;
}

const columns = 'name, types, position, created_at, acknowledged_at';

const toConsumer = (row: ConsumerRow): Consumer => ({
  name: row.name,
  types: row.types ?? undefined,
  position: Number(row.position),
  createdAt: row.created_at,
  acknowledgedAt: row.acknowledged_at ?? undefined,
});

const byName: Statement = {
  name: 'consumers-by-name',
  text: `select ${columns} from change_consumers where institution_id = current_institution() and name = $1`,
};

export async function findConsumer(scope: Scope, name: string): Promise<Consumer | undefined> {
  const [row] = await scope.db.query<ConsumerRow>(byName, [name]);
  return row && toConsumer(row);
}

const page: Statement = {
  name: 'consumers-page',
  text: `select ${columns} from change_consumers where institution_id = current_institution() and name collate "C" > $1
         order by name collate "C" limit $2`,
};

/** By name, from behind `after` on. */
export async function listConsumersAfter(scope: Scope, after: string, limit: number): Promise<Consumer[]> {
  return (await scope.db.query<ConsumerRow>(page, [after, limit])).map(toConsumer);
}

// One that there is keeps its place, also where that has expired: what was lost must not go unnoticed.
const put: Statement = {
  text: `insert into change_consumers as known (institution_id, name, types, position, created_at)
         values (current_institution(), $1, $2, $3, $4)
         on conflict (institution_id, name) do update set
           types = case when $5 then excluded.types else known.types end
         returning ${columns}`,
};

export interface ConsumerPut {
  readonly name: string;
  readonly types: readonly string[] | null | undefined;
  /** Where it begins when it is new. */
  readonly begin: number;
}

export async function putConsumerRow(tx: Scope, { name, types, begin }: ConsumerPut): Promise<Consumer> {
  const values = [name, types ?? null, begin, tx.clock(), types !== undefined];
  const [row] = await tx.db.query<ConsumerRow>(put, values);
  return toConsumer(row!);
}

const remove: Statement = {
  text: 'delete from change_consumers where institution_id = current_institution() and name = $1 returning 1',
};

/** @returns whether there was one */
export async function deleteConsumerRow(tx: Scope, name: string): Promise<boolean> {
  return (await tx.db.query(remove, [name])).length > 0;
}

// Of two at once the further one stands.
const advance: Statement = {
  name: 'consumers-advance',
  text: `update change_consumers set position = $2, acknowledged_at = $3
         where institution_id = current_institution() and name = $1 and position < $2`,
};

export async function advanceConsumer(tx: Scope, name: string, position: number): Promise<void> {
  await tx.db.query(advance, [name, position, tx.clock()]);
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
             where audience = any($2::text[]) and ${matches('type', 'c.types')} limit ${mostCounted + 1}
           ) counted
         ) p
         where c.institution_id = current_institution() and c.name = any($1)`,
};

export interface Pending {
  readonly value: number;
  readonly oldestAt: Date | undefined;
}

/** What consumers have not acknowledged, as far as these audiences may know of it. */
export async function countPending(
  scope: Scope,
  names: readonly string[],
  audiences: readonly Audience[],
): Promise<Map<string, Pending>> {
  const rows = await scope.db.query<{ name: string; value: number; oldest: Date | null }>(pending, [
    names,
    audiences,
  ]);
  return new Map(rows.map(({ name, value, oldest }) => [name, { value, oldestAt: oldest ?? undefined }]));
}
