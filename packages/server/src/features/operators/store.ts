import type { Queryable, Statement } from '../../platform/database';
import type { Scope } from '../../platform/scope';

/** Who runs the platform. */
export interface Operator {
  readonly id: string;
  readonly email: string;
  readonly passwordHash: string | undefined;
  readonly sealedTotpSecret: Buffer | undefined;
  /** As long as it is there, nobody can sign in. */
  readonly setUpDigest: Buffer | undefined;
  readonly setUpUntil: Date | undefined;
  readonly createdAt: Date;
  readonly disabledAt: Date | undefined;
}

interface OperatorRow {
  readonly id: string;
  readonly email: string;
  readonly password_hash: string | null;
  readonly totp_secret: Buffer | null;
  readonly set_up_digest: Buffer | null;
  readonly set_up_until: Date | null;
  readonly created_at: Date;
  readonly disabled_at: Date | null;
}

const columns = 'id, email, password_hash, totp_secret, set_up_digest, set_up_until, created_at, disabled_at';

const toOperator = (row: OperatorRow): Operator => ({
  id: row.id,
  email: row.email,
  passwordHash: row.password_hash ?? undefined,
  sealedTotpSecret: row.totp_secret ?? undefined,
  setUpDigest: row.set_up_digest ?? undefined,
  setUpUntil: row.set_up_until ?? undefined,
  createdAt: row.created_at,
  disabledAt: row.disabled_at ?? undefined,
});

async function one(
  { db }: Scope,
  statement: Statement,
  values: readonly unknown[],
): Promise<Operator | undefined> {
  const [row] = await db.query<OperatorRow>(statement, values);
  return row && toOperator(row);
}

const byId: Statement = { text: `select ${columns} from operators where id = $1` };
export const findOperator = (platform: Scope, id: string) => one(platform, byId, [id]);

const byEmail: Statement = { text: `select ${columns} from operators where email = $1` };
export const findOperatorByEmail = (platform: Scope, email: string) => one(platform, byEmail, [email]);

const all: Statement = { text: `select ${columns} from operators order by email` };

export async function listOperators({ db }: Scope): Promise<Operator[]> {
  return (await db.query<OperatorRow>(all)).map(toOperator);
}

const insert: Statement = {
  text: `insert into operators (id, email, set_up_digest, set_up_until, created_at) values ($1, $2, $3, $4, $5)
         on conflict (email) do nothing returning ${columns}`,
};

export interface SetUpDraft {
  readonly id: string;
  readonly digest: Buffer;
  readonly until: Date;
}

/** @returns undefined where there is one of this address */
export const insertOperator = (tx: Scope, email: string, { id, digest, until }: SetUpDraft) =>
  one(tx, insert, [id, email, digest, until, tx.clock()]);

const reset: Statement = {
  text: `update operators set password_hash = null, totp_secret = null, set_up_digest = $2, set_up_until = $3, disabled_at = null
         where id = $1 returning ${columns}`,
};

/** Takes the credentials away: the operator has to set themselves up anew. */
export const resetCredentials = (tx: Scope, { id, digest, until }: SetUpDraft) =>
  one(tx, reset, [id, digest, until]);

const disable: Statement = {
  text: `update operators set disabled_at = $2 where id = $1 and disabled_at is null returning ${columns}`,
};

/** @returns undefined where they were disabled before */
export const setDisabled = (tx: Scope, id: string) => one(tx, disable, [id, tx.clock()]);

const choose: Statement = {
  text: `update operators set password_hash = $3, totp_secret = $4
         where id = $1 and set_up_digest = $2 and disabled_at is null returning ${columns}`,
};

/** Keeps what is being set up, as long as the set-up code is still good. */
export const setChosen = (
  tx: Scope,
  id: string,
  digest: Buffer,
  chosen: { readonly passwordHash: string; readonly sealedTotpSecret: Buffer },
) => one(tx, choose, [id, digest, chosen.passwordHash, chosen.sealedTotpSecret]);

// Of many at once the first finds the row as it was; the others wait for it, and then find the code gone.
const finish: Statement = {
  text: `update operators set set_up_digest = null, set_up_until = null, totp_step = $4
         where id = $1 and set_up_digest = $2 and totp_secret = $3 and disabled_at is null returning ${columns}`,
};

