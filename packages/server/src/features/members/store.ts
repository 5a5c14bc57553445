import type { Statement } from '../../platform/database';
import type { MemberRole, Scope } from '../../platform/scope';
import type { Member, MemberStatus } from './member';

interface MemberRow {
  readonly id: string;
  readonly email: string;
  readonly has_proven_email: boolean;
  readonly role: MemberRole;
  readonly status: MemberStatus;
  readonly profile_id: string | null;
  readonly was_taken_profile: boolean;
  readonly password_hash: string | null;
  readonly version: number;
  readonly created_at: Date;
  readonly last_active_at: Date | null;
}

const columns = `id, email, email_verified_at is not null as has_proven_email, role, status, profile_id,
  profile_taken_back_at is not null as was_taken_profile, password_hash, version, created_at, last_active_at`;
const living = 'institution_id = current_institution() and deleted_at is null';

const toMember = (row: MemberRow): Member => ({
  id: row.id,
  email: row.email,
  hasProvenEmail: row.has_proven_email,
  role: row.role,
  status: row.status,
  profileId: row.profile_id ?? undefined,
  wasTakenProfile: row.was_taken_profile,
  passwordHash: row.password_hash ?? undefined,
  version: row.version,
  createdAt: row.created_at,
  lastActiveAt: row.last_active_at ?? undefined,
});

async function one(
  scope: Scope,
  statement: Statement,
  values: readonly unknown[],
): Promise<Member | undefined> {
  const [row] = await scope.db.query<MemberRow>(statement, values);
  return row && toMember(row);
}

const byId: Statement = {
  name: 'members-by-id',
  text: `select ${columns} from members where ${living} and id = $1`,
};

export const findMember = (scope: Scope, id: string) => one(scope, byId, [id]);

const byIds: Statement = { text: `select ${columns} from members where ${living} and id = any ($1)` };

export async function findMembers(scope: Scope, ids: readonly string[]): Promise<Member[]> {
  return (await scope.db.query<MemberRow>(byIds, [ids])).map(toMember);
}

const byEmail: Statement = {
  name: 'members-by-email',
  text: `select ${columns} from members where ${living} and email = $1`,
};

export const findMemberByEmail = (scope: Scope, email: string) => one(scope, byEmail, [email]);

const lock: Statement = {
  name: 'members-lock',
  text: `select ${columns} from members where ${living} and id = $1 for update`,
};

export const lockMember = (tx: Scope, id: string) => one(tx, lock, [id]);

const insert: Statement = {
  name: 'members-insert',
  text: `insert into members (institution_id, id, email, email_verified_at, role, status, created_at, updated_at, last_active_at)
         values (current_institution(), $1, $2, $3, $4, $5, $6, $6, $3) returning ${columns}`,
};

export interface NewMember {
  readonly id: string;
  readonly email: string;
  /** When the address was proven; undefined where the institution vouches for it until then. */
  readonly emailVerifiedAt: Date | undefined;
  readonly role: MemberRole;
  readonly status: MemberStatus;
}

export async function insertMember(tx: Scope, member: NewMember): Promise<Member> {
  const { id, email, emailVerifiedAt, role, status } = member;
  return (await one(tx, insert, [id, email, emailVerifiedAt ?? null, role, status, tx.clock()]))!;
}

// It locks the row: whoever bans the member at the same time waits, and then finds what was opened here, or comes first.
const touchByEmail: Statement = {
  name: 'members-touch-by-email',
  text: `update members set last_active_at = $2, email_verified_at = coalesce(email_verified_at, $2)
         where ${living} and email = $1 returning ${columns}`,
};

/** Notes that somebody who has proven the address is here. */
export const touchMemberByEmail = (tx: Scope, email: string) => one(tx, touchByEmail, [email, tx.clock()]);

const touch: Statement = {
  name: 'members-touch',
  text: `update members set last_active_at = $2 where ${living} and id = $1 returning ${columns}`,
};

export const touchMember = (tx: Scope, id: string) => one(tx, touch, [id, tx.clock()]);

const setAccess: Statement = {
  text: `update members set role = $2, status = $3, version = version + 1, updated_at = $4
         where ${living} and id = $1 returning ${columns}`,
};

/** Gives the member as they then are, of the next version. */
export async function setMemberAccess(
  tx: Scope,
  { id, role, status }: Pick<Member, 'id' | 'role' | 'status'>,
): Promise<Member> {
  return (await one(tx, setAccess, [id, role, status, tx.clock()]))!;
}

const setProfile: Statement = {
  text: `update members set profile_id = $2, version = version + 1, updated_at = $3 where ${living} and id = $1 returning ${columns}`,
};

