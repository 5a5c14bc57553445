import type { TaskDraft } from './outbox';
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

/** Lower runs first, whatever has waited longer. Tasks without a priority run at 0. */
export const priorities = { mail: 10, maintenance: 20 } as const;

/** What does one kind of task: a TaskHandler that knows its payload. */
export type HandlerOf<Payload> = (
  scope: Scope,
  payload: Payload,
  signal: AbortSignal,
  run: TaskRun,
) => Promise<void>;

/** One kind of background work. Whoever asks for it and whoever does it agree on its payload. */
export interface TaskKind<Payload> {
  readonly name: string;
  /** Asks for it, within a transaction: it runs once that has committed. */
  readonly add: (tx: Scope, ...payload: Payload extends undefined ? [] : [payload: Payload]) => void;
  readonly handledBy: (handle: HandlerOf<Payload>) => TaskHandlers;
  /** Gives it to every institution at set times. */
  readonly at: (pattern: string) => CronEntry;
}

/** @param name such as `mail.send`: tasks of it that wait are found by it, also after an upgrade */
export function defineTask<Payload extends object | undefined = undefined>(
  name: string,
  options: Omit<TaskDraft, 'task' | 'payload'> = {},
): TaskKind<Payload> {
  return {
    name,
    add: (tx, ...[payload]) =>
      tx.tasks.add({
        ...{ task: name, ...options },
        ...(payload && { payload: payload as TaskDraft['payload'] }),
      }),
    handledBy: (handle) => ({
      [name]: (scope, payload, signal, run) => handle(scope, payload as Payload, signal, run),
    }),
    at: (pattern) => ({ task: name, pattern }),
  };
}

/** Thrown by a task that no further try can help: it is given up at once, and waits for somebody to have it run again. */
export class TaskRefused extends Error {
  override name = 'TaskRefused';
}
