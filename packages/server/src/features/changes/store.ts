import type { Database, Statement } from '../../platform/database';
import type { Audience, Scope } from '../../platform/scope';
import type { LogPosition } from './log-position';

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

// The log is looked through in order and no further than the page needs. The first row from `after` on tells whether anything
// between was removed, whether the log ends before it, and whether it is the log that the reader knows: its newest row is never removed.
const block: Statement = {
  name: 'changes-block',
  text: `with matched as materialized (
           select position, id, type, subject_id, version, audience, channels, occurred_at from (
             select position, id, type, subject_id, version, audience, channels, occurred_at from changes
             where institution_id = current_institution() and position > $1 order by position limit ${mostScanned}
           ) scanned
           where audience = any($2::text[]) and ($3::text[] is null or type = any($3)) order by position limit $4
         ), looked_at as materialized (
           select position, id from changes
           where institution_id = current_institution() and position > $1 and (select count(*) from matched) < $4
           order by position limit ${mostScanned}
         )
         select first.position as first, first.id as first_id, last.position as scanned, last.id as scanned_id,
           (select count(*) = ${mostScanned} from looked_at) as is_cut_off,
           m.position, m.id, m.type, m.subject_id, m.version, m.audience, m.channels, m.occurred_at
         from (select) one
           left join (select position, id from changes where institution_id = current_institution() and position >= $1
                      order by position limit 1) first on true
           left join (select position, id from looked_at order by position desc limit 1) last on true
           left join matched m on true
         order by m.position`,
};

interface BlockRow {
  first: string | null;
  first_id: string;
  scanned: string | null;
  scanned_id: string;
  is_cut_off: boolean;
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
  query: {
    readonly after: number | undefined;
    readonly limit: number;
    readonly types?: readonly string[] | undefined;
    readonly audiences?: readonly Audience[] | undefined;
  },
): Promise<{
  /** The first change from `after` on; undefined where the log ends before. */
  readonly first: LogPosition | undefined;
  /** How far the log was looked through where the page isn't full; undefined where there is nothing after `after`. */
  readonly scanned: LogPosition | undefined;
  /** Whether the look ended before the log does. */
  readonly isCutOff: boolean;
  readonly changes: readonly ChangeRow[];
}> {
  const { after = 0, limit, types, audiences = all } = query;
  const rows = await scope.db.query<BlockRow>(block, [after, audiences, types ?? null, limit]);
  const { first, first_id, scanned, scanned_id, is_cut_off } = rows[0]!;
  return {
    first: toPosition(first, first_id),
    scanned: toPosition(scanned, scanned_id),
    isCutOff: is_cut_off,
    changes: rows.filter((row) => row.position !== null).map(toChange),
  };
}

const toPosition = (number: string | null, changeId: string): LogPosition | undefined =>
  number === null ? undefined : { number: Number(number), changeId };

const firstFrom: Statement = {
  name: 'changes-first-from',
  text: `select position, id from changes where institution_id = current_institution() and position >= $1 order by position limit 1`,
};

/** The first change from a number on; undefined where the log ends before. */
export async function selectFirstFrom(scope: Scope, number: number): Promise<LogPosition | undefined> {
  const [row] = await scope.db.query<{ position: string; id: string }>(firstFrom, [number]);
  return row && toPosition(row.position, row.id);
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

// What is removed is a whole piece of the log's beginning, also where a clock went back: up to the change before the first that isn't
// old enough. That one stays, so that a reader who is there can be told from one whose place is of another log; so the newest stays, too.
const expire: Statement = {
  name: 'changes-expire',
  text: `with oldest as materialized (
           select position, occurred_at from changes where institution_id = current_institution() order by position limit $2 + 1
         )
         delete from changes where institution_id = current_institution()
           and position < (select coalesce(min(position) filter (where occurred_at >= $1) - 1, max(position)) from oldest)
         returning 1`,
};

/** Removes at most so many changes that occurred before an instant. @returns how many it were */
export async function deleteOldest(tx: Scope, before: Date, atMost: number): Promise<number> {
  return (await tx.db.query(expire, [before, atMost])).length;
}

const firstSince: Statement = {
  name: 'changes-first-since',
  text: `select min(position) as position from changes where institution_id = current_institution() and occurred_at >= $1`,
};

/** Where the log's first change since an instant stands. */
export async function findFirstPositionSince(scope: Scope, from: Date): Promise<number | undefined> {
  const [row] = await scope.db.query<{ position: string | null }>(firstSince, [from]);
  const position = row?.position ?? undefined;
  return position === undefined ? undefined : Number(position);
}
