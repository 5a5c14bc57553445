import { deleteTask, listTasks, rerunTask } from '../generated/routes/tasks';
import { type Listing, listOf } from '../transport/listing';
import type { Transport } from '../transport/transport';
import type { ListTasksParams, MakeOptions, Reference, RequestOptions, Task, TaskPage } from '../types';

/** Background work, and what has been given up. Needs a secret key with the scope `tasks:read`, to act `tasks:write`. */
export interface Tasks {
  /** The tasks, of one state or of all, newest first: `await` for a page, `for await` for all. */
  list(params?: ListTasksParams, options?: RequestOptions): Listing<TaskPage>;

  /** Has a dead task run again with all its tries. @throws NotFoundError, ConflictError (`task_not_dead`) */
  rerun(id: string, options?: MakeOptions): Promise<Task | Reference>;

  /** Forgets a dead task. @throws NotFoundError, ConflictError (`task_not_dead`) */
  delete(id: string, options?: RequestOptions): Promise<void>;
}

export function createTasks(transport: Transport): Tasks {
  return {
    list: (query, options) => listOf(transport, listTasks, { query }, options),

    rerun: (taskId, options) => transport.call(rerunTask, { taskId }, options),

    delete: (taskId, options) => transport.call(deleteTask, { taskId }, options),
  };
}
