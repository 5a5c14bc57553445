import type { Handlers } from '../../contract/handler';
import { uuidOf } from '../../contract/ids';
import type { Cursors } from '../../http/cursors';
import { findPage } from '../../http/page';
import { deleteTask, rerunTask } from './dead-tasks';
import { presentTask } from './present';
import { listTasks } from './store';

export function taskHandlers({
  cursors,
}: {
  readonly cursors: Cursors;
}): Handlers<'listTasks' | 'rerunTask' | 'deleteTask'> {
  return {
    listTasks: async ({ scope, query: { state, cursor, limit } }) => {
      const { items, nextCursor } = await findPage({
        ...{ cursors, cursor, limit },
        question: ['tasks', scope.institution.id, state ?? null],
        find: (before: string | undefined, most) => listTasks(scope, { state, before, limit: most }),
        placeOf: ({ id }) => id,
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
