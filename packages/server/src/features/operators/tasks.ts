import type { CronEntry, TaskHandlers } from '../../platform/tasks';
import { expireImpersonations } from './impersonations/end';

const expireTask = 'impersonations.tidy';

export const operatorTasks: TaskHandlers = {
  /** Says in the log which impersonations have ended by their time. */
  [expireTask]: (scope) => scope.transaction(expireImpersonations),
};

export const operatorCron: readonly CronEntry[] = [{ task: expireTask, pattern: '41 * * * *' }];
