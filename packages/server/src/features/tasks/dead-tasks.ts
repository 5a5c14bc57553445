import { Problem } from '../../contract/problems';
import type { Scope } from '../../platform/scope';
import { findTask, listTasks, removeTask, requeueTask, type Task } from './store';

/**
 * Has a dead task run again, at once and with all its tries.
 * @throws {Problem} not_found, task_not_dead
 */
export async function rerunTask(scope: Scope, id: string): Promise<Task> {
  return scope.transaction(async (tx) => {
    if (!(await requeueTask(tx, id))) throw await notDead(tx, id);
    tx.audit.add({ action: 'task.rerun', subject: { kind: 'task', id } });
    return (await findTask(tx, id))!;
  });
}

const deadAtOnce = 100;

/** Has all tasks run again that are dead when it begins. @returns how many */
export async function rerunDeadTasks(scope: Scope): Promise<number> {
  let done = 0;
  let before: string | undefined;
  for (;;) {
    const page = await listTasks(scope, { state: 'dead', before, limit: deadAtOnce });
    if (!page.length) return done;
    before = page.at(-1)!.id;
    done += await scope.transaction(async (tx) => {
      let again = 0;
      for (const { id } of page) {
        if (!(await requeueTask(tx, id))) continue;
        again++;
        tx.audit.add({ action: 'task.rerun', subject: { kind: 'task', id } });
      }
      return again;
    });
  }
}

/**
 * Forgets a dead task with what it was to be done with.
 * @throws {Problem} not_found, task_not_dead
 */
export async function deleteTask(scope: Scope, id: string): Promise<void> {
  await scope.transaction(async (tx) => {
    if (!(await removeTask(tx, id))) throw await notDead(tx, id);
    tx.audit.add({ action: 'task.deleted', subject: { kind: 'task', id } });
  });
}

async function notDead(scope: Scope, id: string): Promise<Problem> {
  const task = await findTask(scope, id);
  return task
    ? new Problem('task_not_dead', `The task is ${task.state}.`)
    : new Problem('not_found', 'No such task. Completed tasks are removed.');
}
