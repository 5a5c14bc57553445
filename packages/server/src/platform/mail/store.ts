import type { Statement } from '../database';
import type { Scope } from '../scope';

export interface Mail {
  readonly id: string;
  readonly createdAt: Date;
  readonly recipient: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string | undefined;
}

export interface MailState {
  /** Undefined once it has been sent. */
  readonly mail: Mail | undefined;
  /** In which rerun its last byte was about to go out; undefined: it has certainly not been sent. */
  readonly handedOverRerun: number | undefined;
}

const insert: Statement = {
  name: 'mails-insert',
  text: `insert into mails (institution_id, id, created_at, recipient, subject, text, html)
         values (current_institution(), $1, $2, $3, $4, $5, $6)`,
};

export async function insertMail(
  tx: Scope,
  { id, createdAt, recipient, subject, text, html }: Mail,
): Promise<void> {
  await tx.db.query(insert, [id, createdAt, recipient, subject, text, html ?? null]);
}

const select: Statement = {
  name: 'mails-by-id',
  text: `select created_at, recipient, subject, text, html, handed_over_rerun, sent_at from mails
         where institution_id = current_institution() and id = $1`,
};

interface MailRow {
  readonly created_at: Date;
  readonly recipient: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string | null;
  readonly handed_over_rerun: number | null;
  readonly sent_at: Date | null;
}

export async function findMail(scope: Scope, id: string): Promise<MailState | undefined> {
  const [row] = await scope.db.query<MailRow>(select, [id]);
  if (!row) return undefined;
  const { created_at: createdAt, recipient, subject, text, html } = row;
  return {
    mail: row.sent_at ? undefined : { id, createdAt, recipient, subject, text, html: html ?? undefined },
    handedOverRerun: row.handed_over_rerun ?? undefined,
  };
}

// One wins, also of two that were given the same task: the second finds no row.
const claim: Statement = {
  name: 'mails-hand-over',
  text: `update mails set handed_over_at = $2, handed_over_rerun = $3
         where institution_id = current_institution() and id = $1 and sent_at is null
           and (handed_over_rerun is null or handed_over_rerun < $3)
         returning id`,
};

/** @returns whether the caller, and nobody else, may now let the last byte go */
export async function claimHandOver(tx: Scope, id: string, rerun: number): Promise<boolean> {
  return (await tx.db.query(claim, [id, tx.clock(), rerun])).length === 1;
}

const release: Statement = {
  name: 'mails-refused',
  text: `update mails set handed_over_at = null, handed_over_rerun = null
         where institution_id = current_institution() and id = $1 and sent_at is null and handed_over_rerun = $2`,
};

/** The server has refused it: it has not been sent. */
export async function releaseHandOver(tx: Scope, id: string, rerun: number): Promise<void> {
  await tx.db.query(release, [id, rerun]);
}

const sent: Statement = {
  name: 'mails-sent',
  text: `update mails set sent_at = $2, recipient = null, subject = null, text = null, html = null
         where institution_id = current_institution() and id = $1`,
};

/** Of what has been sent nothing is kept but that and when. */
export async function setSent(tx: Scope, id: string): Promise<void> {
  await tx.db.query(sent, [id, tx.clock()]);
}
