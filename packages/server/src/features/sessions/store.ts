import type { Statement } from '../../platform/database';
import type { Scope } from '../../platform/scope';

export type SignInMethod = 'code' | 'password' | 'oidc' | 'host';
export type EndReason = 'signed_out' | 'reused_token' | 'password_changed' | 'email_changed' | 'banned';

export interface Session {
  readonly id: string;
  readonly memberId: string;
  readonly method: SignInMethod;
  readonly deviceName: string | undefined;
  readonly salt: Buffer;
  /** Of the refresh token that is good now. */
  readonly generation: number;
  readonly signedInAt: Date;
  /** When the refresh token was traded last. */
  readonly rotatedAt: Date;
  readonly expiresAt: Date;
  readonly endedAt: Date | undefined;
}

interface SessionRow {
  readonly id: string;
  readonly member_id: string;
  readonly method: SignInMethod;
  readonly device_name: string | null;
  readonly salt: Buffer;
  readonly generation: number;
  readonly signed_in_at: Date;
  readonly rotated_at: Date;
  readonly expires_at: Date;
  readonly ended_at: Date | null;
}

const columns =
  'id, member_id, method, device_name, salt, generation, signed_in_at, rotated_at, expires_at, ended_at';
const own = 'institution_id = current_institution()';

const toSession = (row: SessionRow): Session => ({
  id: row.id,
  memberId: row.member_id,
  method: row.method,
  deviceName: row.device_name ?? undefined,
  salt: row.salt,
  generation: row.generation,
  signedInAt: row.signed_in_at,
  rotatedAt: row.rotated_at,
  expiresAt: row.expires_at,
  endedAt: row.ended_at ?? undefined,
});

const insert: Statement = {
  name: 'sessions-insert',
  text: `insert into sessions (institution_id, id, member_id, method, device_name, salt, signed_in_at, rotated_at, expires_at)
         values (current_institution(), $1, $2, $3, $4, $5, $6, $6, $7) returning ${columns}`,
};

export type NewSession = Omit<Session, 'generation' | 'rotatedAt' | 'endedAt'>;

export async function insertSession(tx: Scope, session: NewSession): Promise<Session> {
  const { id, memberId, method, deviceName, salt, signedInAt, expiresAt } = session;
  const [row] = await tx.db.query<SessionRow>(insert, [
    id, memberId, method, deviceName ?? null, salt, signedInAt, expiresAt,
  ]); // prettier-ignore
  return toSession(row!);
}

const byId: Statement = {
  name: 'sessions-by-id',
  text: `select ${columns} from sessions where ${own} and id = $1`,
};

export async function findSession(scope: Scope, id: string): Promise<Session | undefined> {
  const [row] = await scope.db.query<SessionRow>(byId, [id]);
  return row && toSession(row);
}

const lock: Statement = {
  name: 'sessions-lock',
  text: `select ${columns} from sessions where ${own} and id = $1 for update`,
};

export async function lockSession(tx: Scope, id: string): Promise<Session | undefined> {
  const [row] = await tx.db.query<SessionRow>(lock, [id]);
  return row && toSession(row);
}

const rotate: Statement = {
  name: 'sessions-rotate',
  text: `update sessions set generation = generation + 1, rotated_at = $2, expires_at = $3 where ${own} and id = $1
         returning ${columns}`,
};

export async function rotateSession(tx: Scope, id: string, expiresAt: Date): Promise<Session> {
  const [row] = await tx.db.query<SessionRow>(rotate, [id, tx.clock(), expiresAt]);
  return toSession(row!);
}

const end: Statement = {
  name: 'sessions-end',
  text: `update sessions set ended_at = $2, end_reason = $3 where ${own} and id = $1 and ended_at is null returning id`,
};

/** @returns whether it was still living */
export async function setSessionEnded(tx: Scope, id: string, reason: EndReason): Promise<boolean> {
  return (await tx.db.query(end, [id, tx.clock(), reason])).length === 1;
}

const endAll: Statement = {
  text: `update sessions set ended_at = $2, end_reason = $3
         where ${own} and member_id = $1 and ended_at is null and ($4::uuid is null or id <> $4) returning id`,
};

/** Ends a member's sessions, but for one that may be kept. @returns the ids of those that were living */
export async function setSessionsEnded(
  tx: Scope,
  memberId: string,
  reason: EndReason,
  except?: string,
): Promise<string[]> {
  const rows = await tx.db.query<{ id: string }>(endAll, [memberId, tx.clock(), reason, except ?? null]);
  return rows.map(({ id }) => id);
}

const list: Statement = {
  text: `select ${columns} from sessions where ${own} and member_id = $1 and ended_at is null and expires_at > $2
         order by id desc limit 100`,
};

export async function selectLivingSessions(scope: Scope, memberId: string): Promise<Session[]> {
  return (await scope.db.query<SessionRow>(list, [memberId, scope.clock()])).map(toSession);
}
