import type { Scope } from './scope';

/**
 * Does one task, in its institution's scope. It runs at least once: a process may be killed after the work and before it is
 * noted. What it throws is kept and tried again later. When the signal aborts, a stop is due: what has not ended soon after is
 * given back and runs again elsewhere.
 */
export type TaskHandler = (scope: Scope, payload: unknown, signal: AbortSignal) => Promise<void>;

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

/** Tries of a task that says nothing else: with the runner's pauses the last comes about six hours after the first. */
export const defaultMaxAttempts = 14;
