import type { Statement } from '../../../platform/database';
import type { Scope } from '../../../platform/scope';

const own = 'institution_id = current_institution()';

const count: Statement = {
  text: `select count(*) filter (where session_id = $4)::int as "bySession",
                count(*) filter (where member_id = $1 and exists (
                  select from sessions s where s.institution_id = e.institution_id and s.id = e.session_id and s.method <> 'code'
                ))::int as "withoutCode",
                count(*) filter (where mailbox = $2 and is_mailed)::int as "toMailbox",
                count(*) filter (where mailbox = $2 and is_mailed and member_id = $1)::int as "byMemberToMailbox"
         from email_changes e where ${own} and (member_id = $1 or mailbox = $2) and created_at > $3`,
};

export interface EmailChangeCount {
  /** Asked for in the session. */
  readonly bySession: number;
  /** In sessions of the member that no emailed code has opened. */
  readonly withoutCode: number;
  /** By anyone, that were mailed to an address of the mailbox. */
  readonly toMailbox: number;
  /** Of these, by the member. */
  readonly byMemberToMailbox: number;
}

export async function countEmailChanges(
  tx: Scope,
  asked: {
    readonly memberId: string;
    readonly sessionId: string;
    readonly mailbox: string;
    readonly since: Date;
  },
): Promise<EmailChangeCount> {
  const { memberId, mailbox, since, sessionId } = asked;
  const [row] = await tx.db.query<EmailChangeCount>(count, [memberId, mailbox, since, sessionId]);
  return row!;
}

const insert: Statement = {
  text: `insert into email_changes
           (institution_id, id, member_id, session_id, email, old_digest, new_digest, is_mailed, created_at, expires_at, mailbox)
         values (current_institution(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
};

export interface NewEmailChange {
  readonly id: string;
  readonly memberId: string;
  /** Whose call it was: no other session can confirm it. */
  readonly sessionId: string;
  /** The new address. */
  readonly email: string;
  /** The mailbox that it is of. */
  readonly mailbox: string;
  readonly oldDigest: Buffer;
  /** Undefined where no code went there: none is right then. */
  readonly newDigest: Buffer | undefined;
  /** Whether anything went there. */
  readonly isMailed: boolean;
  readonly expiresAt: Date;
}

export async function insertEmailChange(tx: Scope, change: NewEmailChange): Promise<void> {
  const { id, memberId, sessionId, email, mailbox, oldDigest, newDigest, isMailed, expiresAt } = change;
  await tx.db.query(insert, [
    id, memberId, sessionId, email, oldDigest, newDigest ?? null, isMailed, tx.clock(), expiresAt, mailbox,
  ]); // prettier-ignore
}

const close: Statement = {
  text: `update email_changes set closed_at = $2 where ${own} and member_id = $1 and closed_at is null`,
};

/** No change that the member has asked for until now can be confirmed any more. */
export async function closeEmailChanges(tx: Scope, memberId: string): Promise<void> {
  await tx.db.query(close, [memberId, tx.clock()]);
}

// One is open at a time.
const take: Statement = {
  text: `update email_changes set tries = tries + 1
         where ${own} and member_id = $1 and session_id = $2 and closed_at is null and expires_at > $3 and tries < $4
         returning id, email, old_digest, new_digest`,
};

export interface OpenEmailChange {
  readonly id: string;
  readonly email: string;
  readonly oldDigest: Buffer;
  readonly newDigest: Buffer | undefined;
}

interface OpenRow {
  readonly id: string;
  readonly email: string;
  readonly old_digest: Buffer;
  readonly new_digest: Buffer | null;
}

/** Counts a try at what a session has asked for, before it is known whether it is right. */
export async function takeEmailChangeTry(
  tx: Scope,
  memberId: string,
  sessionId: string,
  mostTries: number,
): Promise<OpenEmailChange | undefined> {
  const [row] = await tx.db.query<OpenRow>(take, [memberId, sessionId, tx.clock(), mostTries]);
  if (!row) return undefined;
  const { id, email, old_digest, new_digest } = row;
  return { id, email, oldDigest: old_digest, newDigest: new_digest ?? undefined };
}
