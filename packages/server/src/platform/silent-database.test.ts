import { once } from 'node:events';
import { beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, startTestService, type TestService } from '../testing/service';
import { backgroundOf, until } from '../testing/tasks';
import { startTcpProxy, type TcpProxy } from '../testing/tcp-proxy';
import { callRaw } from '../testing/wire';
import { Database, DatabaseUnavailable } from './database';
import { newId } from './ids';

const institution = newId();
const now = { text: 'select 1 as one' };

/** How long it takes until the database is said not to be there. */
async function patience(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await expect(work()).rejects.toBeInstanceOf(DatabaseUnavailable);
  return performance.now() - began;
}

describe('a connection that falls silent', () => {
  let url: string;
  beforeAll(async () => {
    ({ url } = await createTestDatabase());
  });

  async function through(
    work: (database: Database, proxy: TcpProxy) => Promise<void>,
    options: { poolSize?: number; statementTimeoutMs?: number } = {},
  ): Promise<void> {
    const proxy = await startTcpProxy(url);
    const database = new Database({ url: proxy.url, ...options });
    try {
      await work(database, proxy);
    } finally {
      const began = performance.now();
      await database.close();
      expect(performance.now() - began, 'closing is bounded').toBeLessThan(3_000);
    }
  }

  it.concurrent('while nothing is asked on it costs the next call seconds, and the one after nothing', () =>
    through(async (database, proxy) => {
      const all = () => Promise.all(Array.from({ length: 4 }, () => database.of(institution).query(now)));
      await all();
      proxy.silence();
      expect(await patience(() => database.of(institution).query(now))).toBeLessThan(4_500);
      const began = performance.now();
      await all();
      expect(performance.now() - began, 'its neighbours are not tried one by one').toBeLessThan(2_000);
    }),
  );

  it.concurrent('in the middle of a statement is given up a little after the statement’s own limit', () =>
    through(
      async (database, proxy) => {
        const asked = patience(() =>
          database.transaction(institution, async (tx) => {
            await tx.query(now);
            proxy.silence();
            await tx.query(now);
          }),
        );
        expect(await asked).toBeLessThan(3_500);
        expect(await database.of(institution).query(now)).toEqual([{ one: 1 }]);
      },
      { poolSize: 1, statementTimeoutMs: 500 },
    ),
  );

  it.concurrent('is not what a slow statement is taken for', () =>
    through(
      async (database) => {
        const slow = { text: 'select pg_sleep(4), 1 as one' };
        expect(await database.of(institution).query(slow)).toMatchObject([{ one: 1 }]);
      },
      { statementTimeoutMs: 6_000 },
    ),
  );

  it.concurrent('with all that could replace it has calls fail within seconds', () =>
    through(async (database, proxy) => {
      await database.of(institution).query(now);
      proxy.silence();
      proxy.silenceNew();
      const all = [
        patience(() => database.across.query(now)),
        patience(() => database.reading(institution, (db) => db.query(now))),
        patience(() => database.transaction(institution, (tx) => tx.query(now))),
      ];
      expect(await patience(() => database.ping())).toBeLessThan(2_000);
      for (const ms of await Promise.all(all)) expect(ms).toBeLessThan(6_500);
      proxy.heal();
      expect(await database.of(institution).query(now)).toEqual([{ one: 1 }]);
    }),
  );
});

describe('the service whose connections have fallen silent', () => {
  let service: TestService;
  let proxy: TcpProxy;
  let key: string;
  beforeAll(async () => {
    service = await startTestService({
      reach: async (url) => (proxy = await startTcpProxy(url)).url,
    });
    key = await (await service.createInstitution()).createKey();
  });

  const call = (path: string, body?: object) =>
    callRaw(service.origin, {
      path,
      headers: { 'Homecoming-Key': key, 'Content-Type': 'application/json' },
      ...(body && { method: 'POST', body: JSON.stringify(body) }),
    });
  const timed = async (path: string) => {
    const began = performance.now();
    const { status } = await call(path);
    return { status, ms: performance.now() - began };
  };

  it('says so within two seconds at /readyz, then serves on new ones, its feed included', async () => {
    expect((await call('/v1/batches')).status).toBe(200);
    const before = JSON.parse((await call('/v1/changes')).text) as { position: string };
    proxy.silence();
    const ready = await timed('/readyz');
    expect(ready.ms).toBeLessThan(2_000);
    expect([200, 503]).toContain(ready.status);
    const answers = await Promise.all(Array.from({ length: 6 }, () => timed('/v1/batches')));
    for (const { ms } of answers) expect(ms).toBeLessThan(5_000);
    expect((await call('/readyz')).status).toBe(200);
    const posted = performance.now();
    expect((await call('/v1/profiles', { familyName: 'Curie' })).status).toBe(201);
    const waited = await call(`/v1/changes?after=${before.position}&wait=10`);
    expect((JSON.parse(waited.text) as { data: unknown[] }).data).toHaveLength(1);
    expect(performance.now() - posted, 'the relay has left its dead connection').toBeLessThan(5_000);
  });

  it('runs tasks again within seconds, also those that the lost session had taken', async () => {
    const background = backgroundOf(service);
    const { scope } = await service.createInstitution();
    const tasksProxy = await startTcpProxy(service.ownerUrl);
    const runs: number[] = [];
    let cutOff = false;
    await background.start({
      url: tasksProxy.url,
      handlers: {
        held: async (_scope, _payload, signal, { attempt }) => {
          runs.push(attempt);
          if (attempt > 1) return;
          await once(signal, 'abort');
          cutOff = true;
          signal.throwIfAborted();
        },
      },
    });
    await scope.transaction(async (tx) => tx.tasks.add({ task: 'held' }));
    await background.relay();
    await until(() => runs.length === 1);
    tasksProxy.silence();
    const silenced = performance.now();
    await until(() => runs.length === 2);
    expect([runs, cutOff]).toEqual([[1, 2], true]);
    expect(performance.now() - silenced).toBeLessThan(10_000);
  });
});
