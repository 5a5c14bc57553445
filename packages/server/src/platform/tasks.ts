import type { Scope } from './scope';

/** Which run of which task this is. */
export interface TaskRun {
  readonly taskId: string;
  /** Counts from 1; begins again when somebody has the task run again after it was given up. */
  readonly attempt: number;
  /** How often somebody has had it run again. */
  readonly reruns: number;
}

/**
 * Does one task, in its institution's scope. It runs at least once: a process may be killed after the work and before it is
 * noted. What it throws is kept and tried again later, unless it is a TaskRefused. When the signal aborts, a stop is due:
 * what has not ended soon after is given back and runs again elsewhere.
 */
export type TaskHandler = (
  scope: Scope,
  payload: unknown,
  signal: AbortSignal,
  run: TaskRun,
) => Promise<void>;

/** By the names that `scope.tasks.add` uses, such as `mail.send`. */
export type TaskHandlers = Readonly<Record<string, TaskHandler>>;

/** A task that every institution gets at set times. */
export interface CronEntry {
  /** The task's name: it needs a handler. */
  readonly task: string;
  /** Five fields as crontab has them, in UTC: `0 3 * * *` is each day at three. */
  readonly pattern: string;
}

/** Lower runs first, whatever has waited longer: nobody's money waits for a newsletter. */
export const priorities = { money: -20, webhooks: -10, notifications: 0, mail: 10, maintenance: 20 } as const;

/** Thrown by a task that no further try can help: it is given up at once, and waits for somebody to have it run again. */
export class TaskRefused extends Error {
  override name = 'TaskRefused';
}
