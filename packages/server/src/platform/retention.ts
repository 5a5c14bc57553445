import { deleteOldRows } from './retention-store';
import type { Scope } from './scope';
import { defineTask } from './tasks';
import { daysBefore } from './time';

/** What whoever runs the service decides about retention. */
export interface RetentionSettings {
  readonly changesRetentionDays: number;
}

interface Kept {
  readonly table: string;
  /** For how many days a row is kept, or the setting that says so. */
  readonly keepDays: number | keyof RetentionSettings;
  /** How many rows one transaction removes, short enough to be in no one's way; by default 1,000. */
  readonly batchSize?: number;
}

/** What an institution's rows are removed by: their age in a column, or what the feature's store removes of what was there before. */
export type Retention =
  | (Kept & { readonly since: string })
  | (Kept & { readonly purge: (tx: Scope, before: Date, limit: number) => Promise<number> });

const defaultBatchSize = 1_000;

/** The task that removes old rows of every feature. */
export const retentionTask = defineTask('retention.purge');

/**
 * Removes within an institution what is older than declared, batch by batch. What fails doesn't keep the rest from being
 * removed. @throws what failed first
 */
export async function purge(
  scope: Scope,
  retention: readonly Retention[],
  settings: RetentionSettings,
  signal: AbortSignal,
): Promise<void> {
  const failures: unknown[] = [];
  for (const each of retention) {
    const { keepDays, batchSize = defaultBatchSize } = each;
    const before = daysBefore(scope.clock(), typeof keepDays === 'number' ? keepDays : settings[keepDays]);
    try {
      do signal.throwIfAborted();
      while ((await scope.transaction((tx) => purgeBatch(tx, each, before))) >= batchSize);
    } catch (error) {
      signal.throwIfAborted();
      failures.push(error);
      scope.log.warn({ err: error, table: each.table }, 'could not delete old rows');
    }
  }
  if (failures.length) throw failures[0];
}

/** Removes one batch of what is older than `before`. @returns how many rows were removed */
export function purgeBatch(tx: Scope, retention: Retention, before: Date): Promise<number> {
  const { batchSize = defaultBatchSize } = retention;
  return 'purge' in retention
    ? retention.purge(tx, before, batchSize)
    : deleteOldRows(tx, retention, before, batchSize);
}
