import type { Statement } from '../../platform/database';
import type { MemberRole, Scope } from '../../platform/scope';
import type { Invitation, InvitationDraft, InvitationStatus } from './invitation';

interface InvitationRow {
  readonly id: string;
  readonly email: string;
  readonly role: MemberRole;
  readonly profile_id: string | null;
  readonly message: string | null;
  readonly created_at: Date;
  readonly mailed_at: Date;
  readonly expires_at: Date;
  readonly revoked_at: Date | null;
  readonly accepted_at: Date | null;
  readonly member_id: string | null;
}

const columns = `id, email, role, profile_id, message, created_at, mailed_at, expires_at, revoked_at, accepted_at, member_id`;
const own = 'institution_id = current_institution()';
const open = 'accepted_at is null and revoked_at is null';

const toInvitation = (row: InvitationRow): Invitation => ({
  id: row.id,
  email: row.email,
  role: row.role,
  profileId: row.profile_id ?? undefined,
  message: row.message ?? undefined,
  createdAt: row.created_at,
  mailedAt: row.mailed_at,
  expiresAt: row.expires_at,
  revokedAt: row.revoked_at ?? undefined,
  acceptedAt: row.accepted_at ?? undefined,
  memberId: row.member_id ?? undefined,
});

async function one(
  scope: Scope,
  statement: Statement,
  values: readonly unknown[],
): Promise<Invitation | undefined> {
  const [row] = await scope.db.query<InvitationRow>(statement, values);
  return row && toInvitation(row);
}

const insert: Statement = {
  name: 'invitations-insert',
  text: `insert into invitations (institution_id, id, email, role, profile_id, message, created_at, mailed_at, expires_at)
         values (current_institution(), $1, $2, $3, $4, $5, $6, $6, $7) on conflict do nothing returning ${columns}`,
};

/** @returns undefined where an invitation of the address is open */
export function insertInvitation(
  tx: Scope,
  draft: InvitationDraft & Pick<Invitation, 'id' | 'expiresAt'>,
): Promise<Invitation | undefined> {
  const { id, email, role, profileId, message, expiresAt } = draft;
  return one(tx, insert, [id, email, role, profileId ?? null, message ?? null, tx.clock(), expiresAt]);
}

const byId: Statement = { text: `select ${columns} from invitations where ${own} and id = $1` };

export const findInvitation = (scope: Scope, id: string) => one(scope, byId, [id]);

const lock: Statement = { text: `${byId.text} for update` };

export const lockInvitation = (tx: Scope, id: string) => one(tx, lock, [id]);

const pending: Statement = {
  name: 'invitations-pending',
  text: `select ${columns} from invitations where ${own} and email = $1 and ${open} and expires_at > $2`,
};

/** The invitation of an address that can be accepted now. */
export const findPendingInvitation = (scope: Scope, email: string) =>
  one(scope, pending, [email, scope.clock()]);

const lockPending: Statement = { text: `${pending.text} for update` };

export const lockPendingInvitation = (tx: Scope, email: string) => one(tx, lockPending, [email, tx.clock()]);

const revokeExpired: Statement = {
  text: `update invitations set revoked_at = $2 where ${own} and email = $1 and ${open} and expires_at <= $2`,
};

/** Makes room for another one of the address. */
export async function revokeExpiredInvitation(tx: Scope, email: string): Promise<void> {
  await tx.db.query(revokeExpired, [email, tx.clock()]);
}

const revoke: Statement = { text: `update invitations set revoked_at = $2 where ${own} and id = $1` };

export async function setRevoked(tx: Scope, id: string): Promise<void> {
  await tx.db.query(revoke, [id, tx.clock()]);
}

const renew: Statement = {
  text: `update invitations set mailed_at = $2, expires_at = $3 where ${own} and id = $1 returning ${columns}`,
};

export async function setMailed(tx: Scope, id: string, expiresAt: Date): Promise<Invitation> {
  return (await one(tx, renew, [id, tx.clock(), expiresAt]))!;
}

const accept: Statement = {
  text: `update invitations set accepted_at = $2, member_id = $3 where ${own} and id = $1`,
};

export async function setAccepted(tx: Scope, id: string, memberId: string): Promise<void> {
  await tx.db.query(accept, [id, tx.clock(), memberId]);
}

const list: Statement = {
  text: `select ${columns} from invitations
         where ${own} and ($1::uuid is null or id < $1)
           and case $2::text when 'accepted' then accepted_at is not null
                             when 'revoked' then revoked_at is not null
                             when 'expired' then ${open} and expires_at <= $3
                             when 'pending' then ${open} and expires_at > $3
                             else true end
         order by id desc limit $4`,
};

export interface InvitationQuestion {
  readonly status: InvitationStatus | undefined;
  readonly before: string | undefined;
  readonly limit: number;
}

/** The newest first. */
export async function selectInvitations(scope: Scope, question: InvitationQuestion): Promise<Invitation[]> {
  const { status, before, limit } = question;
  const values = [before ?? null, status ?? null, scope.clock(), limit];
  return (await scope.db.query<InvitationRow>(list, values)).map(toInvitation);
}
