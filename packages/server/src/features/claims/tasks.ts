import type { CronEntry, TaskHandlers } from '../../platform/tasks';
import { deleteDetailsDecidedBefore } from './store';

/** What a decided claim states of a person's details is gone after that. */
const detailsKeptMs = 90 * 24 * 60 * 60_000;

/** Of one transaction: short enough to be in nobody's way. */
const claimsAtOnce = 1_000;

export const claimTasks: TaskHandlers = {
  /** Removes the details that were for whoever decided. */
  'claims.forget': async (scope, _payload, signal) => {
    const before = new Date(scope.clock().getTime() - detailsKeptMs);
    do signal.throwIfAborted();
    while ((await scope.transaction((tx) => deleteDetailsDecidedBefore(tx, before, claimsAtOnce))) > 0);
  },
};

export const claimCron: readonly CronEntry[] = [{ task: 'claims.forget', pattern: '41 3 * * *' }];
