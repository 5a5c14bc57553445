import { Redis } from 'ioredis';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { describeWithRedis, startTestRedis, type TestRedis, until } from '../testing/redis';
import { MemoryCounters, type Quota } from './counters';
import { openRedis } from './redis';
import { RedisCounters } from './redis-counters';

const quota = (name: string, most: number, windowMs = 60_000): Quota => ({ name, most, windowMs });

describeWithRedis('counters in Redis', () => {
  let redis: TestRedis;
  let admin: Redis;
  const opened: { counters: RedisCounters; connection: Redis }[] = [];

  /** As a process of its own would have. */
  async function open(): Promise<RedisCounters> {
    const connection = openRedis(redis.url, () => undefined);
    const counters = new RedisCounters(connection, new MemoryCounters(), pino({ level: 'silent' }));
    opened.push({ counters, connection });
    await until(() => connection.status === 'ready');
    return counters;
  }

  beforeAll(async () => {
    redis = await startTestRedis();
    admin = new Redis(redis.url);
    admin.on('error', () => undefined);
  });
  beforeEach(() => admin.flushall());
  afterAll(async () => {
    for (const { counters, connection } of opened) {
      counters.close();
      connection.disconnect();
    }
    admin.disconnect();
    await redis.kill();
  });

  it('count together', async () => {
    const [one, other] = [await open(), await open()];
    const taken = await Promise.all(
      Array.from({ length: 50 }, (_, i) => (i % 2 ? one : other).take([quota('a', 20), quota('b', 1_000)])),
    );
    expect(taken.filter(({ isTaken }) => isTaken)).toHaveLength(20);
    const { standings } = await one.take([quota('b', 1_000)]);
    expect(standings[0]!.used, 'what was refused was counted nowhere').toBe(21);
  });

  it('count as those in memory do', async () => {
    const [shared, memory] = [await open(), new MemoryCounters()];
    for (const weight of [1, 3, 5, 1, 2, 1, 1]) {
      const quotas = [quota('a', 8), quota('b', 4)];
      const [there, here] = [await shared.take(quotas, weight), memory.take(quotas, weight)];
      const used = (taken: typeof here) => [taken.isTaken, taken.standings.map((each) => each.used)];
      expect(used(there)).toEqual(used(here));
    }
  });

  it('end with their window, which does not begin anew with each call', async () => {
    const counters = await open();
    const brief = quota('brief', 2, 300);
    const [first] = (await counters.take([brief])).standings;
    expect(first!.resetMs).toBe(300);
    const [second] = (await counters.take([brief])).standings;
    expect(second!.resetMs).toBeLessThanOrEqual(300);
    expect((await counters.take([brief])).isTaken).toBe(false);
    await until(async () => (await counters.take([brief])).isTaken);
    await until(async () => (await admin.dbsize()) === 0);
  });

  it('ask once a call', async () => {
    const counters = await open();
    await counters.take([quota('a', 10)]); // Redis then knows the script
    await admin.config('RESETSTAT');
    const quotas = ['a', 'b', 'c'].map((name) => quota(name, 1_000));
    for (let i = 0; i < 10; i++) await counters.take(quotas);
    const stats = await admin.info('commandstats');
    expect(/cmdstat_evalsha:calls=(\d+)/.exec(stats)?.[1]).toBe('10');
    // What else there is stands in the script: three counts are read and raised each time.
    expect(/cmdstat_incrby:calls=(\d+)/.exec(stats)?.[1]).toBe('30');
  });

  it('go on in memory from where they were while Redis is killed, and together again after', async () => {
    const counters = await open();
    const limit = quota('going-on', 10);
    for (let i = 0; i < 6; i++) await counters.take([limit]);
    await redis.kill();
    const started = performance.now();
    const taken = [];
    for (let i = 0; i < 10; i++) taken.push((await counters.take([limit])).isTaken);
    expect(performance.now() - started, 'nobody waits').toBeLessThan(90);
    expect(taken.filter(Boolean), 'neither open nor closed').toHaveLength(4);

    await redis.start();
    const seen = async () => {
      await counters.take([quota('probe', 1e6)]);
      return (await admin.exists('homecoming:quota:probe')) === 1;
    };
    await until(() => seen().catch(() => false));
    expect((await counters.take([quota('fresh', 10)])).isTaken).toBe(true);
  });

  it('keep the greater count when Redis comes back empty, whether or not they saw it leave', async () => {
    const counters = await open();
    const seen = quota('seen', 10);
    for (let i = 0; i < 8; i++) await counters.take([seen]);
    await redis.kill();
    for (let i = 0; i < 2; i++) await counters.take([seen]);
    await redis.start();
    await until(async () => {
      await counters.take([quota('back', 1e6)]);
      return (await admin.exists('homecoming:quota:back')) === 1;
    });
    expect((await counters.take([seen])).isTaken, 'after a restart').toBe(false);

    const unseen = quota('unseen', 10);
    for (let i = 0; i < 10; i++) await counters.take([unseen]);
    await admin.flushall();
    const refused = await counters.take([unseen]);
    expect(refused.isTaken, 'after a flush').toBe(false);
    expect(refused.standings[0]!.resetMs, 'in the window that was under way').toBeLessThan(60_000);
    expect((await (await open()).take([unseen])).isTaken, 'to other processes too').toBe(false);
  });

  it('of different things hold while Redis loses them again and again', async () => {
    const counters = await open();
    const full = [quota('people', 3)];
    await counters.takeNew(full, [1, 2, 3]);
    let isOver = false;
    const losing = (async () => {
      while (!isOver) await admin.flushall();
    })();
    const taken = [];
    for (let i = 0; i < 100; i++) taken.push(await counters.takeNew(full, [4]));
    isOver = true;
    await losing;
    expect(taken.map(({ isTaken, standings }) => [isTaken, standings[0]!.used])).toEqual(
      Array(100).fill([false, 3]),
    );
    for (const { standings } of taken) expect(standings[0]!.resetMs).toBeLessThanOrEqual(60_000);
  });

  it('let nobody wait for a Redis that hangs, once it is known to', async () => {
    const counters = await open();
    await counters.take([quota('a', 1_000)]);
    redis.freeze();
    try {
      const started = performance.now();
      await Promise.all(Array.from({ length: 20 }, () => counters.take([quota('a', 1_000)])));
      expect(performance.now() - started, 'the first ones, a moment').toBeLessThan(1_000);
      const after = performance.now();
      for (let i = 0; i < 1_000; i++) await counters.take([quota('a', 10_000)]);
      expect(performance.now() - after).toBeLessThan(500);
    } finally {
      redis.thaw();
    }
    await until(async () => {
      await counters.take([quota('after', 1e6)]);
      return (await admin.exists('homecoming:quota:after')) === 1;
    });
  });
});
