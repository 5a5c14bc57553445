import type { components } from '@homecoming/contract';
import type { Handlers } from '../../contract/handler';
import type { ReadPage } from '../../contract/paging';
import type { Scope } from '../../platform/scope';
import { type AskedFilter, filterOf } from './filter';
import { presentEntry } from './present';
import { type AuditEntry, type AuditFilter, findLastNumber, listEntries, listEntriesBetween } from './store';

export function auditHandlers(): Handlers<'listAuditLog' | 'exportAuditLog'> {
  return {
    listAuditLog: ({ scope, query, page }) => auditLogPage(scope, query, page),

    exportAuditLog: async ({ scope, query }) => {
      const { after = 0, ...asked } = query;
      const filter = filterOf(asked);
      const last = await recordExport(scope, asked);
      return presented(entriesBetween(scope, filter, after, last));
    },
  };
}

export interface AskedPage extends AskedFilter {
  readonly cursor?: string;
  readonly limit?: number;
}

/**
 * A page of the institution's log, as the contract shows it.
 * @throws {Problem} invalid_id, invalid_request, invalid_cursor
 */
export async function auditLogPage(
  scope: Scope,
  { cursor: _, limit: __, ...asked }: AskedPage,
  page: ReadPage,
): Promise<components['schemas']['AuditPage']> {
  const filter = filterOf(asked);
  const { items, nextCursor } = await page({
    find: (before: number | undefined, limit) => listEntries(scope, { ...filter, before, limit }),
    cursorOf: ({ number }) => number,
  });
  return { data: items.map(presentEntry), nextCursor };
}

/** That the log was carried out of the house belongs into it. @returns the number of the entry that says so */
async function recordExport(scope: Scope, asked: Readonly<Record<string, unknown>>): Promise<number> {
  const subject = { kind: 'institution', id: scope.institution.id } as const;
  await scope.transaction(async (tx) => {
    await Promise.resolve(tx.audit.add({ action: 'audit_log.exported', subject, after: asked }));
  });
  return findLastNumber(scope);
}

const entriesAtOnce = 1_000;

/** Read batch by batch, each in a moment of its own: nothing before `last` can change any more. */
async function* entriesBetween(
  scope: Scope,
  filter: AuditFilter,
  after: number,
  last: number,
): AsyncGenerator<AuditEntry> {
  for (let from = after; ;) {
    const batch = await listEntriesBetween(scope, { ...filter, after: from, last, limit: entriesAtOnce });
    yield* batch;
    if (batch.length < entriesAtOnce) return;
    from = batch.at(-1)!.number;
  }
}

async function* presented(entries: AsyncIterable<AuditEntry>) {
  for await (const entry of entries) yield presentEntry(entry);
}
