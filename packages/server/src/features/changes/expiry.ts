import type { CronEntry, TaskHandlers } from '../../platform/tasks';
import { deleteOldest } from './store';

/** Of one transaction: short enough to be in nobody's way. */
const changesAtOnce = 1_000;
const dayMs = 24 * 60 * 60 * 1_000;

export function changesTasks({
  changesRetentionDays,
}: {
  readonly changesRetentionDays: number;
}): TaskHandlers {
  return {
    /** Removes what is older than the retention from the beginning of the log. */
    'changes.expire': async (scope, _payload, signal) => {
      const before = new Date(scope.clock().getTime() - changesRetentionDays * dayMs);
      let removed: number;
      do {
        signal.throwIfAborted();
        removed = await scope.transaction((tx) => deleteOldest(tx, before, changesAtOnce));
      } while (removed === changesAtOnce);
    },
  };
}

export const changesCron: readonly CronEntry[] = [{ task: 'changes.expire', pattern: '41 3 * * *' }];