/** Fails on the key members_profile where the profile is another member's. */
export async function setMemberProfile(tx: Scope, id: string, profileId: string): Promise<Member> {
  return (await one(tx, setProfile, [id, profileId, tx.clock()]))!;
}

const takeProfile: Statement = {
  text: `update members set profile_id = null, profile_taken_back_at = $2, version = version + 1, updated_at = $2
         where ${living} and id = $1 returning ${columns}`,
};

export async function setProfileTakenBack(tx: Scope, id: string): Promise<Member> {
  return (await one(tx, takeProfile, [id, tx.clock()]))!;
}

const owners: Statement = {
  name: 'members-owners',
  text: `select id, profile_id from members where ${living} and profile_id = any($1::uuid[])`,
};

/** Whose these profiles are, by profile; nobody's are missing. */
export async function ownersOf(
  scope: Scope,
  profileIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await scope.db.query<{ id: string; profile_id: string }>(owners, [profileIds]);
  return new Map(rows.map(({ id, profile_id }) => [profile_id, id]));
}

const raise: Statement = {
  text: `update members set version = version + 1 where ${living} and id = $1 returning ${columns}`,
};

/** Gives the member the next version: tokens of those before can be taken back. */
export const raiseMemberVersion = (tx: Scope, id: string) => one(tx, raise, [id]);

const setHash: Statement = {
  text: `update members set password_hash = $2, version = version + 1, updated_at = $3
         where ${living} and id = $1 returning ${columns}`,
};

export const setPasswordHash = (tx: Scope, id: string, hash: string) =>
  one(tx, setHash, [id, hash, tx.clock()]);

const setEmail: Statement = {
  text: `update members set email = $2, email_verified_at = $3, version = version + 1, updated_at = $3
         where ${living} and id = $1 returning ${columns}`,
};

/** Gives a member another address, which has been proven. Fails on the key members_email where it is another member's. */
export async function setMemberEmail(tx: Scope, id: string, email: string): Promise<Member> {
  return (await one(tx, setEmail, [id, email, tx.clock()]))!;
}

const lockRoles: Statement = {
  text: `select pg_advisory_xact_lock(hashtextextended('member roles ' || current_institution(), 0))`,
};

/** One transaction at a time changes who may do what at an institution. */
export async function lockMemberRoles(tx: Scope): Promise<void> {
  await tx.db.query(lockRoles);
}

const otherAdmins: Statement = {
  text: `select exists (select from members where ${living} and role = 'admin' and status = 'verified' and id <> $1) as found`,
};

export async function hasOtherAdmins(tx: Scope, id: string): Promise<boolean> {
  const [row] = await tx.db.query<{ found: boolean }>(otherAdmins, [id]);
  return row!.found;
}

const matching = `${living} and ($1::text is null or position($1 in email) > 0) and ($2::text is null or role = $2)
           and ($3::text is null or status = $3)`;

const list: Statement = {
  text: `select ${columns} from members where ${matching} and ($4::uuid is null or id < $4) order by id desc limit $5`,
};

/** Which members: all of them of whom all of it holds. */
export interface MemberFilter {
  readonly q?: string | undefined;
  readonly role?: MemberRole | undefined;
  readonly status?: MemberStatus | undefined;
}

export interface MemberQuestion extends MemberFilter {
  readonly before: string | undefined;
  readonly limit: number;
}

/** The newest first. */
export async function selectMembers(scope: Scope, question: MemberQuestion): Promise<Member[]> {
  const { q, role, status, before, limit } = question;
  const rows = await scope.db.query<MemberRow>(list, [
    q?.toLowerCase() ?? null, role ?? null, status ?? null, before ?? null, limit,
  ]); // prettier-ignore
  return rows.map(toMember);
}

const ids: Statement = { text: `select id from members where ${matching} order by id limit $4` };

export async function selectMemberIds(
  scope: Scope,
  { q, role, status }: MemberFilter,
  most: number,
): Promise<string[]> {
  const values = [q?.toLowerCase() ?? null, role ?? null, status ?? null, most];
  return (await scope.db.query<{ id: string }>(ids, values)).map(({ id }) => id);
}

const actingAdmins: Statement = {
  text: `select id from members where ${living} and role = 'admin' and status = 'verified'`,
};

export async function selectActingAdmins(scope: Scope): Promise<string[]> {
  return (await scope.db.query<{ id: string }>(actingAdmins)).map(({ id }) => id);
}

const lockByAddress: Statement = {
  name: 'members-lock-address',
  text: `select pg_advisory_xact_lock(hashtextextended('sign-in ' || current_institution() || ' ' || $1::text, 0))`,
};

/** One transaction at a time deals with an address: its codes, and whose it is. */
export async function lockAddress(tx: Scope, email: string): Promise<void> {
  await tx.db.query(lockByAddress, [email]);
}
