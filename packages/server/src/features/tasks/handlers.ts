import type { Handlers } from '../../contract/handler';
import { uuidOf } from '../../contract/ids';
import type { Cursors } from '../../http/cursors';
import { deleteTask, rerunTask } from './dead-tasks';
import { presentTask } from './present';
import { listTasks } from './store';

export function taskHandlers(cursors: Cursors): Handlers<'listTasks' | 'rerunTask' | 'deleteTask'> {
  return {
    listTasks: async ({ scope, query }) => {
      const { state, cursor, limit = 20 } = query;
      const question = ['tasks', scope.institution.id, state ?? null];
      const before = cursor === undefined ? undefined : cursors.decode<string>(cursor, question);
      const found = await listTasks(scope, { state, before, limit: limit + 1 });
      const page = found.slice(0, limit);
      const goesOn = found.length > limit;
      return {
        data: page.map(presentTask),
        nextCursor: goesOn ? cursors.encode(page.at(-1)!.id, question) : null,
      };
    },

    rerunTask: async ({ scope, path }) => presentTask(await rerunTask(scope, uuidOf('task', path.taskId))),

    deleteTask: async ({ scope, path }) => {
      await deleteTask(scope, uuidOf('task', path.taskId));
      return undefined;
    },
  };
}
