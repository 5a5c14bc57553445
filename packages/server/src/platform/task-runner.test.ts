import { pino } from 'pino';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestService, type TestInstitution, type TestService } from '../testing/service';
import { backgroundOf, until } from '../testing/tasks';
import type { TaskDraft } from './outbox';
import type { Scope } from './scope';
import { priorities, type TaskHandler, TaskRefused, type TaskRun } from './tasks';

let service: TestService;
let ours: TestInstitution;
let background: ReturnType<typeof backgroundOf>;
beforeAll(async () => {
  service = await startTestService();
  ours = await service.createInstitution();
  background = backgroundOf(service);
});
beforeEach(() => background.owner('delete from graphile_worker._private_jobs'));

const add = async (...drafts: TaskDraft[]) => {
  await ours.scope.transaction((tx) => Promise.resolve(tx.tasks.add(...drafts)));
  await background.relay();
};
const nothingLeft = () => until(async () => (await background.jobs()).length === 0);

/** A log that keeps what it warns of. */
function writtenLog() {
  const lines: string[] = [];
  return { log: pino({ level: 'warn' }, { write: (line: string) => void lines.push(line) }), lines };
}

/** A handler that is told of, and ends when the test says so. */
function held() {
  const runs: { payload: unknown; run: TaskRun }[] = [];
  let release!: () => void;
  const released = new Promise<void>((resolve) => (release = resolve));
  const handler: TaskHandler = async (_scope, payload, _signal, run) => {
    runs.push({ payload, run });
    await released;
  };
  return { runs, release, handler };
}

