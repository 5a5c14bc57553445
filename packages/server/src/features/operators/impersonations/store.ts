import type { Statement } from '../../../platform/database';
import type { Scope } from '../../../platform/scope';

/** An operator acting as a member. */
export interface Impersonation {
  readonly institutionId: string;
  readonly id: string;
  readonly memberId: string;
  readonly operatorId: string;
  readonly operatorSessionId: string;
  readonly reason: string;
  readonly startedAt: Date;
  readonly endsAt: Date;
}

const insert: Statement = {
  text: `insert into impersonations
           (institution_id, id, member_id, operator_id, operator_session_id, reason, started_at, ends_at)
         values (current_institution(), $1, $2, $3, $4, $5, $6, $7)`,
};

export async function insertImpersonation(tx: Scope, impersonation: Impersonation): Promise<void> {
  const { id, memberId, operatorId, operatorSessionId, reason, startedAt, endsAt } = impersonation;
  const values = [id, memberId, operatorId, operatorSessionId, reason, startedAt, endsAt];
  await tx.db.query(insert, values);
}

const end: Statement = {
  text: `update impersonations set ended_at = $2
         where institution_id = current_institution() and id = $1 and ended_at is null returning id`,
};

/** @returns whether it had not ended */
export async function setImpersonationEnded(tx: Scope, id: string): Promise<boolean> {
  return (await tx.db.query(end, [id, tx.clock()])).length === 1;
}

/** One that is over, as far as the log tells of it. */
type EndedImpersonation = Pick<Impersonation, 'id' | 'memberId' | 'operatorId'>;

const returning = 'returning id, member_id as "memberId", operator_id as "operatorId"';

const endOf: Statement = {
  text: `update impersonations set ended_at = $2
         where institution_id = current_institution() and member_id = $1 and ended_at is null and ends_at > $2 ${returning}`,
};

/** Ends all of a member's. @returns those that went on */
export async function setImpersonationsOfEnded(tx: Scope, memberId: string): Promise<EndedImpersonation[]> {
  return tx.db.query<EndedImpersonation>(endOf, [memberId, tx.clock()]);
}

const expire: Statement = {
  text: `update impersonations set ended_at = ends_at
         where institution_id = current_institution() and ended_at is null and ends_at <= $1 ${returning}`,
};

/** Marks those whose time is over. @returns those that were not marked */
export async function setExpired(tx: Scope): Promise<EndedImpersonation[]> {
  return tx.db.query<EndedImpersonation>(expire, [tx.clock()]);
}

const living: Statement = {
  text: `select institution_id as "institutionId", id, member_id as "memberId", operator_id as "operatorId",
           operator_session_id as "operatorSessionId", reason, started_at as "startedAt", ends_at as "endsAt"
         from living_impersonations($1)`,
};

/** Of all institutions; from the platform's own scope only. */
export async function listLivingImpersonations(platform: Scope): Promise<Impersonation[]> {
  return platform.db.query<Impersonation>(living, [platform.clock()]);
}

// That it has ended must be in the log before.
const purge: Statement = {
  text: `delete from impersonations where institution_id = current_institution() and id in
           (select id from impersonations
             where institution_id = current_institution() and ends_at <= $1 and ended_at is not null limit $2)
         returning 1`,
};

/** @returns how many were removed */
export async function deleteImpersonationsBefore(tx: Scope, before: Date, limit: number): Promise<number> {
  return (await tx.db.query(purge, [before, limit])).length;
}
