import type { Statement } from '../../../platform/database';
import type { Scope } from '../../../platform/scope';

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

const take: Statement = {
  name: 'password-tries-take',
  text: `insert into password_tries as t (institution_id, email, failed, failed_at) values (current_institution(), $1, 1, $2)
         on conflict (institution_id, email) do update set failed = t.failed + 1, failed_at = excluded.failed_at
           where t.failed < $3 or (($4::int is null or t.failed < $4) and t.failed_at <= $5)
         returning failed`,
};

export interface TryLimits {
  /** Wrong passwords in a row after which one has to wait. */
  readonly atOnce: number;
  /** After so many only another way of signing in helps, where there is one. */
  readonly inARow?: number;
  /** Who has waited since then may try once more. */
  readonly waitedSince: Date;
}

/**
 * Counts a try at an address's password as failed, before it is known.
 * @returns how many there are in a row then; undefined where none may be made now
 */
export async function takePasswordTry(
  tx: Scope,
  email: string,
  { atOnce, inARow = undefined, waitedSince }: TryLimits,
): Promise<number | undefined> {
  const values = [email, tx.clock(), atOnce, inARow ?? null, waitedSince];
  const [row] = await tx.db.query<{ failed: number }>(take, values);
  return row?.failed;
}

const giveBack: Statement = {
  text: `update password_tries set failed = failed - 1, failed_at = failed_at - make_interval(secs => $2)
         where ${own} and email = $1 and failed > 0`,
};

/** Of a try that was none after all: it is not counted, and has nobody wait. */
export async function giveTryBack(tx: Scope, email: string, waitMs: number): Promise<void> {
  await tx.db.query(giveBack, [email, waitMs / 1_000]);
}

const clear: Statement = {
  name: 'password-tries-clear',
  text: `delete from password_tries where ${own} and email = $1`,
};

export async function clearPasswordTries(tx: Scope, email: string): Promise<void> {
  await tx.db.query(clear, [email]);
}

const purgeTries: Statement = {
  text: `delete from password_tries where ${own} and email in
           (select email from password_tries where ${own} and failed_at <= $1 limit $2) returning 1`,
};

/** @returns how many were removed */
export async function deleteTriesBefore(tx: Scope, before: Date, most: number): Promise<number> {
  return (await tx.db.query(purgeTries, [before, most])).length;
}

const purgeCounts: Statement = { text: `delete from sign_in_counts where ${own} and hour <= $1` };

export async function deleteCountsBefore(tx: Scope, before: Date): Promise<void> {
  await tx.db.query(purgeCounts, [before]);
}
