import type { CronEntry, TaskHandlers } from '../../platform/tasks';
import { deleteImpersonationsBefore, expireImpersonations } from '../access';

const keptMs = 30 * 24 * 60 * 60_000;

export const operatorTasks: TaskHandlers = {
  /** Says in the log which have ended by their time, and removes what it tells for good. */
  'impersonations.tidy': async (scope) => {
    const before = new Date(scope.clock().getTime() - keptMs);
    await scope.transaction(async (tx) => {
      await expireImpersonations(tx);
      await deleteImpersonationsBefore(tx, before);
    });
  },
};

export const operatorCron: readonly CronEntry[] = [{ task: 'impersonations.tidy', pattern: '41 * * * *' }];
