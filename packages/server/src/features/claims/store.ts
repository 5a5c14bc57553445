import type { Statement as Sql } from '../../platform/database';
import type { Scope } from '../../platform/scope';
import type { Claim, ClaimStatus, Statement } from './claim';

interface ClaimRow {
  readonly id: string;
  readonly member_id: string;
  readonly email: string;
  readonly status: ClaimStatus;
  readonly name: string;
  readonly external_id: string | null;
  readonly batch_year: number | null;
  readonly birth_date: string | null;
  readonly evidence: string | null;
  readonly profile_id: string | null;
  readonly reason: string | null;
  readonly decided_by: 'rule' | 'institution' | null;
  readonly version: number;
  readonly created_at: Date;
  readonly decided_at: Date | null;
}

const columns = `c.id, c.member_id, m.email, c.status, c.name, c.external_id, c.batch_year, c.birth_date, c.evidence, c.profile_id,
  c.reason, c.decided_by, c.version, c.created_at, c.decided_at`;
const ofMember = 'join members m on (m.institution_id, m.id) = (c.institution_id, c.member_id)';
const own = 'c.institution_id = current_institution()';

const toClaim = (row: ClaimRow): Claim => ({
  id: row.id,
  memberId: row.member_id,
  email: row.email,
  status: row.status,
  name: row.name,
  externalId: row.external_id ?? undefined,
  batchYear: row.batch_year ?? undefined,
  birthDate: row.birth_date ?? undefined,
  evidence: row.evidence ?? undefined,
  profileId: row.profile_id ?? undefined,
  reason: row.reason ?? undefined,
  decidedBy: row.decided_by ?? undefined,
  version: row.version,
  createdAt: row.created_at,
  decidedAt: row.decided_at ?? undefined,
});

const insert: Sql = {
  name: 'claims-insert',
  text: `insert into claims (institution_id, id, member_id, status, name, external_id, batch_year, birth_date, evidence, created_at)
         values (current_institution(), $1, $2, 'pending', $3, $4, $5, $6, $7, $8)`,
};

export async function insertClaim(
  tx: Scope,
  {
    id,
    memberId,
    name,
    externalId,
    batchYear,
    birthDate,
    evidence,
  }: Statement & Pick<Claim, 'id' | 'memberId'>,
): Promise<void> {
  await tx.db.query(insert, [
    id, memberId, name, externalId ?? null, batchYear ?? null, birthDate ?? null, evidence ?? null, tx.clock(),
  ]); // prettier-ignore
}

const byIds: Sql = {
  name: 'claims-by-ids',
  text: `select ${columns} from claims c ${ofMember} where ${own} and c.id = any($1::uuid[])`,
};

export async function findClaims(scope: Scope, ids: readonly string[]): Promise<Claim[]> {
  return (await scope.db.query<ClaimRow>(byIds, [ids])).map(toClaim);
}

export const findClaim = async (scope: Scope, id: string) => (await findClaims(scope, [id]))[0];

const reject: Sql = {
  text: `update claims c set status = 'rejected', reason = $2, decided_by = 'institution', decided_at = $3, version = version + 1
         where ${own} and c.id = $1 and c.status = 'pending' returning 1`,
};

/** @returns false where it has been decided already */
export async function setRejected(tx: Scope, id: string, reason: string): Promise<boolean> {
  return (await tx.db.query(reject, [id, reason, tx.clock()])).length === 1;
}

const ofOneMember: Sql = {
  name: 'claims-of-member',
  text: `select ${columns} from claims c ${ofMember} where ${own} and c.member_id = $1 order by c.id desc limit 100`,
};

/** The newest first; the newest hundred where there are more. */
export async function selectClaimsOf(scope: Scope, memberId: string): Promise<Claim[]> {
  return (await scope.db.query<ClaimRow>(ofOneMember, [memberId])).map(toClaim);
}

const ofStatus: Sql = {
  text: `select ${columns} from claims c ${ofMember}
         where ${own} and c.status = $1 and ($2::uuid is null or c.id > $2) order by c.id limit $3`,
};

export interface ClaimQuestion {
  readonly status: ClaimStatus;
  readonly after: string | undefined;
  readonly limit: number;
}

/** Those that have waited longest first. */
export async function selectClaims(scope: Scope, question: ClaimQuestion): Promise<Claim[]> {
  const { status, after, limit } = question;
  return (await scope.db.query<ClaimRow>(ofStatus, [status, after ?? null, limit])).map(toClaim);
}

const approvePending: Sql = {
  text: `update claims set status = 'approved', profile_id = $2, decided_by = $3, decided_at = $4, version = version + 1
         where institution_id = current_institution() and member_id = $1 and status = 'pending' returning id, version`,
};

export type Decider = 'rule' | 'institution';

/** Approves what a member has claimed: the claim that waits, of which there is one at most. */
export async function approvePendingClaim(
  tx: Scope,
  given: { readonly memberId: string; readonly profileId: string; readonly decidedBy: Decider },
): Promise<{ readonly id: string; readonly version: number } | undefined> {
  const values = [given.memberId, given.profileId, given.decidedBy, tx.clock()];
  return (await tx.db.query<{ id: string; version: number }>(approvePending, values))[0];
}

const deleteDetails: Sql = {
  text: `update claims c set external_id = null, birth_date = null, evidence = null
         where ${own} and c.id in (
           select d.id from claims d
           where d.institution_id = current_institution() and d.decided_at < $1
             and (d.external_id is not null or d.birth_date is not null or d.evidence is not null)
           limit $2)
         returning 1`,
};

/** @returns of how many claims the details are gone */
export async function deleteDetailsDecidedBefore(tx: Scope, before: Date, most: number): Promise<number> {
  return (await tx.db.query(deleteDetails, [before, most])).length;
}

const domains: Sql = {
  name: 'address-domains',
  text: 'select domain from address_domains where institution_id = current_institution() order by domain',
};

export async function selectDomains(scope: Scope): Promise<string[]> {
  return (await scope.db.query<{ domain: string }>(domains)).map(({ domain }) => domain);
}

const lockDomains: Sql = {
  text: `select pg_advisory_xact_lock(hashtextextended('address domains ' || current_institution(), 0))`,
};
const deleteDomains: Sql = {
  text: 'delete from address_domains where institution_id = current_institution()',
};
const insertDomains: Sql = {
  text: 'insert into address_domains select current_institution(), domain from unnest($1::text[]) as domain',
};

/** @returns those that there were before */
export async function replaceDomains(tx: Scope, list: readonly string[]): Promise<string[]> {
  await tx.db.query(lockDomains);
  const before = await selectDomains(tx);
  await tx.db.query(deleteDomains);
  await tx.db.query(insertDomains, [list]);
  return before;
}
