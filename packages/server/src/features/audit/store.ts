import type { ActorKind, AuditDetail, Reference } from '../../platform/audit';
import type { Queryable, Statement } from '../../platform/database';
import type { Scope } from '../../platform/scope';

export interface EntryActor {
  readonly kind: ActorKind;
  readonly id: string | undefined;
}

export interface AuditEntry {
  readonly number: number;
  readonly at: Date;
  readonly action: string;
  readonly actor: EntryActor;
  /** Whose name the actor acted in, where it was not their own. */
  readonly onBehalfOf: EntryActor | undefined;
  readonly subject: Reference;
  readonly requestId: string | undefined;
  /** Undefined where it was erased. */
  readonly detail: AuditDetail | undefined;
  readonly hash: Buffer;
}

export interface AuditFilter {
  readonly action?: string | undefined;
  readonly subject?: Reference | undefined;
  readonly actor?: { readonly kinds: readonly ActorKind[]; readonly id: string | undefined } | undefined;
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
}

interface EntryRow {
  readonly number: string;
  readonly at: Date;
  readonly action: string;
  readonly actor_kind: ActorKind;
  readonly actor_id: string | null;
  readonly on_behalf_of_kind: ActorKind | null;
  readonly on_behalf_of_id: string | null;
  readonly subject_kind: Reference['kind'];
  readonly subject_id: string;
  readonly request_id: string | null;
  readonly detail: string | null;
  readonly hash: Buffer;
}

// Without a name: planned with the filters at hand, those that are not asked for fall away.
const page = (order: string): Statement => ({
  text: `select e.number, e.at, e.action, e.actor_kind, e.actor_id, e.on_behalf_of_kind, e.on_behalf_of_id, e.subject_kind, e.subject_id,
      e.request_id, d.detail, e.hash
    from audit_entries e left join audit_details d on d.institution_id = e.institution_id and d.number = e.number
    where e.institution_id = current_institution()
      and ($1::text is null or e.action = $1)
      and ($2::text is null or (e.subject_kind = $2 and e.subject_id = $3::uuid))
      and ($4::text[] is null or e.actor_kind = any($4))
      and ($5::uuid is null or e.actor_id = $5)
      and ($6::timestamptz is null or e.at >= $6)
      and ($7::timestamptz is null or e.at < $7)
      ${order}`,
});

const newestFirst = page('and ($8::bigint is null or e.number < $8) order by e.number desc limit $9');
const oldestFirst = page('and e.number > $8 and e.number <= $9 order by e.number limit $10');

const valuesOf = ({ action, subject, actor, from, to }: AuditFilter) => [
  action ?? null, subject?.kind ?? null, subject?.id ?? null, actor?.kinds ?? null, actor?.id ?? null, from ?? null, to ?? null,
]; // prettier-ignore

/** Entries from the newest on, or from those before a number on. */
export async function listEntries(
  scope: Scope,
  { before, limit, ...filter }: AuditFilter & { readonly before: number | undefined; readonly limit: number },
): Promise<AuditEntry[]> {
  const rows = await scope.db.query<EntryRow>(newestFirst, [...valuesOf(filter), before ?? null, limit]);
  return rows.map(toEntry);
}

/** Entries after one number up to and with another, oldest first. */
export async function listEntriesBetween(
  scope: Scope,
  {
    after,
    last,
    limit,
    ...filter
  }: AuditFilter & { readonly after: number; readonly last: number; readonly limit: number },
): Promise<AuditEntry[]> {
  const rows = await scope.db.query<EntryRow>(oldestFirst, [...valuesOf(filter), after, last, limit]);
  return rows.map(toEntry);
}

function toEntry(row: EntryRow): AuditEntry {
  return {
    number: Number(row.number),
    at: row.at,
    action: row.action,
    actor: { kind: row.actor_kind, id: row.actor_id ?? undefined },
    onBehalfOf: row.on_behalf_of_kind
      ? { kind: row.on_behalf_of_kind, id: row.on_behalf_of_id ?? undefined }
      : undefined,
    subject: { kind: row.subject_kind, id: row.subject_id },
    requestId: row.request_id ?? undefined,
    detail: row.detail === null ? undefined : (JSON.parse(row.detail) as AuditDetail),
    hash: row.hash,
  };
}

const lastNumber: Statement = {
  text: 'select number from audit_heads where institution_id = current_institution()',
};

/** The number of the newest entry; 0 where there is none. */
export async function findLastNumber(scope: Scope): Promise<number> {
  const [row] = await scope.db.query<{ number: string }>(lastNumber);
  return Number(row?.number ?? 0);
}

