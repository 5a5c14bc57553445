import type { Handlers } from '../../contract/handler';
import { uuidOf } from '../../contract/ids';
import { deleteTask, rerunTask } from './dead-tasks';
import { presentTask } from './present';
import { listTasks } from './store';

export function taskHandlers(): Handlers<'listTasks' | 'rerunTask' | 'deleteTask'> {
  return {
    listTasks: async ({ scope, query: { state }, page }) => {
      const { items, nextCursor } = await page({
        find: (before: string | undefined, most) => listTasks(scope, { state, before, limit: most }),
        cursorOf: ({ id }) => id,
      });
      return { data: items.map(presentTask), nextCursor };
    },

    rerunTask: async ({ scope, path }) => presentTask(await rerunTask(scope, uuidOf('task', path.taskId))),

    deleteTask: async ({ scope, path }) => {
      await deleteTask(scope, uuidOf('task', path.taskId));
      return undefined;
    },
  };
}
