import type { Statement } from '../../platform/database';
import type { Scope } from '../../platform/scope';

/** Whom a provider knows by which subject. */
export interface Identity {
  readonly id: string;
  readonly memberId: string;
  /** As the provider said it last. */
  readonly email: string | undefined;
  readonly linkedAt: Date;
  readonly lastUsedAt: Date;
}

interface IdentityRow {
  readonly id: string;
  readonly member_id: string;
  readonly email: string | null;
  readonly linked_at: Date;
  readonly last_used_at: Date;
  readonly provider_name: string;
  readonly confirmed_version: number | null;
}

const own = 'i.institution_id = current_institution()';

const lock: Statement = {
  name: 'external-identities-lock',
  text: `select pg_advisory_xact_lock(hashtextextended('identity ' || current_institution() || ' ' || $1::uuid || ' ' || $2::text, 0))`,
};

/** One transaction at a time signs in a provider's subject. */
export async function lockSubject(tx: Scope, providerId: string, subject: string): Promise<void> {
  await tx.db.query(lock, [providerId, subject]);
}

const use: Statement = {
  name: 'external-identities-use-confirmed',
  text: `update external_identities i set last_used_at = $3, email = coalesce($4, i.email)
         where ${own} and provider_id = $1 and subject = $2 returning id, member_id, confirmed_version`,
};

export interface UsedIdentity {
  readonly memberId: string;
  /** The provider's `trustVersion` that a mailed code has confirmed it at. */
  readonly confirmedVersion: number | undefined;
}

/** Notes that somebody has come by it. @returns undefined where it is nobody's yet */
export async function useIdentity(
  tx: Scope,
  { providerId, subject, email }: { providerId: string; subject: string; email: string | undefined },
): Promise<UsedIdentity | undefined> {
  const [row] = await tx.db.query<IdentityRow>(use, [providerId, subject, tx.clock(), email ?? null]);
  return row && { memberId: row.member_id, confirmedVersion: row.confirmed_version ?? undefined };
}

const known: Statement = {
  name: 'external-identities-known',
  text: `select 1 from external_identities i join members m on (m.institution_id, m.id) = (i.institution_id, i.member_id)
         where ${own} and provider_id = $1 and subject = $2`,
};

/** Whether a provider's subject is somebody's already. */
export async function hasIdentity(scope: Scope, providerId: string, subject: string): Promise<boolean> {
  return (await scope.db.query(known, [providerId, subject])).length === 1;
}

const others: Statement = {
  name: 'external-identities-others',
  text: `select 1 from external_identities i where ${own} and provider_id = $1 and member_id = $2 and subject <> $3 limit 1`,
};

/** Whether a provider knows a member by another subject. */
export async function hasOtherIdentity(
  tx: Scope,
  { providerId, memberId, subject }: { providerId: string; memberId: string; subject: string },
): Promise<boolean> {
  return (await tx.db.query(others, [providerId, memberId, subject])).length === 1;
}

// In place of one of a member who is no more.
const upsert: Statement = {
  name: 'external-identities-put-confirmed',
  text: `insert into external_identities as i (institution_id, id, provider_id, subject, member_id, email, linked_at, last_used_at,
                                                confirmed_version)
         values (current_institution(), $1, $2, $3, $4, $5, $6, $6, $7)
         on conflict (institution_id, provider_id, subject)
         do update set id = excluded.id, member_id = excluded.member_id, email = excluded.email, linked_at = excluded.linked_at,
           last_used_at = excluded.last_used_at, confirmed_version = excluded.confirmed_version`,
};

export interface NewIdentity {
  readonly id: string;
  readonly providerId: string;
  readonly subject: string;
  readonly memberId: string;
  readonly email: string;
  /** Undefined where no mailed code has confirmed it. */
  readonly confirmedVersion: number | undefined;
}

export async function putIdentity(tx: Scope, identity: NewIdentity): Promise<void> {
  const { id, providerId, subject, memberId, email, confirmedVersion } = identity;
  const values = [id, providerId, subject, memberId, email, tx.clock(), confirmedVersion ?? null];
  await tx.db.query(upsert, values);
}

const ofMember: Statement = {
  text: `select i.id, i.member_id, i.email, i.linked_at, i.last_used_at, p.name as provider_name
         from external_identities i
         join sign_in_providers p on (p.institution_id, p.id) = (i.institution_id, i.provider_id) and p.deleted_at is null
         where ${own} and i.member_id = $1 order by i.id desc limit 100`,
};

/** Those of providers that are still there, each with its provider's name; the newest first. */
export async function selectIdentities(
  scope: Scope,
  memberId: string,
): Promise<(Identity & { readonly providerName: string })[]> {
  const rows = await scope.db.query<IdentityRow>(ofMember, [memberId]);
  return rows.map((row) => ({
    id: row.id,
    memberId: row.member_id,
    email: row.email ?? undefined,
    linkedAt: row.linked_at,
    lastUsedAt: row.last_used_at,
    providerName: row.provider_name,
  }));
}

const remove: Statement = {
  text: `delete from external_identities i where ${own} and id = $1 and member_id = $2 returning provider_id`,
};

/** @returns of which provider it was; undefined where there was none of this member's */
export async function deleteIdentity(tx: Scope, id: string, memberId: string): Promise<string | undefined> {
  const [row] = await tx.db.query<{ provider_id: string }>(remove, [id, memberId]);
  return row?.provider_id;
}

const purge: Statement = {
  text: `delete from external_identities i where ${own} and id in
           (select e.id from external_identities e
              join sign_in_providers p on (p.institution_id, p.id) = (e.institution_id, e.provider_id) and p.deleted_at is not null
             where e.institution_id = current_institution() limit $1)
         returning 1`,
};

/** Forgets whom providers that were removed knew. @returns how many were removed */
export async function deleteIdentitiesOfDeleted(tx: Scope, most: number): Promise<number> {
  return (await tx.db.query(purge, [most])).length;
}
