import type { Database, Statement } from '../../platform/database';
import type { Audience, Scope } from '../../platform/scope';

export interface ChangeRow {
  readonly position: number;
  readonly id: string;
  readonly type: string;
  readonly subjectId: string;
  readonly version: number;
  readonly audience: Audience;
  readonly channels: readonly string[];
  readonly occurredAt: Date;
}

/** How much of the log one read looks through at most, when little of it is wanted. */
export const mostScanned = 5_000;

/** Matches a type with one of the texts: itself, or the wildcard of its subject. */
export const matches = (type: string, texts: string) =>
  `(${texts} is null or ${type} = any(${texts}) or split_part(${type}, '.', 1) || '.*' = any(${texts}))`;

// The log is looked through in order and no further than the page needs. The first row from `after` on tells whether anything
// between was removed, or whether the log ends before it: its newest row is never removed.
const block: Statement = {
  name: 'changes-block',
  text: `with matched as materialized (
           select position, id, type, subject_id, version, audience, channels, occurred_at from (
             select position, id, type, subject_id, version, audience, channels, occurred_at from changes
             where institution_id = current_institution() and position > $1 order by position limit ${mostScanned}
           ) scanned
           where audience = any($2::text[]) and ${matches('type', '$3::text[]')} order by position limit $4
         )
         select (select position from changes where institution_id = current_institution() and position >= $1
                 order by position limit 1) as first,
           case when (select count(*) from matched) < $4 then
             (select row(max(position), count(*))::text from (
               select position from changes where institution_id = current_institution() and position > $1
               order by position limit ${mostScanned}) looked_at) end as scanned,
           m.position, m.id, m.type, m.subject_id, m.version, m.audience, m.channels, m.occurred_at
         from (select) one left join matched m on true order by m.position`,
};

interface BlockRow {
  first: string | null;
  scanned: string | null;
  position: string | null;
  id: string;
  type: string;
  subject_id: string;
  version: number;
  audience: Audience;
  channels: string[];
  occurred_at: Date;
}

const all: readonly Audience[] = ['public', 'members', 'private'];

/** Changes after a position, in order, with what was found of the log around them. */
export async function selectBlock(
  scope: Scope,
  question: {
    readonly after: number | undefined;
    readonly limit: number;
    readonly types?: readonly string[] | undefined;
    readonly audiences?: readonly Audience[] | undefined;
  },
): Promise<{
  /** The first position from `after` on; undefined where the log ends before. */
  readonly first: number | undefined;
  /** How far the log was looked through where the page is not full. */
  readonly scanned: { readonly position: number | undefined; readonly isCutOff: boolean };
  readonly changes: readonly ChangeRow[];
}> {
  const { after = 0, limit, types, audiences = all } = question;
  const rows = await scope.db.query<BlockRow>(block, [after, audiences, types ?? null, limit]);
  const { first, scanned } = rows[0]!;
  // A record as text: (position,count), the position empty where there is none.
  const [, position, count] = /^\((\d*),(\d+)\)$/.exec(scanned ?? '') ?? [];
  return {
    first: first === null ? undefined : Number(first),
    scanned: {
      position: position ? Number(position) : undefined,
      isCutOff: Number(count) === mostScanned,
    },
    changes: rows.filter((row) => row.position !== null).map(toChange),
  };
}

function toChange(row: BlockRow): ChangeRow {
  return {
    position: Number(row.position),
    id: row.id,
    type: row.type,
    subjectId: row.subject_id,
    version: row.version,
    audience: row.audience,
    channels: row.channels,
    occurredAt: row.occurred_at,
  };
}

const heads: Statement = { name: 'changes-heads', text: 'select institution_id, head from change_heads()' };

/** Where each institution's log ends. */
export async function selectHeads(database: Pick<Database, 'across'>): Promise<Map<string, number>> {
  const rows = await database.across.query<{ institution_id: string; head: string }>(heads);
  return new Map(rows.map(({ institution_id, head }) => [institution_id, Number(head)]));
}

const ends: Statement = {
  name: 'changes-ends',
  text: `select coalesce(min(position), 1) - 1 as expired, coalesce(max(position), 0) as head from changes
         where institution_id = current_institution()`,
};

/** Up to where the log has been removed by age, and where it ends. */
export async function selectEnds(scope: Scope): Promise<{ readonly expired: number; readonly head: number }> {
  const [row] = await scope.db.query<{ expired: string; head: string }>(ends);
  return { expired: Number(row!.expired), head: Number(row!.head) };
}

// What is removed is a whole piece of the log's beginning, also where a clock went back: up to the first change that is not
// old enough, and never the newest one.
const expire: Statement = {
  name: 'changes-expire',
  text: `with oldest as materialized (
           select position, occurred_at from changes where institution_id = current_institution() order by position limit $2
         )
         delete from changes where institution_id = current_institution()
           and position < (select coalesce(min(position) filter (where occurred_at >= $1), max(position) + 1) from oldest)
           and position < (select max(position) from changes where institution_id = current_institution())
         returning 1`,
};

/** Removes at most so many changes that occurred before an instant. @returns how many it were */
export async function deleteOldest(tx: Scope, before: Date, atMost: number): Promise<number> {
  return (await tx.db.query(expire, [before, atMost])).length;
}