describe('a task', () => {
  it('runs in its institution’s scope once what asked for it has committed', async () => {
    const seen: unknown[] = [];
    const theirs = await service.createInstitution();
    await background.start({
      handlers: {
        look: async ({ institution, principal, db }, payload) => {
          const [row] = await db.query({ text: 'select id from institutions' });
          seen.push([institution.slug, principal.kind, row!.id, payload]);
        },
      },
    });
    await theirs.scope
      .transaction((tx) => {
        tx.tasks.add({ task: 'look', payload: { never: true } });
        return Promise.reject(new Error('given up'));
      })
      .catch(() => undefined);
    await theirs.scope.transaction((tx) => Promise.resolve(tx.tasks.add({ task: 'look' })));
    await add({ task: 'look', payload: { who: 'we' } });
    await until(() => seen.length >= 2);
    await nothingLeft();
    expect(seen).toHaveLength(2);
    expect(seen).toContainEqual([theirs.institution.slug, 'system', theirs.institution.id, undefined]);
    expect(seen).toContainEqual([ours.institution.slug, 'system', ours.institution.id, { who: 'we' }]);
  });

  it('that fails is tried again, each time after a longer pause', async () => {
    const attempts: number[] = [];
    const { log, lines } = writtenLog();
    await background.start({
      log,
      handlers: {
        flaky: async (_scope, _payload, _signal, { attempt }) => {
          attempts.push(attempt);
          if (attempt < 3) throw new Error(`not yet ${attempt}`);
        },
      },
    });
    await add({ task: 'flaky' });
    const pauses: number[] = [];
    for (const attempt of [1, 2]) {
      await until(async () =>
        (await background.jobs()).some(({ lastError }) => lastError === `not yet ${attempt}`),
      );
      pauses.push((await background.jobs())[0]!.secondsUntilDue);
      await background.makeDue();
    }
    await nothingLeft();
    expect(attempts).toEqual([1, 2, 3]);
    expect(lines.map((line) => (JSON.parse(line) as { msg: string }).msg)).toEqual([
      'a task failed', 'a task failed',
    ]); // prettier-ignore
    // The exponential of the tries, in seconds.
    expect(pauses[0]).toBeCloseTo(Math.E, 0);
    expect(pauses[1]).toBeCloseTo(Math.E ** 2, 0);
  });

  it('is given up after its last try', async () => {
    let tries = 0;
    await background.start({
      handlers: {
        hopeless: async () => {
          tries++;
          throw new Error('no use');
        },
      },
    });
    await add({ task: 'hopeless', maxAttempts: 2 });
    await until(() => tries === 1);
    await until(async () => (await background.jobs()).every(({ lockedBy }) => !lockedBy));
    await background.makeDue();
    await until(async () =>
      (await background.jobs()).some(({ attempts, lockedBy }) => attempts === 2 && !lockedBy),
    );
    await background.makeDue();
    await add({ task: 'hopeless', maxAttempts: 1 });
    await until(() => tries === 3);
    expect((await background.jobs())[0]).toMatchObject({ attempts: 2, lastError: 'no use' });
  });

  it('that is refused is given up at once', async () => {
    await background.start({ handlers: { refused: () => Promise.reject(new TaskRefused('never')) } });
    await add({ task: 'refused' });
    await until(async () => (await background.jobs()).some(({ lastError }) => lastError === 'never'));
    const [job] = await background.jobs();
    expect(job).toMatchObject({ attempts: 12, maxAttempts: 12, lockedBy: null });
  });

  it('keeps of an error what a text can hold', async () => {
    const handlers = { bad: () => Promise.reject(new Error(`a\0b${'x'.repeat(5_000)}`)) };
    await background.start({ handlers });
    await add({ task: 'bad' });
    await until(async () => (await background.jobs()).some(({ lastError }) => lastError));
    expect((await background.jobs())[0]!.lastError).toBe(`ab${'x'.repeat(998)}`);
  });

  it('keeps of a database’s refusal its code, not the values that it quotes', async () => {
    const handlers = {
      bad: async (scope: Scope) => void (await scope.db.query({ text: `select 'canary'::integer` })),
    };
    await background.start({ handlers });
    await add({ task: 'bad' });
    await until(async () => (await background.jobs()).some(({ lastError }) => lastError));
    expect((await background.jobs())[0]!.lastError).toBe('DatabaseError 22P02');
  });

  it('waits for somebody who knows it', async () => {
    const done: string[] = [];
    await background.start({ handlers: { known: async () => void done.push('known') } });
    await add({ task: 'unknown' }, { task: 'known' });
    await until(() => done.length === 1);
    await until(async () => (await background.jobs()).length === 1);
    expect((await background.jobs())[0]).toMatchObject({ task: 'unknown', attempts: 0 });
  });

  it('is not started before its time', async () => {
    const done: unknown[] = [];
    await background.start({ handlers: { timed: async (_scope, payload) => void done.push(payload) } });
    await add(
      { task: 'timed', payload: { n: 1 }, runAt: new Date(Date.now() + 60_000) },
      { task: 'timed', payload: { n: 2 } },
    );
    await until(() => done.length === 1);
    await background.makeDue();
    await nothingLeft();
    expect(done).toEqual([{ n: 2 }, { n: 1 }]);
  });

  it('goes before those of a higher number that have waited longer', async () => {
    const order: unknown[] = [];
    await add(
      { task: 'any', priority: priorities.mail, payload: { of: 'mail' } },
      { task: 'any', payload: { of: 'notifications' } },
      { task: 'any', priority: -20, payload: { of: 'money' } },
    );
    await background.start({
      concurrency: 1,
      handlers: { any: async (_scope, payload) => void order.push((payload as { of: string }).of) },
    });
    await nothingLeft();
    expect(order).toEqual(['money', 'notifications', 'mail']);
  });

  it('takes the place of a waiting one of its key and institution, and of no other', async () => {
    const theirs = await service.createInstitution();
    for (const { scope } of [ours, theirs]) {
      for (const n of [1, 2]) {
        await scope.transaction((tx) =>
          Promise.resolve(
            tx.tasks.add({ task: 'keyed', jobKey: 'k', payload: { slug: scope.institution.slug, n } }),
          ),
        );
      }
    }
    await background.relay();
    const seen: unknown[] = [];
    await background.start({ handlers: { keyed: async (_scope, payload) => void seen.push(payload) } });
    await nothingLeft();
    expect(seen).toHaveLength(2);
    expect(seen).toContainEqual({ slug: ours.institution.slug, n: 2 });
    expect(seen).toContainEqual({ slug: theirs.institution.slug, n: 2 });
  });

  it('of a queue runs after the one before, whatever the concurrency', async () => {
    let running = 0;
    let most = 0;
    const handler: TaskHandler = async () => {
      most = Math.max(most, ++running);
      await new Promise(setImmediate);
      running--;
    };
    await add(...Array.from({ length: 10 }, () => ({ task: 'one', queue: 'q' })));
    await background.start({ concurrency: 5, handlers: { one: handler } });
    await nothingLeft();
    expect(most).toBe(1);
  });
});

