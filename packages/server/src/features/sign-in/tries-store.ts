import type { Statement } from '../../platform/database';
import type { Retention } from '../../platform/retention';
import type { Scope } from '../../platform/scope';
import { dayMs } from '../../platform/time';

const own = 'institution_id = current_institution()';

/** What one can try to guess; providers see to that themselves. */
export type GuessableMethod = 'code' | 'password';

export interface SignInCount {
  readonly succeeded: number;
  readonly failed: number;
}

const sum: Statement = {
  name: 'sign-in-counts-sum',
  text: `select coalesce(sum(succeeded), 0)::int as succeeded, coalesce(sum(failed), 0)::int as failed
         from sign_in_counts where ${own} and method = $1 and hour > $2`,
};

export async function sumSignIns(scope: Scope, method: GuessableMethod, since: Date): Promise<SignInCount> {
  const [row] = await scope.db.query<SignInCount>(sum, [method, since]);
  return row!;
}

const add: Statement = {
  name: 'sign-in-counts-add',
  text: `insert into sign_in_counts as c (institution_id, method, hour, succeeded, failed)
         values (current_institution(), $1, date_trunc('hour', $2::timestamptz, 'UTC'), $3, 1 - $3)
         on conflict (institution_id, method, hour)
         do update set succeeded = c.succeeded + excluded.succeeded, failed = c.failed + excluded.failed`,
};

/** Best late in a transaction: others count at the same row. */
export async function countSignIn(tx: Scope, method: GuessableMethod, hasSucceeded: boolean): Promise<void> {
  await tx.db.query(add, [method, tx.clock(), hasSucceeded ? 1 : 0]);
}

/** Of whom a try is: an address, and where it comes from. */
export interface TrySource {
  readonly email: string;
  readonly source: Buffer;
}

const standing: Statement = {
  name: 'sign-in-tries-standing',
  text: `select coalesce(sum(failed) filter (where failed_at > $3 and (proven_at is null or proven_at <= $4)), 0)::int as strangers,
                coalesce(bool_or(source = $2 and proven_at > $4), false) as is_proven
         from sign_in_tries where ${own} and email = $1`,
};

export interface TryStanding {
  /** Wrong tries since then from where the owner has not been. */
  readonly strangers: number;
  /** Whether the owner has been there. */
  readonly isProven: boolean;
}

export async function findStanding(
  tx: Scope,
  { email, source }: TrySource,
  { failedSince, provenSince }: { readonly failedSince: Date; readonly provenSince: Date },
): Promise<TryStanding> {
  const [row] = await tx.db.query<{ strangers: number; is_proven: boolean }>(standing, [
    email, source, failedSince, provenSince,
  ]); // prettier-ignore
  return { strangers: row!.strangers, isProven: row!.is_proven };
}

// Two seconds after the last that is free, and twice as long after each more, up to an hour.
const wait = (failed: string, free: string) =>
  `make_interval(secs => least(3600, 2 * power(2, least(${failed} - ${free}, 20))))`;

const take: Statement = {
  name: 'sign-in-tries-take',
  text: `insert into sign_in_tries as t (institution_id, email, source, failed, failed_at)
         values (current_institution(), $1, $2, 1, $3)
         on conflict (institution_id, email, source) do update
           set failed = case when t.failed_at <= $3::timestamptz - interval '24 hours' then 1 else t.failed + 1 end,
               failed_at = excluded.failed_at
           where t.failed < $4 or t.failed_at + ${wait('t.failed', '$4')} <= $3
         returning failed`,
};

/**
 * Counts a try as failed, before it is known.
 * @param free how many in a row cost no waiting
 * @returns how many there are in a row then; undefined where none may be made now
 */
export async function takeTry(
  tx: Scope,
  { email, source }: TrySource,
  free: number,
): Promise<number | undefined> {
  const [row] = await tx.db.query<{ failed: number }>(take, [email, source, tx.clock(), free]);
  return row?.failed;
}

const waiting: Statement = {
  name: 'sign-in-tries-waiting',
  text: `select extract(epoch from failed_at + ${wait('failed', '$4')} - $3::timestamptz)::float8 as seconds
         from sign_in_tries where ${own} and email = $1 and source = $2 and failed >= $4`,
};

/** @returns for how many seconds no try may be made from there, rounded up; 0 where one may */
export async function secondsToWait(tx: Scope, { email, source }: TrySource, free: number): Promise<number> {
  const [row] = await tx.db.query<{ seconds: number }>(waiting, [email, source, tx.clock(), free]);
  return Math.max(0, Math.ceil(row?.seconds ?? 0));
}

const giveBack: Statement = {
  text: `update sign_in_tries set failed = failed - 1, failed_at = failed_at - interval '1 hour'
         where ${own} and email = $1 and source = $2 and failed > 0`,
};

/** Of a try that was none after all: it is not counted, and has nobody wait. */
export async function giveTryBack(tx: Scope, { email, source }: TrySource): Promise<void> {
  await tx.db.query(giveBack, [email, source]);
}

const prove: Statement = {
  name: 'sign-in-tries-prove',
  text: `insert into sign_in_tries (institution_id, email, source, failed, failed_at, proven_at)
         values (current_institution(), $1, $2, 0, $3, $3)
         on conflict (institution_id, email, source) do update set failed = 0, proven_at = excluded.proven_at`,
};

/** Notes that whose address it is was there: wrong tries before count no more, and those from elsewhere not against them. */
export async function noteProven(tx: Scope, email: string, source: Buffer): Promise<void> {
  await tx.db.query(prove, [email, source, tx.clock()]);
}

const forget: Statement = { text: `delete from sign_in_tries where ${own} and email = $1 and source = $2` };

/** Forgets what was tried from one source. */
export async function forgetTries(tx: Scope, { email, source }: TrySource): Promise<void> {
  await tx.db.query(forget, [email, source]);
}

const clear: Statement = { text: `delete from sign_in_tries where ${own} and email = $1` };

/** Forgets what was tried at an address, and from where. */
export async function clearTries(tx: Scope, email: string): Promise<void> {
  await tx.db.query(clear, [email]);
}

/** How long it is remembered where somebody has proven who they are: longer than what was tried from there. */
export const provenForMs = 90 * dayMs;

const purgeTries: Statement = {
  text: `delete from sign_in_tries where ${own} and (email, source) in
           (select email, source from sign_in_tries
             where ${own} and failed_at <= $1 and (proven_at is null or proven_at <= $2) limit $3) returning 1`,
};

/** @returns how many were removed */
async function deleteTriesBefore(tx: Scope, before: Date, limit: number): Promise<number> {
  const provenBefore = new Date(before.getTime() + dayMs - provenForMs);
  return (await tx.db.query(purgeTries, [before, provenBefore, limit])).length;
}

export const triesRetention = {
  table: 'sign_in_tries',
  keepDays: 1,
  purge: deleteTriesBefore,
} as const satisfies Retention;
