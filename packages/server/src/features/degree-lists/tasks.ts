import type { TaskHandlers } from '../../platform/tasks';
import { tellNext } from './finish';
import { verifyTask } from './lists';
import { verifyNextRows } from './verify';

export const degreeListTasks: TaskHandlers = {
  [verifyTask]: async (scope, payload, signal) => {
    const { listId } = payload as { listId: string };
    for (const next of [verifyNextRows, tellNext]) {
      do signal.throwIfAborted();
      while (await next(scope, listId));
    }
  },
};
