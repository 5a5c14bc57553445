import type { Queryable, Statement } from '../../platform/database';
import { newId } from '../../platform/ids';
import type { Retention } from '../../platform/retention';
import type { Scope } from '../../platform/scope';

/** Access tokens that are taken back before their end. */
export type Revocation = { readonly sessionId: string; readonly reason: 'ended' } | MemberRevocation;

export interface MemberRevocation {
  readonly memberId: string;
  /** Those that say an earlier version of the member. */
  readonly belowVersion: number;
  readonly reason: 'ended' | 'changed' | 'banned';
}

export type KeptRevocation = Revocation & { readonly expiresAt: Date };

const insert: Statement = {
  name: 'revocations-insert',
  text: `insert into revocations (institution_id, id, session_id, member_id, below_version, reason, expires_at)
         values (current_institution(), $1, $2, $3, $4, $5, $6)`,
};

export async function insertRevocation(tx: Scope, revocation: KeptRevocation): Promise<void> {
  const { reason, expiresAt } = revocation;
  const [sessionId, memberId, belowVersion] =
    'sessionId' in revocation
      ? [revocation.sessionId, null, null]
      : [null, revocation.memberId, revocation.belowVersion];
  await tx.db.query(insert, [newId(), sessionId, memberId, belowVersion, reason, expiresAt]);
}

const since: Statement = {
  name: 'revocations-since',
  text: `select session_id, member_id, below_version, reason, expires_at, mark::text from revocations_since($1::text::xid8, $2)`,
};

interface Row {
  readonly session_id: string | null;
  readonly member_id: string | null;
  readonly below_version: number | null;
  readonly reason: 'ended' | 'changed' | 'banned' | null;
  readonly expires_at: Date;
  readonly mark: string;
}

/** What all institutions have taken back since a mark, and the next mark; some of it may have been told before. */
export async function readRevocations(
  across: Queryable,
  mark: string | undefined,
  now: Date,
): Promise<{ revocations: KeptRevocation[]; mark: string }> {
  const rows = await across.query<Row>(since, [mark ?? null, now]);
  return { revocations: rows.flatMap(toRevocations), mark: rows[0]!.mark };
}

function toRevocations(row: Row): KeptRevocation[] {
  const { session_id: sessionId, member_id: memberId, expires_at: expiresAt } = row;
  if (sessionId) return [{ sessionId, reason: 'ended', expiresAt }];
  return memberId ? [{ memberId, belowVersion: row.below_version!, reason: row.reason!, expiresAt }] : [];
}

export const revocationRetention = {
  table: 'revocations',
  since: 'expires_at',
  keepDays: 0,
} as const satisfies Retention;
