import type { CronEntry, TaskHandlers } from '../platform/tasks';
import { deleteExpiredKeys } from './idempotency-store';

/** Of one transaction: short enough to be in nobody's way. */
const keysAtOnce = 1_000;

export const idempotencyTasks: TaskHandlers = {
  /** Removes answers whose day is over: they may hold people's data. */
  'idempotency.purge': async (scope, _payload, signal) => {
    let removed: number;
    do {
      signal.throwIfAborted();
      removed = await scope.transaction((tx) => deleteExpiredKeys(tx, keysAtOnce));
    } while (removed === keysAtOnce);
  },
};

export const idempotencyCron: readonly CronEntry[] = [{ task: 'idempotency.purge', pattern: '17 * * * *' }];
