import type { Statement } from '../../platform/database';
import type { Scope } from '../../platform/scope';

export type TaskState = 'waiting' | 'running' | 'dead';

export interface Task {
  readonly id: string;
  readonly name: string;
  readonly state: TaskState;
  readonly attempts: number;
  readonly maxAttempts: number;
  readonly lastError: string | undefined;
  readonly createdAt: Date;
  readonly runAt: Date;
}

// The functions look at the current institution's tasks only: see migrations.
const select: Statement = {
  text: 'select id, task, state, attempts, max_attempts, last_error, created_at, run_at from own_tasks($1, $2, $3, $4)',
};

interface TaskRow {
  readonly id: string;
  readonly task: string;
  readonly state: TaskState;
  readonly attempts: number;
  readonly max_attempts: number;
  readonly last_error: string | null;
  readonly created_at: Date;
  readonly run_at: Date;
}

const toTask = (row: TaskRow): Task => ({
  id: row.id,
  name: row.task,
  state: row.state,
  attempts: row.attempts,
  maxAttempts: row.max_attempts,
  lastError: row.last_error ?? undefined,
  createdAt: row.created_at,
  runAt: row.run_at,
});

/** The newest first. */
export async function listTasks(
  scope: Scope,
  { state, before, limit }: { state: TaskState | undefined; before: string | undefined; limit: number },
): Promise<Task[]> {
  const values = [null, state ?? null, before ?? null, limit];
  return (await scope.db.query<TaskRow>(select, values)).map(toTask);
}

export async function findTask(scope: Scope, id: string): Promise<Task | undefined> {
  const [row] = await scope.db.query<TaskRow>(select, [id, null, null, 1]);
  return row && toTask(row);
}

const rerun: Statement = { text: 'select rerun_task($1) as done' };
const remove: Statement = { text: 'select delete_task($1) as done' };

/** @returns whether there was a dead one of this id */
export async function requeueTask(tx: Scope, id: string): Promise<boolean> {
  return (await tx.db.query<{ done: boolean }>(rerun, [id]))[0]!.done;
}

/** @returns whether there was a dead one of this id */
export async function removeTask(tx: Scope, id: string): Promise<boolean> {
  return (await tx.db.query<{ done: boolean }>(remove, [id]))[0]!.done;
}
