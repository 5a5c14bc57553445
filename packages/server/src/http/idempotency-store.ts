import type { Statement } from '../platform/database';
import type { Scope } from '../platform/scope';
import type { AnswerSeal } from './answer-seal';
import type { Answer, Answered } from './answers';

/** A call that carries an idempotency key. */
export interface KeyedCall {
  /** Whose key it is: the API key that calls. */
  readonly principalId: string;
  readonly operationId: string;
  readonly key: string;
  /** SHA-256 of the call's parameters and body. */
  readonly fingerprint: Buffer;
  /** Of a secret key. */
  readonly scopes?: readonly string[] | undefined;
  /** Where the answer holds a secret: keeps it sealed. */
  readonly seal?: AnswerSeal | undefined;
}

/** What is kept of a key. */
export interface KeptCall {
  readonly fingerprint: Buffer;
  readonly answer: Answered | undefined;
  /** Until when a try has it for itself. */
  readonly leasedUntil: Date | undefined;
}

// Held until the transaction ends, however it ends. Tried, never waited for: whoever waited would hold a connection.
const tryLock: Statement = {
  name: 'idempotency-try-lock',
  text: 'select pg_try_advisory_xact_lock($1) as locked',
};

const select: Statement = {
  name: 'idempotency-select',
  text: `select fingerprint, status, body, answered_to, leased_until from idempotency_keys
         where institution_id = current_institution() and principal_id = $1 and operation = $2 and key = $3
           and expires_at > $4`,
};

interface KeptRow {
  fingerprint: Buffer;
  status: number | null;
  body: string | null;
  answered_to: string[] | null;
  leased_until: Date | null;
}

/**
 * What is kept of the key, and whether this transaction now has it for itself. What has expired is as absent as what was
 * removed.
 */
export async function claimKey(
  tx: Scope,
  call: KeyedCall,
  lock: bigint,
): Promise<{ isOurs: boolean; kept: KeptCall | undefined }> {
  // Two statements, so that the second sees what whoever had the lock before has committed; both leave together.
  const [[claim], [row]] = await Promise.all([
    tx.db.query<{ locked: boolean }>(tryLock, [String(lock)]),
    tx.db.query<KeptRow>(select, [call.principalId, call.operationId, call.key, tx.clock()]),
  ]);
  return { isOurs: claim!.locked, kept: row && toKeptCall(row) };
}

function toKeptCall({ fingerprint, status, body, answered_to, leased_until }: KeptRow): KeptCall {
  return {
    fingerprint,
    answer:
      status === null ? undefined : { status, json: body ?? undefined, answeredTo: answered_to ?? undefined },
    leasedUntil: leased_until ?? undefined,
  };
}

const keepAnswer: Statement = {
  name: 'idempotency-keep-answer',
  text: `insert into idempotency_keys (institution_id, principal_id, operation, key, fingerprint, expires_at, status, body,
                                       answered_to)
         values (current_institution(), $1, $2, $3, $4, $5, $6, $7, $8)
         on conflict (institution_id, principal_id, operation, key) do update set
           fingerprint = excluded.fingerprint, expires_at = excluded.expires_at, status = excluded.status,
           body = excluded.body, answered_to = excluded.answered_to, attempt_id = null, leased_until = null, recovery_point = null`,
};

/** Keeps the answer of a claimed key; what has expired under it goes. */
export async function insertAnswer(
  tx: Scope,
  call: KeyedCall,
  { status, json }: Answer,
  expiresAt: Date,
): Promise<void> {
  const { principalId, operationId, key, fingerprint, scopes } = call;
  await tx.db.query(keepAnswer, [
    principalId,
    operationId,
    key,
    fingerprint,
    expiresAt,
    status,
    json ?? null,
    scopes ?? null,
  ]);
}

/** One try of a command that calls outside. */
export interface Attempt {
  readonly id: string;
  readonly leasedUntil: Date;
}

