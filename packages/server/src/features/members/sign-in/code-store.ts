import type { Statement } from '../../../platform/database';
import type { Scope } from '../../../platform/scope';

const own = 'institution_id = current_institution()';

const lock: Statement = {
  name: 'sign-in-codes-lock',
  text: `select pg_advisory_xact_lock(hashtextextended('sign-in ' || current_institution() || ' ' || $1::text, 0))`,
};

/** One transaction at a time deals with the codes of an address. */
export async function lockAddress(tx: Scope, email: string): Promise<void> {
  await tx.db.query(lock, [email]);
}

const count: Statement = {
  name: 'sign-in-codes-count',
  text: `select count(*)::int as recent, count(*) filter (where expires_at > $2 and used_at is null)::int as live
         from sign_in_codes where ${own} and email = $1 and created_at > $3`,
};

/** How many codes were mailed to an address since then, and how many of them may still be good. */
export async function countCodes(
  tx: Scope,
  email: string,
  since: Date,
): Promise<{ recent: number; live: number }> {
  const [row] = await tx.db.query<{ recent: number; live: number }>(count, [email, tx.clock(), since]);
  return row!;
}

const insert: Statement = {
  name: 'sign-in-codes-insert',
  text: `insert into sign_in_codes (institution_id, id, email, digest, created_at, expires_at)
         values (current_institution(), $1, $2, $3, $4, $5)`,
};

export interface NewCode {
  readonly id: string;
  readonly email: string;
  readonly digest: Buffer;
  readonly expiresAt: Date;
}

export async function insertCode(tx: Scope, { id, email, digest, expiresAt }: NewCode): Promise<void> {
  await tx.db.query(insert, [id, email, digest, tx.clock(), expiresAt]);
}

const take: Statement = {
  name: 'sign-in-codes-take-try',
  text: `update sign_in_codes set tries = tries + 1
         where ${own} and email = $1 and used_at is null and expires_at > $2 and tries < $3 returning id, digest`,
};

/** Counts a try at each living code of an address, before it is known whether it is right. */
export async function takeTry(
  tx: Scope,
  email: string,
  mostTries: number,
): Promise<{ id: string; digest: Buffer }[]> {
  return tx.db.query<{ id: string; digest: Buffer }>(take, [email, tx.clock(), mostTries]);
}

const use: Statement = {
  name: 'sign-in-codes-use',
  text: `update sign_in_codes set used_at = $2 where ${own} and email = $1 and used_at is null`,
};

/** No code that was mailed to an address until now is good any more. */
export async function setCodesUsed(tx: Scope, email: string): Promise<void> {
  await tx.db.query(use, [email, tx.clock()]);
}

const purge: Statement = {
  text: `delete from sign_in_codes where ${own} and id in
           (select id from sign_in_codes where ${own} and created_at <= $1 limit $2) returning 1`,
};

/** @returns how many were removed */
export async function deleteCodesBefore(tx: Scope, before: Date, most: number): Promise<number> {
  return (await tx.db.query(purge, [before, most])).length;
}
