import type { Row, Statement } from '../../platform/database';
import type { Audience, Scope } from '../../platform/scope';

export interface Batch {
  readonly id: string;
  readonly year: number;
  /** '' where the batch is of the year alone. */
  readonly programme: string;
  readonly code: string;
}

const batchesOfYears: Statement = {
  name: 'batches-of-years',
  text: `select id, year, programme, code from batches
         where institution_id = current_institution() and year = any($1::smallint[])`,
};

export async function listBatchesOfYears(scope: Scope, years: readonly number[]): Promise<Batch[]> {
  return scope.db.query<Batch & Row>(batchesOfYears, [years]);
}

const createBatches: Statement = {
  name: 'batches-create',
  text: `insert into batches (institution_id, id, year, programme, code)
         select current_institution(), id, year, programme, code from json_populate_recordset(null::batches, $1)
         order by year, programme on conflict do nothing`,
};

/** Creates those batches whose year and programme, and whose code, are not taken. */
export async function addBatches(scope: Scope, batches: readonly Batch[]): Promise<void> {
  await scope.db.query(createBatches, [JSON.stringify(batches)]);
}

const visibleBatches: Statement = {
  name: 'batches-visible',
  text: `select b.id, b.year, b.programme, b.code, t.people
         from directory_values t join batches b on b.institution_id = t.institution_id and b.id = t.key::uuid
         where t.institution_id = current_institution() and t.audience = $1 and t.field = 'batch' and t.people >= $2
           and ($3::smallint is null or b.year < $3 or (b.year = $3 and b.code collate "C" > $4))
         order by b.year desc, b.code collate "C" limit $5`,
};

/** Batches in which the audience may see at least `atLeast` people, newest first. */
export async function listVisibleBatches(
  scope: Scope,
  query: {
    audience: Audience;
    atLeast: number;
    after: { year: number; code: string } | undefined;
    limit: number;
  },
): Promise<(Batch & { readonly people: number })[]> {
  const { audience, atLeast, after, limit } = query;
  return scope.db.query<Batch & { people: number } & Row>(visibleBatches, [
    audience, atLeast, after?.year ?? null, after?.code ?? null, limit,
  ]); // prettier-ignore
}
