import { EventEmitter } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import {
  Logger as RunnerLogger,
  type ParsedCronItem,
  run,
  type Runner,
  type TaskList,
  type WorkerPool,
} from 'graphile-worker';
import pg from 'pg';
import type { Logger } from 'pino';
import { destroyConnection } from './connection-watch';
import { connectionSettings } from './connections';
import { countTasksOf, endSession, giveTasksBack, holdRunnerLock, unlockTasksOfTheDead } from './task-store';

/** A task as the runner took it: numbers of its own, and the try that it counts. */
export interface TakenTask {
  readonly id: string;
  readonly attempts: number;
}

export interface SessionOptions {
  /** The owner's, directly: LISTEN and advisory locks need a session. */
  readonly url: string;
  /** The backend of an earlier session that was lost: ended, where it still lives, so that its tasks are free at once. */
  readonly lostBackend?: number | undefined;
  readonly concurrency: number;
  readonly tasks: (session: TaskSession) => TaskList;
  readonly cron: readonly ParsedCronItem[];
  readonly log: Logger;
}

/** What locks tasks: its id is in none of the package's types. */
type NamedPool = WorkerPool & { readonly id: string };

const sweepMs = 1_000;

/** For what a database that is gone would keep waiting. */
const farewellMs = 5_000;

/** What the runner asks takes milliseconds. A connection that says nothing for so long is destroyed. */
const silenceMs = 4_000;

/** Connections beside the lock's: one that listens, and some for taking and noting, each for a moment. */
const poolSize = 5;

/**
 * One life of the runner: its tasks are held in its name for as long as its connection holds a lock of that name. Lost with the
 * connection, others take its tasks over, so the life ends with it.
 */
export class TaskSession {
  /** Settles when the session has ended by itself, with why. */
  readonly lost: Promise<Error>;
  /** What is under way, and what the stop has cut off: given back at the end. */
  readonly taken = new Map<string, TakenTask>();
  #lose!: (error: Error) => void;
  #runner!: Runner;
  #workers!: NamedPool;
  #ended = false;
  readonly #connected = new Set<pg.ClientBase>();

