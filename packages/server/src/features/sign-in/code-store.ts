import type { Statement } from '../../platform/database';
import type { Scope } from '../../platform/scope';
import type { Member } from '../members';
import { mostTries } from './mailed-code';

const own = 'institution_id = current_institution()';

/** Tries of those who neither name a code's challenge nor come from the network that asked for it. */
const mostOtherTries = 2;

export interface CodeCount {
  /** Short codes since then that nobody has signed in with. */
  readonly recent: number;
  /** Of these, how many one network has asked for that are still good and not guessed at too often. */
  readonly live: number;
}

const count: Statement = {
  name: 'sign-in-codes-count-short',
  text: `select count(*)::int as recent,
                count(*) filter (where network = $2 and expires_at > $3 and tries < $5 and network_tries < $5
                                   and other_tries < $6)::int as live
         from sign_in_codes where ${own} and email = $1 and created_at > $4 and used_at is null and not is_long`,
};

export async function countCodes(
  tx: Scope,
  email: string,
  { network, since }: { readonly network: Buffer; readonly since: Date },
): Promise<CodeCount> {
  const values = [email, network, tx.clock(), since, mostTries, mostOtherTries];
  const [row] = await tx.db.query<CodeCount>(count, values);
  return row!;
}

const long: Statement = {
  text: `select id from sign_in_codes
         where ${own} and email = $1 and is_long and created_at > $2 and used_at is null and link_provider_id is null
         order by created_at desc, id desc limit 1`,
};

/** The newest long code that was mailed to an address since then. */
export async function findLongCode(tx: Scope, email: string, since: Date): Promise<string | undefined> {
  const [row] = await tx.db.query<{ id: string }>(long, [email, since]);
  return row?.id;
}

const insert: Statement = {
  name: 'sign-in-codes-insert-asked',
  text: `insert into sign_in_codes (institution_id, id, email, digest, created_at, expires_at, network, is_long, mailbox,
                                    link_provider_id, link_subject, link_trust_version)
         values (current_institution(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
};

/** A provider's subject that a code links, beside signing in. */
export interface CodeLink {
  readonly providerId: string;
  readonly subject: string;
  /** The provider's when the code was mailed. */
  readonly trustVersion: number;
}

/** Links what a code was mailed for, once it has been redeemed. */
export type ConfirmLink = (tx: Scope, member: Member, link: CodeLink) => Promise<void>;

export interface NewCode {
  readonly id: string;
  readonly email: string;
  readonly digest: Buffer;
  readonly expiresAt: Date;
  readonly network: Buffer;
  readonly isLong: boolean;
  /** The mailbox that the address is of. */
  readonly mailbox: string;
  readonly link: CodeLink | undefined;
}

export async function insertCode(tx: Scope, code: NewCode): Promise<void> {
  const { id, email, digest, expiresAt, network, isLong, mailbox, link } = code;
  await tx.db.query(insert, [
    id, email, digest, tx.clock(), expiresAt, network, isLong, mailbox,
    link?.providerId ?? null, link?.subject ?? null, link?.trustVersion ?? null,
  ]); // prettier-ignore
}

/** A code that may be redeemed. */
export interface LivingCode {
  readonly id: string;
  readonly email: string;
  readonly digest: Buffer;
  readonly isLong: boolean;
  /** Whose tries are counted now: the page's that asked for it, its network's, or others'. */
  readonly triedBy: 'asker' | 'network' | 'others';
  readonly link: CodeLink | undefined;
}

interface CodeRow {
  readonly id: string;
  readonly email: string;
  readonly digest: Buffer;
  readonly is_long: boolean;
  readonly is_of_network: boolean;
  readonly link_provider_id: string | null;
  readonly link_subject: string | null;
  readonly link_trust_version: number | null;
}

const columns = `id, email, digest, is_long, network is not distinct from $3::bytea as is_of_network, link_provider_id,
  link_subject, link_trust_version`;

function toCode(row: CodeRow, triedBy: LivingCode['triedBy']): LivingCode {
  const { id, email, digest, is_long: isLong, link_provider_id: providerId } = row;
  const link =
    providerId === null
      ? undefined
      : { providerId, subject: row.link_subject!, trustVersion: row.link_trust_version! };
  return { id, email, digest, isLong, triedBy, link };
}

const byId: Statement = {
  name: 'sign-in-codes-by-id',
  text: `select ${columns} from sign_in_codes
         where ${own} and id = $1 and used_at is null and expires_at > $2 and (is_long or tries < $4)`,
};

/** The code that a page has asked for, while it is good. */
export async function findCode(scope: Scope, id: string): Promise<LivingCode | undefined> {
  const [row] = await scope.db.query<CodeRow>(byId, [id, scope.clock(), null, mostTries]);
  return row && toCode(row, 'asker');
}

// One code only, so that a try is worth no more where several are good; those of the network that asks come first.
const newest: Statement = {
  name: 'sign-in-codes-newest',
  text: `select ${columns} from sign_in_codes
         where ${own} and email = $1 and expires_at > $2 and is_long = $4 and used_at is null and link_provider_id is null
           and (is_long or case when network is not distinct from $3 then network_tries < $5 else other_tries < $6 end)
         order by network is not distinct from $3 desc, created_at desc, id desc limit 1`,
};

/** The code that is meant where a page names none. */
export async function findNewestCode(
  tx: Scope,
  email: string,
  { network, isLong }: { readonly network: Buffer; readonly isLong: boolean },
): Promise<LivingCode | undefined> {
  const values = [email, tx.clock(), network, isLong, mostTries, mostOtherTries];
  const [row] = await tx.db.query<CodeRow>(newest, values);
  return row && toCode(row, row.is_of_network ? 'network' : 'others');
}

const countTry: Statement = {
  name: 'sign-in-codes-count-try',
  text: `update sign_in_codes set tries = tries + ($2 = 'asker')::int, network_tries = network_tries + ($2 = 'network')::int,
           other_tries = other_tries + ($2 = 'others')::int
         where ${own} and id = $1`,
};

/** Counts a try at a code; the address must be locked. */
export async function countCodeTry(tx: Scope, { id, triedBy }: LivingCode): Promise<void> {
  await tx.db.query(countTry, [id, triedBy]);
}

const use: Statement = {
  name: 'sign-in-codes-use',
  text: `update sign_in_codes set used_at = $2 where ${own} and email = $1 and used_at is null`,
};

/** No code that was mailed to an address until now is good any more. */
export async function setCodesUsed(tx: Scope, email: string): Promise<void> {
  await tx.db.query(use, [email, tx.clock()]);
}