const withDetail: Statement = {
  text: `select e.number from audit_entries e join audit_details d on d.institution_id = e.institution_id and d.number = e.number
    where e.institution_id = current_institution() and e.subject_kind = $1 and e.subject_id = $2 order by e.number`,
};

/** The numbers of the entries about a subject whose detail is still there. */
export async function listNumbersWithDetail(owner: Queryable, subject: Reference): Promise<number[]> {
  const rows = await owner.query<{ number: string }>(withDetail, [subject.kind, subject.id]);
  return rows.map(({ number }) => Number(number));
}

// What follows reads as the owner, of any institution, for verifying.

const snapshot: Statement = { text: 'begin isolation level repeatable read read only' };

/** All that is read until the end of the connection is of one moment, whatever is appended meanwhile. */
export async function beginSnapshot(owner: Queryable): Promise<void> {
  await owner.query(snapshot);
}

// The platform's log begins with its first operator: until then there is none.
const allInstitutions: Statement = {
  text: `select id, slug from institutions
    where ($1::text is null or slug = $1)
      and (id <> platform_id() or exists (select from operators)
        or exists (select from audit_heads where institution_id = platform_id()))
    order by slug`,
};

export async function listInstitutions(
  owner: Queryable,
  slug: string | undefined,
): Promise<{ readonly id: string; readonly slug: string }[]> {
  return owner.query(allInstitutions, [slug ?? null]);
}

export interface KeptEntry {
  readonly number: string;
  /** Milliseconds, exact: what lies between two of them would show. */
  readonly at: string;
  readonly action: string;
  readonly actorKind: string;
  readonly actorId: string | null;
  readonly onBehalfOfKind: string | null;
  readonly onBehalfOfId: string | null;
  readonly subjectKind: string;
  readonly subjectId: string;
  readonly requestId: string | null;
  readonly erases: string[] | null;
  readonly detailDigest: Buffer;
  readonly hash: Buffer;
  readonly salt: Buffer | null;
  readonly detail: string | null;
}

const kept: Statement = {
  text: `select e.number, trim_scale(extract(epoch from e.at) * 1000)::text as at, e.action, e.actor_kind as "actorKind",
      e.actor_id as "actorId", e.on_behalf_of_kind as "onBehalfOfKind", e.on_behalf_of_id as "onBehalfOfId",
      e.subject_kind as "subjectKind", e.subject_id as "subjectId", e.request_id as "requestId", e.erases,
      e.detail_digest as "detailDigest", e.hash, d.salt, d.detail
    from audit_entries e left join audit_details d on d.institution_id = e.institution_id and d.number = e.number
    where e.institution_id = $1 and ($2::bigint is null or e.number > $2) order by e.number limit $3`,
};

/** All entries of an institution as they lie in the database, in batches. */
export async function* keptEntries(owner: Queryable, institutionId: string): AsyncGenerator<KeptEntry[]> {
  for (let after: string | null = null; ;) {
    const batch: KeptEntry[] = await owner.query<KeptEntry>(kept, [institutionId, after, batchSize]);
    if (batch.length) yield batch;
    if (batch.length < batchSize) return;
    after = batch.at(-1)!.number;
  }
}

const batchSize = 5_000;

export interface KeptHead {
  readonly number: string;
  readonly hash: Buffer;
  readonly seal: Buffer;
}

const head: Statement = { text: 'select number, hash, seal from audit_heads where institution_id = $1' };

export async function findHead(owner: Queryable, institutionId: string): Promise<KeptHead | undefined> {
  const [row] = await owner.query<KeptHead>(head, [institutionId]);
  return row;
}

// Sets, not a look at each entry for each other: a log that was just written has no statistics, and plans then go wrong.
const entries = 'select number from audit_entries where institution_id = $1';
const details = 'select number from audit_details where institution_id = $1';
const erased = 'select unnest(erases) as number from audit_entries where institution_id = $1';

const unsaidErasures: Statement = {
  text: `${entries} except ${details} except ${erased} order by number limit $2`,
};

/** Entries whose detail is gone though no entry erased it. */
export async function listUnsaidErasures(
  owner: Queryable,
  institutionId: string,
  limit: number,
): Promise<number[]> {
  const rows = await owner.query<{ number: string }>(unsaidErasures, [institutionId, limit]);
  return rows.map(({ number }) => Number(number));
}

const strayDetails: Statement = {
  text: `(${details} except ${entries}) union (${details} intersect ${erased}) order by number limit $2`,
};

/** Details that are there though they were erased, or belong to no entry. */
export async function listStrayDetails(
  owner: Queryable,
  institutionId: string,
  limit: number,
): Promise<number[]> {
  const rows = await owner.query<{ number: string }>(strayDetails, [institutionId, limit]);
  return rows.map(({ number }) => Number(number));
}
