import type { CronEntry, TaskHandlers } from '../../platform/tasks';
import { deleteImpersonationsBefore } from './impersonation-store';

const keptMs = 30 * 24 * 60 * 60_000;

export const operatorTasks: TaskHandlers = {
  /** Removes what the audit log tells for good. */
  'impersonations.purge': async (scope) => {
    const before = new Date(scope.clock().getTime() - keptMs);
    await scope.transaction((tx) => deleteImpersonationsBefore(tx, before));
  },
};

export const operatorCron: readonly CronEntry[] = [{ task: 'impersonations.purge', pattern: '41 3 * * *' }];