/** Uses the set-up code up, where the second factor is still the one that was proven. */
export const setFinished = (tx: Scope, id: string, digest: Buffer, sealedTotpSecret: Buffer, step: number) =>
  one(tx, finish, [id, digest, sealedTotpSecret, step]);

// Likewise: a code is one caller's, however many send it at once, and none before it is good any more.
const takeStep: Statement = {
  text: `update operators set totp_step = $3
         where id = $1 and password_hash = $2 and totp_step < $3 and set_up_digest is null and disabled_at is null
         returning ${columns}`,
};

/** Takes a code's time step for this transaction, where the password is still the one that was checked. */
export const takeTotpStep = (tx: Scope, { id, passwordHash }: Operator, step: number) =>
  one(tx, takeStep, [id, passwordHash, step]);

const password: Statement = { text: 'update operators set password_hash = $2 where id = $1' };

export async function setPasswordHash(tx: Scope, id: string, hash: string): Promise<void> {
  await tx.db.query(password, [id, hash]);
}

export interface OperatorSession {
  readonly id: string;
  readonly operatorId: string;
  readonly digest: Buffer;
  readonly signedInAt: Date;
  readonly lastUsedAt: Date;
  readonly expiresAt: Date;
  /** Before its time; also where the operator is disabled. */
  readonly isEnded: boolean;
}

const insertOne: Statement = {
  text: `insert into operator_sessions (id, operator_id, digest, signed_in_at, last_used_at, expires_at)
         values ($1, $2, $3, $4, $4, $5)`,
};

export async function insertOperatorSession(
  tx: Scope,
  session: Pick<OperatorSession, 'id' | 'operatorId' | 'digest' | 'expiresAt'>,
): Promise<void> {
  const { id, operatorId, digest, expiresAt } = session;
  await tx.db.query(insertOne, [id, operatorId, digest, tx.clock(), expiresAt]);
}

const sessions = `select s.id, s.operator_id as "operatorId", s.digest, s.signed_in_at as "signedInAt", s.last_used_at as "lastUsedAt",
    s.expires_at as "expiresAt", s.ended_at is not null or o.disabled_at is not null as "isEnded"
  from operator_sessions s join operators o on o.id = s.operator_id`;

const session: Statement = { name: 'operator-session', text: `${sessions} where s.id = $1` };

export async function findOperatorSession(db: Queryable, id: string): Promise<OperatorSession | undefined> {
  const [found] = await db.query<OperatorSession>(session, [id]);
  return found;
}

const ofOperator: Statement = {
  text: `${sessions} where s.operator_id = $1 and s.ended_at is null order by s.id desc`,
};

/** Those that were not ended; some may be over by their time. */
export async function listOperatorSessions(platform: Scope, operatorId: string): Promise<OperatorSession[]> {
  return platform.db.query<OperatorSession>(ofOperator, [operatorId]);
}

const touch: Statement = { text: 'update operator_sessions set last_used_at = $2 where id = $1' };

export async function touchOperatorSession(db: Queryable, id: string, now: Date): Promise<void> {
  await db.query(touch, [id, now]);
}

// Also what is over by this process's clock is marked: by another's it may not be.
const end: Statement = {
  text: `update operator_sessions set ended_at = $4
         where operator_id = $1 and ($2::uuid is null or id = $2) and ($3::uuid is null or id <> $3) and ended_at is null
         returning id, expires_at > $4 and last_used_at > $5 as "wasLiving"`,
};

/** Ends one session of an operator, or all, or all but one. @returns the ids of those that were not over before */
export async function setOperatorSessionsEnded(
  tx: Scope,
  operatorId: string,
  which: {
    readonly sessionId?: string | undefined;
    readonly exceptId?: string | undefined;
    readonly idleSince: Date;
  },
): Promise<string[]> {
  const { sessionId = null, exceptId = null, idleSince } = which;
  const values = [operatorId, sessionId, exceptId, tx.clock(), idleSince];
  const rows = await tx.db.query<{ id: string; wasLiving: boolean }>(end, values);
  return rows.filter(({ wasLiving }) => wasLiving).map(({ id }) => id);
}

const purge: Statement = { text: 'delete from operator_sessions where expires_at < $1' };

export async function deleteOperatorSessionsBefore(tx: Scope, before: Date): Promise<void> {
  await tx.db.query(purge, [before]);
}
