import { setTimeout as delay } from 'node:timers/promises';
import type { JobHelpers, TaskList } from 'graphile-worker';
import type { Logger } from 'pino';
import { cronItems, cronTask, queueForInstitutions } from './cron';
import { summaryOf } from './error-description';
import type { Scope } from './scope';
import { TaskSession, ToldFailure } from './task-session';
import { setLastAttempt } from './task-store';
import { type CronEntry, type TaskHandlers, TaskRefused } from './tasks';

export interface TaskRunnerOptions {
  /** The owner's login, directly, not through a pooler: LISTEN and advisory locks need a session. */
  readonly url: string;
  readonly handlers: TaskHandlers;
  readonly cron?: readonly CronEntry[];
  /** The institution's scope, with the principal system. */
  readonly openScope: (institutionId: string) => Promise<Scope>;
  readonly log: Logger;
  readonly clock?: () => Date;
  /** Tasks at once in this process. */
  readonly concurrency?: number;
  /** How long tasks under way have to end once a stop is asked for. */
  readonly graceMs?: number;
}

export interface TaskRunner {
  /** Resolves when nothing runs any more: what did not end in time has been given back. */
  stop(): Promise<void>;
}

const defaultConcurrency = 10;
const defaultGraceMs = 10_000;

/** Of what a task throws; the rest is in the log. */
const longestError = 1_000;

/**
 * Runs tasks in this process until it is stopped. Where the connection that holds its lock is lost, what runs is told to stop,
 * because others take it up, and the runner begins anew.
 * @throws where the database cannot be reached at the start
 */
export async function startTaskRunner(options: TaskRunnerOptions): Promise<TaskRunner> {
  const { log, graceMs = defaultGraceMs } = options;
  const stopping = new AbortController();
  let life = await openLife(options);
  const supervised = (async () => {
    while (!stopping.signal.aborted) {
      const stopped = new Promise<undefined>((resolve) =>
        stopping.signal.addEventListener('abort', () => resolve(undefined), { once: true }),
      );
      const error = await Promise.race([life.session.lost, stopped]);
      life.abort();
      if (error) log.error({ err: error }, 'the task runner lost its database connection and is restarting');
      await (error ? life.session.abandon() : life.session.close(graceMs));
      const next = error && (await reopen(options, life.session.backend, stopping.signal));
      if (!next) return;
      life = next;
    }
    life.abort();
    await life.session.close(graceMs);
  })();
  return {
    stop: async () => {
      stopping.abort();
      await supervised;
    },
  };
}

interface Life {
  readonly session: TaskSession;
  abort(): void;
}

async function openLife(options: TaskRunnerOptions, lostBackend?: number): Promise<Life> {
  const { url, concurrency = defaultConcurrency, log } = options;
  const controller = new AbortController();
  const items = cronItems(options.cron ?? []);
  const clock = options.clock ?? (() => new Date());
  const session = await TaskSession.open({
    url,
    lostBackend,
    concurrency,
    log,
    cron: items,
    tasks: (opening) => ({
      ...institutionTasks(options, controller.signal, opening),
      [cronTask]: (payload) => queueForInstitutions(opening.pool, items, payload, clock()),
    }),
  });
  return { session, abort: () => controller.abort() };
}

async function reopen(
  options: TaskRunnerOptions,
  lostBackend: number | undefined,
  signal: AbortSignal,
): Promise<Life | undefined> {
  for (let pauseMs = 100; !signal.aborted; pauseMs = Math.min(pauseMs * 2, 5_000)) {
    try {
      return await openLife(options, lostBackend);
    } catch (error) {
      options.log.warn({ err: error }, 'the task runner cannot reach the database');
      await delay(pauseMs, undefined, { signal }).catch(() => undefined);
    }
  }
  return undefined;
}

/** What the relay hands over, see relay_outbox in migrations. */
interface Envelope {
  readonly institutionId: string;
  readonly id: string;
  readonly reruns?: number;
  readonly payload?: unknown;
}

function institutionTasks(
  { handlers, openScope, log }: TaskRunnerOptions,
  signal: AbortSignal,
  session: TaskSession,
): TaskList {
  const tasks: TaskList = {};
  for (const [name, handler] of Object.entries(handlers)) {
    tasks[name] = async (envelope, { job }: JobHelpers) => {
      const { institutionId, id: taskId, reruns = 0, payload } = envelope as Envelope;
      session.taken.set(job.id, job);
      const about = { task: name, taskId, attempt: job.attempts };
      try {
        const scope = await openScope(institutionId);
        const inside = { ...scope, log: scope.log.child(about) };
        await handler(inside, payload ?? undefined, signal, { taskId, attempt: job.attempts, reruns });
        session.taken.delete(job.id);
      } catch (error) {
        const refused = error instanceof TaskRefused;
        // Cut off by the stop: the try does not count, and nothing went wrong.
        if (signal.aborted && !refused) throw new ToldFailure(lastErrorOf(error));
        session.taken.delete(job.id);
        const last = refused || job.attempts >= job.max_attempts;
        log[last ? 'error' : 'warn'](
          { ...about, institutionId, err: error },
          last ? 'a task failed for good' : 'a task failed',
        );
        if (refused) await setLastAttempt(session.pool, job.id, session.id);
        throw new ToldFailure(lastErrorOf(error));
      }
    };
  }
  return tasks;
}

/** What is kept with the task, and shown: PostgreSQL's texts hold no NUL. */
const lastErrorOf = (error: unknown) => summaryOf(error).replaceAll('\0', '').slice(0, longestError);