  private constructor(
    private readonly guard: pg.Client,
    readonly pool: pg.Pool,
    private readonly log: Logger,
  ) {
    this.lost = new Promise((resolve) => (this.#lose = resolve));
  }

  /** The number of the process of PostgreSQL's that holds the lock. */
  get backend(): number | undefined {
    return (this.guard as { processID?: number | null }).processID ?? undefined;
  }

  /** In whose name tasks are locked. */
  get id(): string {
    return this.#workers.id;
  }

  /** @throws where the database cannot be reached */
  static async open(options: SessionOptions): Promise<TaskSession> {
    const { url, log } = options;
    // In pipeline mode pg destroys a connection that lets this time pass; else others would queue behind the same silence.
    const bounds = { pipeline: true, query_timeout: silenceMs };
    const connection = { ...connectionSettings(url), ...bounds, application_name: 'homecoming tasks' };
    const guard = new pg.Client(connection);
    const pool = new pg.Pool({ ...connection, max: poolSize });
    const session = new TaskSession(guard, pool, log);
    guard.on('error', (error) => session.#lose(error));
    guard.on('end', () => session.#lose(new Error('The connection that holds the runner’s lock has ended.')));
    const onError = (error: Error) => log.warn({ err: error }, 'the task runner lost a connection');
    pool.on('error', onError);
    pool.on('connect', (client) => void session.#connected.add(client.on('error', onError)));
    pool.on('remove', (client) => session.#connected.delete(client));
    try {
      await guard.connect();
      if (options.lostBackend) await endSession(guard, options.lostBackend);
      await session.#start(options);
      void session.#sweep();
      return session;
    } catch (error) {
      session.#ended = true;
      await Promise.allSettled([guard.end(), pool.end()]);
      throw error;
    }
  }

  async #start({ tasks, cron, concurrency, log }: SessionOptions): Promise<void> {
    const events = new EventEmitter();
    let held: Promise<void> | undefined;
    events.once('pool:create', ({ workerPool }: { workerPool: NamedPool }) => {
      this.#workers = workerPool;
      held = holdRunnerLock(this.guard, workerPool.id);
      held.catch((error: Error) => this.#lose(error));
    });
    this.#runner = await run({
      pgPool: this.pool,
      events,
      taskList: tasks(this),
      parsedCronItems: [...cron],
      concurrency,
      // New tasks announce themselves; this finds what has become due.
      pollInterval: 1_000,
      noHandleSignals: true,
      logger: runnerLogger(log),
      preset: {
        worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 },
        // Nothing is taken before the lock is held, or it would look like a dead runner's.
        plugins: [
          { name: 'HomecomingRunnerLock', version: '1', worker: { hooks: { startWorker: () => held } } },
        ],
      },
    });
    this.#runner.promise.then(
      () => this.#lose(new Error('The task runner has ended.')),
      (error: Error) => this.#lose(error),
    );
  }

  /** Takes up what killed processes have left, from the start on. */
  async #sweep(): Promise<void> {
    while (!this.#ended) {
      try {
        const dead = await unlockTasksOfTheDead(this.guard, this.id);
        if (dead.length) this.log.warn({ runners: dead }, 'resuming tasks of processes that ended');
      } catch (error) {
        if (!this.#ended) this.#lose(error as Error);
        return;
      }
      await delay(sweepMs, undefined, { ref: false });
    }
  }

  /** Ends at once a session that was lost: its tasks are the next one's, and its connections may never answer again. */
  async abandon(): Promise<void> {
    this.#ended = true;
    for (const client of [this.guard, ...this.#connected]) destroyConnection(client);
    await within(farewellMs, this.#workers.forcefulShutdown('The database connection was lost.'));
    await within(farewellMs, Promise.allSettled([this.guard.end(), this.pool.end()]));
  }

  /** Takes no more tasks, lets those under way end within `graceMs`, gives the others back. */
  async close(graceMs: number): Promise<void> {
    const stopped = this.#runner.stop().catch(() => undefined);
    const inTime = await within(graceMs, stopped);
    if (!inTime) {
      this.log.warn({ tasks: this.taken.size }, 'returned tasks that did not finish in time');
      await within(farewellMs, this.#workers.forcefulShutdown('The service stopped.'));
    }
    try {
      await within(farewellMs, this.#giveBack());
    } catch (error) {
      this.log.warn(
        { err: error },
        'the database cannot be reached: another runner will take over the tasks',
      );
    }
    this.#ended = true;
    await within(farewellMs, Promise.allSettled([this.guard.end(), this.pool.end()]));
  }

  async #giveBack(): Promise<void> {
    // The runner resolves before it has noted all that has ended.
    for (let tries = 0; tries < 40 && (await countTasksOf(this.guard, this.id)) > 0; tries++) await delay(25);
    await giveTasksBack(this.guard, this.id, [...this.taken.values()]);
  }
}

/** @returns whether it ended in time */
async function within(timeoutMs: number, work: unknown): Promise<boolean> {
  const late = new AbortController();
  const ended = Promise.resolve(work).then(() => true);
  try {
    return await Promise.race([ended, delay(timeoutMs, false, { signal: late.signal })]);
  } finally {
    ended.catch(() => undefined);
    late.abort();
  }
}

/** Thrown to the runner for a task that failed or was cut off: what there is to tell of it has been logged. */
export class ToldFailure extends Error {
  override readonly name = 'ToldFailure';
}

/** Names and errors, never payloads. */
function runnerLogger(log: Logger): RunnerLogger {
  // Its warnings are of its own workings, such as fewer connections than tasks at once.
  const levels = { error: 'warn', warning: 'debug', info: 'debug', debug: 'trace' } as const;
  return new RunnerLogger((scope) => (level, message, meta) => {
    const isTold = meta?.error instanceof ToldFailure;
    log[isTold ? 'debug' : levels[level]]({ runner: scope.label }, message);
  });
}