// The row is judged again here, locked and as it is now: since it was read, the try that has it may have come to its end,
// or saved a point and so its lease. What comes back of an expired one is nothing.
const begin: Statement = {
  name: 'idempotency-begin',
  text: `insert into idempotency_keys as known
           (institution_id, principal_id, operation, key, fingerprint, expires_at, attempt_id, leased_until)
         values (current_institution(), $1, $2, $3, $4, $5, $6, $7)
         on conflict (institution_id, principal_id, operation, key) do update set
           fingerprint = excluded.fingerprint, status = null, body = null, answered_to = null, attempt_id = excluded.attempt_id,
           leased_until = excluded.leased_until, expires_at = excluded.expires_at,
           recovery_point = case when known.expires_at > $8 then known.recovery_point end
           where known.expires_at <= $8 or known.leased_until <= $8
         returning recovery_point`,
};

/**
 * Begins a try of a claimed key, or takes over where an earlier one was left.
 * @returns the point to go on from; undefined where another try has the key after all
 */
export async function beginAttempt(
  tx: Scope,
  call: KeyedCall,
  { id, leasedUntil }: Attempt,
  expiresAt: Date,
): Promise<{ readonly point: unknown } | undefined> {
  const { principalId, operationId, key, fingerprint } = call;
  const [row] = await tx.db.query<{ recovery_point: unknown }>(begin, [
    principalId, operationId, key, fingerprint, expiresAt, id, leasedUntil, tx.clock(),
  ]); // prettier-ignore
  return row && { point: row.recovery_point ?? undefined };
}

const ofAttempt = `where institution_id = current_institution() and principal_id = $1 and operation = $2 and key = $3
           and attempt_id = $4`;

const savePoint: Statement = {
  name: 'idempotency-save-point',
  text: `update idempotency_keys set recovery_point = $5::jsonb, leased_until = $6 ${ofAttempt} returning 1`,
};

/** @returns whether the try still has the key; where not, another one has taken over */
export async function updatePoint(
  tx: Scope,
  call: KeyedCall,
  { id, leasedUntil }: Attempt,
  point: unknown,
): Promise<boolean> {
  const { principalId, operationId, key } = call;
  const values = [principalId, operationId, key, id, JSON.stringify(point), leasedUntil];
  return (await tx.db.query(savePoint, values)).length > 0;
}

const finish: Statement = {
  name: 'idempotency-finish',
  text: `update idempotency_keys set status = $5, body = $6, expires_at = $7, answered_to = $8, attempt_id = null, leased_until = null,
           recovery_point = null
         ${ofAttempt} returning 1`,
};

/** @returns whether the try still had the key; where not, another one has taken over */
export async function finishAttempt(
  tx: Scope,
  call: KeyedCall,
  attemptId: string,
  { status, json }: Answer,
  expiresAt: Date,
): Promise<boolean> {
  const { principalId, operationId, key, scopes } = call;
  const values = [
    principalId, operationId, key, attemptId, status, json ?? null, expiresAt, scopes ?? null,
  ]; // prettier-ignore
  return (await tx.db.query(finish, values)).length > 0;
}

const giveUp: Statement = {
  name: 'idempotency-give-up',
  text: `with gone as (
           delete from idempotency_keys ${ofAttempt} and recovery_point is null
         )
         update idempotency_keys set leased_until = $5 ${ofAttempt} and recovery_point is not null`,
};

/** Ends the lease of a try that was refused: its key is free, or is taken up at its last point by the next try. */
export async function releaseAttempt(tx: Scope, call: KeyedCall, attemptId: string): Promise<void> {
  await tx.db.query(giveUp, [call.principalId, call.operationId, call.key, attemptId, tx.clock()]);
}

const purge: Statement = {
  name: 'idempotency-purge',
  text: `delete from idempotency_keys k using (
           select principal_id, operation, key from idempotency_keys
           where institution_id = current_institution() and expires_at <= $1 limit $2 for update skip locked
         ) gone
         where k.institution_id = current_institution()
           and (k.principal_id, k.operation, k.key) = (gone.principal_id, gone.operation, gone.key)
         returning 1`,
};

/** Removes at most so many keys that had expired by then. @returns how many were removed */
export async function deleteExpiredKeys(tx: Scope, before: Date, atMost: number): Promise<number> {
  return (await tx.db.query(purge, [before, atMost])).length;
}
