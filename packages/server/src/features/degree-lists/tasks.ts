import type { CronEntry, TaskHandlers } from '../../platform/tasks';
import { tellNext } from './finish';
import { rowsKeptDays } from './list';
import { verifyTask } from './lists';
import { deleteRowsBefore } from './store';
import { verifyNextRows } from './verify';

const dayMs = 24 * 60 * 60_000;

/** Of one transaction: short enough to be in nobody's way. */
const deletedAtOnce = 1_000;

export const degreeListTasks: TaskHandlers = {
  [verifyTask]: async (scope, payload, signal) => {
    const { listId } = payload as { listId: string };
    for (const next of [verifyNextRows, tellNext]) {
      do signal.throwIfAborted();
      while (await next(scope, listId));
    }
  },

  /** Removes what lists say of people, also of lists that were never done. */
  'degreeLists.expire': async (scope, _payload, signal) => {
    const before = new Date(scope.clock().getTime() - rowsKeptDays * dayMs);
    let removed: number;
    do {
      signal.throwIfAborted();
      removed = await scope.transaction((tx) => deleteRowsBefore(tx, before, deletedAtOnce));
    } while (removed === deletedAtOnce);
  },
};

export const degreeListCron: readonly CronEntry[] = [{ task: 'degreeLists.expire', pattern: '53 3 * * *' }];
