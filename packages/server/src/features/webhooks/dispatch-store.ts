import type { Database, Statement } from '../../platform/database';
import type { Scope } from '../../platform/scope';
import type { Attempt, DeliveryState } from './delivery-store';

/** A delivery that this process has taken, until its lease ends. */
export interface Claimed {
  readonly institutionId: string;
  readonly endpointId: string;
  readonly deliveryId: string;
  readonly changeId: string;
  readonly type: string;
  readonly subjectId: string;
  readonly occurredAt: Date;
  /** That have failed on its present schedule. */
  readonly tries: number;
  /** Let through by an open breaker, alone. */
  readonly isProbe: boolean;
}

export interface ClaimQuestion {
  readonly at: Date;
  readonly leaseUntil: Date;
  readonly claimId: string;
  /** How many each endpoint has under way with this process. */
  readonly busy: Readonly<Record<string, number>>;
  /** Endpoints that answer late. */
  readonly slow: readonly string[];
  readonly mostPerEndpoint: number;
  readonly mostPerSlowEndpoint: number;
  readonly mostPerInstitution: number;
  /** Places of this process that nothing is under way in. */
  readonly free: number;
  readonly breaksAfter: number;
}

const claim: Statement = {
  name: 'webhook-deliveries-claim-fairly',
  text: `select institution_id as "institutionId", endpoint_id as "endpointId", delivery_id as "deliveryId", change_id as "changeId",
           type, subject_id as "subjectId", occurred_at as "occurredAt", tries, is_probe as "isProbe"
         from claim_webhook_deliveries($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
};

/** Takes some of what is due, of all institutions; call it again until it returns nothing. */
export async function claimDeliveries(database: Database, question: ClaimQuestion): Promise<Claimed[]> {
  const { at, leaseUntil, claimId, busy, slow, free, breaksAfter } = question;
  const { mostPerEndpoint, mostPerSlowEndpoint, mostPerInstitution } = question;
  return database.across.query<Claimed>(claim, [
    at, leaseUntil, claimId, JSON.stringify(busy), slow,
    mostPerEndpoint, mostPerSlowEndpoint, mostPerInstitution, free, breaksAfter,
  ]); // prettier-ignore
}

// Only what still belongs to the claim. An endpoint whose probe is under way lets no second one through meanwhile.
const renew: Statement = {
  name: 'webhook-leases-renew',
  text: `with renewed as (
           update webhook_deliveries d set due_at = $1
           from jsonb_to_recordset($2::jsonb) as f("deliveryId" uuid, "claimId" uuid, "isProbe" boolean)
           where d.institution_id = current_institution() and d.id = f."deliveryId" and d.claim_id = f."claimId"
             and d.state = 'pending'
           returning d.endpoint_id, f."isProbe"
         )
         update webhook_endpoints e set paused_until = $1
         from renewed r
         where r."isProbe" and e.institution_id = current_institution() and e.id = r.endpoint_id`,
};

/** Extends the leases of deliveries that are still under way. */
export async function renewLeases(
  tx: Scope,
  flights: readonly { readonly claimed: Claimed; readonly claimId: string }[],
  until: Date,
): Promise<void> {
  const their = flights.map(({ claimed: { deliveryId, isProbe }, claimId }) => ({
    deliveryId,
    claimId,
    isProbe,
  }));
  await tx.db.query(renew, [until, JSON.stringify(their)]);
}

const backlog: Statement = {
  name: 'webhook-backlog',
  text: 'select institution_id as id from webhook_backlog()',
};

/** The institutions whose log holds what was not yet made into deliveries. */
export async function findBacklog(database: Database): Promise<string[]> {
  return (await database.across.query<{ id: string }>(backlog)).map(({ id }) => id);
}

// Locked, so that two processes never make the same deliveries.
const lockPositionRow: Statement = {
  name: 'webhook-positions-lock',
  text: 'select position from webhook_positions where institution_id = current_institution() for update',
};

/** Up to where the log has been made into deliveries; undefined where there never was an endpoint. */
export async function lockPosition(tx: Scope): Promise<number | undefined> {
  const [row] = await tx.db.query<{ position: string }>(lockPositionRow);
  return row && Number(row.position);
}

const insertPositionRow: Statement = {
  name: 'webhook-positions-insert',
  text: 'insert into webhook_positions (institution_id, position) values (current_institution(), $1) on conflict do nothing',
};

/** Begins at a position; where there is one already, that stays. */
export async function ensurePosition(tx: Scope, position: number): Promise<void> {
  await tx.db.query(insertPositionRow, [position]);
}

const updatePositionRow: Statement = {
  name: 'webhook-positions-update',
  text: 'update webhook_positions set position = $1 where institution_id = current_institution()',
};

export async function updatePosition(tx: Scope, position: number): Promise<void> {
  await tx.db.query(updatePositionRow, [position]);
}

/** What became of a claimed delivery. */
export interface Result {
  readonly deliveryId: string;
  readonly claimId: string;
  readonly state: DeliveryState;
  readonly dueAt: Date | undefined;
  readonly tries: number;
  /** Undefined where nobody was called. */
  readonly attempt: Omit<Attempt, 'number'> | undefined;
}

// A success stands whoever tells it. Anything else is told by whom the delivery still belongs to: a lease may have ended, a
// resend have begun it anew. Each try is logged in either case.
const holds = `d.claim_id = r."claimId" or r.state = 'succeeded'`;

const record: Statement = {
  name: 'webhook-deliveries-record',
  text: `with results as materialized (
           select "deliveryId", "claimId", state, "dueAt", tries, attempt
           from jsonb_to_recordset($1::jsonb) as r("deliveryId" uuid, "claimId" uuid, state text, "dueAt" timestamptz,
             tries integer, attempt jsonb)
         ), counted as (
           update webhook_deliveries d set
             attempts = d.attempts + case when r.attempt is null then 0 else 1 end,
             state = case when ${holds} then r.state else d.state end,
             due_at = case when ${holds} then r."dueAt" else d.due_at end,
             tries = case when ${holds} then r.tries else d.tries end,
             claim_id = case when ${holds} then null else d.claim_id end
           from results r where d.institution_id = current_institution() and d.id = r."deliveryId"
           returning d.id, d.attempts, r.attempt
         )
         insert into webhook_attempts
           (institution_id, delivery_id, number, at, duration_ms, status, error_code, error_message, response_start)
         select current_institution(), c.id, c.attempts, a.at, a."durationMs", a.status, a.error ->> 'code', a.error ->> 'message',
                a."responseStart"
         from counted c, jsonb_to_record(c.attempt)
           as a(at timestamptz, "durationMs" integer, status integer, error jsonb, "responseStart" text)
         where c.attempt is not null`,
};

export async function recordResults(tx: Scope, results: readonly Result[]): Promise<void> {
  await tx.db.query(record, [JSON.stringify(results)]);
}