describe('two runners', () => {
  it('share the tasks and double none', async () => {
    const done: string[] = [];
    const handlers = {
      shared: async (_s: unknown, _p: unknown, _a: unknown, run: TaskRun) => void done.push(run.taskId),
    };
    await add(...Array.from({ length: 300 }, () => ({ task: 'shared' })));
    const ids = (await background.jobs()).map(({ taskId }) => taskId);
    await Promise.all([background.start({ handlers }), background.start({ handlers })]);
    await nothingLeft();
    expect([...done].sort()).toEqual([...ids].sort());
  });
});

describe('a stop', () => {
  it('lets what runs end, and takes nothing more', async () => {
    const { runs, release, handler } = held();
    const runner = await background.start({ concurrency: 1, handlers: { slow: handler } });
    await add({ task: 'slow', payload: { n: 1 } }, { task: 'slow', payload: { n: 2 } });
    await until(() => runs.length === 1);
    const stopped = runner.stop();
    release();
    await stopped;
    expect(runs).toHaveLength(1);
    expect(await background.jobs()).toMatchObject([{ attempts: 0, lockedBy: null }]);
  });

  it('tells what runs, and gives it back without a try used up', async () => {
    let told = false;
    const obedient: TaskHandler = (_scope, _payload, signal) =>
      new Promise((_resolve, reject) => {
        started = true;
        signal.addEventListener('abort', () => {
          told = true;
          reject(new Error('cut off'));
        });
      });
    let started = false;
    const { log, lines } = writtenLog();
    const runner = await background.start({ log, handlers: { obedient } });
    await add({ task: 'obedient' });
    await until(() => started);
    await runner.stop();
    expect(told).toBe(true);
    expect(lines, 'a stop is no failure').toEqual([]);
    const [job] = await background.jobs();
    expect(job).toMatchObject({ attempts: 0, lockedBy: null });
    expect(job!.secondsUntilDue).toBeLessThanOrEqual(0);
  });

  it('gives back what does not end in time', async () => {
    const { runs, release, handler } = held();
    const runner = await background.start({ graceMs: 50, handlers: { deaf: handler } });
    await add({ task: 'deaf' });
    await until(() => runs.length === 1);
    await runner.stop();
    const [job] = await background.jobs();
    expect(job).toMatchObject({ attempts: 0, lockedBy: null });
    expect(job!.secondsUntilDue).toBeLessThanOrEqual(0);
    release();
    const next = held();
    next.release();
    await background.start({ handlers: { deaf: next.handler } });
    await nothingLeft();
    expect(next.runs[0]!.run.attempt).toBe(1);
  });
});

describe('a runner', () => {
  it('that loses its connections begins anew', async () => {
    const done: unknown[] = [];
    await background.start({ handlers: { after: async () => void done.push(1) } });
    await background.owner(
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'homecoming tasks' and datname = current_database()`,
    );
    await add({ task: 'after' });
    await until(() => done.length === 1);
    await nothingLeft();
  });

  it('leaves alone what a living one holds', async () => {
    const { runs, release, handler } = held();
    await background.start({ concurrency: 1, handlers: { slow: handler } });
    await add({ task: 'slow' });
    await until(() => runs.length === 1);
    await background.start({ handlers: { slow: handler } });
    // A sweep of the second is behind us once it has done what was added after its start.
    const done: number[] = [];
    await background.start({ handlers: { other: async () => void done.push(1) } });
    await add({ task: 'other' });
    await until(() => done.length === 1);
    expect(runs).toHaveLength(1);
    release();
    await nothingLeft();
    expect(runs).toHaveLength(1);
  });

  it('fails a task whose institution is gone, and tries again', async () => {
    await add({ task: 'orphan' });
    const openMissing = () => Promise.reject(new Error('There is no such institution.'));
    await background.start({ openScope: openMissing, handlers: { orphan: () => Promise.resolve() } });
    await until(async () =>
      (await background.jobs()).some(({ lastError }) => lastError?.includes('no such institution')),
    );
    expect((await background.jobs())[0]!.attempts).toBe(1);
  });
});
