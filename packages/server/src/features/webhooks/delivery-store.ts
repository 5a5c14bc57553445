import type { Statement } from '../../platform/database';
import type { Scope } from '../../platform/scope';

export type DeliveryState = 'pending' | 'succeeded' | 'failed' | 'withheld';

export interface Attempt {
  readonly number: number;
  readonly at: Date;
  readonly durationMs: number;
  readonly status: number | undefined;
  readonly error: { readonly code: string; readonly message: string } | undefined;
  readonly responseStart: string | undefined;
}

/** One change, sent to one endpoint. */
export interface Delivery {
  readonly id: string;
  readonly endpointId: string;
  readonly changeId: string;
  readonly type: string;
  readonly occurredAt: Date;
  readonly state: DeliveryState;
  readonly dueAt: Date | undefined;
  readonly attempts: readonly Attempt[];
}

interface DeliveryRow {
  readonly id: string;
  readonly endpoint_id: string;
  readonly change_id: string;
  readonly type: string;
  readonly occurred_at: Date;
  readonly state: DeliveryState;
  readonly due_at: Date | null;
  readonly log: readonly {
    readonly number: number;
    readonly at: string;
    readonly duration_ms: number;
    readonly status: number | null;
    readonly error_code: string | null;
    readonly error_message: string | null;
    readonly response_start: string | null;
  }[];
}

function toDelivery(row: DeliveryRow): Delivery {
  return {
    id: row.id,
    endpointId: row.endpoint_id,
    changeId: row.change_id,
    type: row.type,
    occurredAt: row.occurred_at,
    state: row.state,
    dueAt: row.due_at ?? undefined,
    attempts: row.log.map((attempt) => ({
      number: attempt.number,
      at: new Date(attempt.at),
      durationMs: attempt.duration_ms,
      status: attempt.status ?? undefined,
      error: attempt.error_code
        ? { code: attempt.error_code, message: attempt.error_message ?? '' }
        : undefined,
      responseStart: attempt.response_start ?? undefined,
    })),
  };
}

const withAttempts = (newest: number) => `
  d.id, d.endpoint_id, d.change_id, d.type, d.occurred_at, d.state, d.due_at, coalesce((
  select json_agg(a order by a.number) from (
    select number, at, duration_ms, status, error_code, error_message, response_start
    from webhook_attempts a where (a.institution_id, a.delivery_id) = (d.institution_id, d.id)
    order by a.number desc limit ${newest}
  ) a), '[]') as log`;

const byId: Statement = {
  name: 'webhook-deliveries-by-id',
  text: `select ${withAttempts(50)} from webhook_deliveries d
         join webhook_endpoints e on (e.institution_id, e.id) = (d.institution_id, d.endpoint_id) and e.deleted_at is null
         where d.institution_id = current_institution() and d.id = $1`,
};

export async function findDelivery(scope: Scope, id: string): Promise<Delivery | undefined> {
  const [row] = await scope.db.query<DeliveryRow>(byId, [id]);
  return row && toDelivery(row);
}

const page: Statement = {
  name: 'webhook-deliveries-page',
  text: `select ${withAttempts(1)} from webhook_deliveries d
         where d.institution_id = current_institution() and d.endpoint_id = $1 and ($2::uuid is null or d.id < $2)
           and ($3::text is null or d.state = $3)
         order by d.id desc limit $4`,
};

/** The newest first, each with its newest try. */
export async function listDeliveries(
  scope: Scope,
  question: {
    readonly endpointId: string;
    readonly before: string | undefined;
    readonly state: DeliveryState | undefined;
    readonly limit: number;
  },
): Promise<Delivery[]> {
  const { endpointId, before, state, limit } = question;
  const rows = await scope.db.query<DeliveryRow>(page, [endpointId, before ?? null, state ?? null, limit]);
  return rows.map(toDelivery);
}

const again: Statement = {
  name: 'webhook-deliveries-resend',
  text: `update webhook_deliveries set state = 'pending', due_at = $2, claim_id = null, tries = 0
         where institution_id = current_institution() and id = $1`,
};

/** Makes it due, on a schedule that begins anew. */
export async function requeueDelivery(tx: Scope, id: string, dueAt: Date): Promise<void> {
  await tx.db.query(again, [id, dueAt]);
}

export interface NewDelivery {
  readonly id: string;
  readonly endpointId: string;
  readonly changeId: string;
  readonly type: string;
  readonly subjectId: string;
  readonly occurredAt: Date;
}

const insertText = `insert into webhook_deliveries
    (institution_id, id, endpoint_id, change_id, type, subject_id, occurred_at, state, due_at, created_at)
  select current_institution(), id, "endpointId", "changeId", type, "subjectId", "occurredAt", 'pending', $2, $2
  from jsonb_to_recordset($1::jsonb)
    as d(id uuid, "endpointId" uuid, "changeId" uuid, type text, "subjectId" uuid, "occurredAt" timestamptz)
  on conflict (institution_id, endpoint_id, change_id)`;

const insertNew: Statement = { name: 'webhook-deliveries-insert', text: `${insertText} do nothing` };

const insertOrRequeue: Statement = {
  name: 'webhook-deliveries-replay',
  text: `${insertText} do update set state = 'pending', due_at = excluded.due_at, claim_id = null, tries = 0`,
};

/** Makes deliveries, due now. Those that there are already stay as they are, or (`again`) are made due too. */
export async function insertDeliveries(
  tx: Scope,
  deliveries: readonly NewDelivery[],
  { dueAt, again = false }: { readonly dueAt: Date; readonly again?: boolean },
): Promise<void> {
  if (!deliveries.length) return;
  await tx.db.query(again ? insertOrRequeue : insertNew, [JSON.stringify(deliveries), dueAt]);
}
