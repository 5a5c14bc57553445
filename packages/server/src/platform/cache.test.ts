import type { Redis } from 'ioredis';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { atEnd } from '../testing/at-end';
import { silent } from '../testing/quiet';
import { describeWithRedis, startTestRedis, type TestRedis } from '../testing/redis';
import { Cache, type Kept } from './cache';
import { MemoryTags } from './cache-tags';
import { openRedis } from './redis';
import { RedisCache } from './redis-cache';

const kept = (text: string): Kept => ({ body: Buffer.from(text), etag: `"${text}"`, numbers: [text.length] });
const textOf = async (reading: Promise<Kept>) => (await reading).body.toString();

describe('a cache in memory', () => {
  it('loads once, however many ask, and again when a tag of it was forgotten or its time is over', async () => {
    const cache = new Cache(new MemoryTags());
    let loads = 0;
    const ask = (ttlMs = 60_000) =>
      textOf(cache.read(['a', 'b'], 'key', ttlMs, () => Promise.resolve(kept(`load ${++loads}`))));
    expect(new Set(await Promise.all([ask(), ask(), ask()]))).toEqual(new Set(['load 1']));
    await cache.forget(['c']);
    expect(await ask()).toBe('load 1');
    await cache.forget(['b']);
    expect(await ask(1)).toBe('load 2');
    await vi.waitUntil(async () => (await ask(1)) !== 'load 2');
    expect(cache.counts.misses).toBe(loads);
  });

  it('gives what is loaded before a change to nobody who asks after it', async () => {
    const cache = new Cache(new MemoryTags());
    let arrive!: (answer: Kept) => void;
    const early = cache.read(['a'], 'key', 60_000, () => new Promise<Kept>((resolve) => (arrive = resolve)));
    await cache.forget(['a']);
    const late = cache.read(['a'], 'key', 60_000, () => Promise.resolve(kept('new')));
    arrive(kept('old'));
    expect([await textOf(early), await textOf(late)]).toEqual(['old', 'new']);
    expect(await textOf(cache.read(['a'], 'key', 60_000, () => Promise.resolve(kept('newer'))))).toBe('new');
  });

  it('keeps no failure', async () => {
    const cache = new Cache(new MemoryTags());
    const ask = (load: () => Promise<Kept>) => cache.read(['a'], 'key', 60_000, load);
    await expect(ask(() => Promise.reject(new Error('not now')))).rejects.toThrow('not now');
    expect(await textOf(ask(() => Promise.resolve(kept('now'))))).toBe('now');
  });

  it('never comes back to a version of a tag that it had no room for', () => {
    const tags = new MemoryTags(2);
    const first = tags.versionsOf(['a']);
    tags.versionsOf(['b', 'c']);
    expect(tags.versionsOf(['a'])).not.toEqual(first);
  });
});

describeWithRedis('a cache that processes share', () => {
  let redis: TestRedis;
  beforeAll(async () => {
    redis = await startTestRedis();
    atEnd(() => redis.kill());
  });

  async function startProcess(): Promise<{ cache: Cache; redis: Redis }> {
    const connection = openRedis(redis.url, () => undefined);
    const shared = new RedisCache(connection, silent, 'test');
    atEnd(() => {
      shared.close();
      connection.disconnect();
      return Promise.resolve();
    });
    await vi.waitUntil(async () => (await shared.versionsOf(['up'])) !== undefined);
    return { cache: new Cache(shared, shared), redis: connection };
  }
  const ask = ({ cache }: { cache: Cache }, key: string, answer: string) =>
    textOf(cache.read([`tag of ${key}`], key, 60_000, () => Promise.resolve(kept(answer))));

  it('gives one process what another has loaded, and neither anything older than a change', async () => {
    const [a, b] = [await startProcess(), await startProcess()];
    expect(await ask(a, 'one', 'first')).toBe('first');
    await vi.waitUntil(async () => (await a.redis.keys('test:kept:one*')).length > 0);
    expect(await ask(b, 'one', 'of my own')).toBe('first');
    expect(b.cache.counts).toMatchObject({ misses: 0 });
    for (let i = 0; i < 50; i++) {
      const [writer, reader] = i % 2 ? [a, b] : [b, a];
      await writer.cache.forget(['tag of one']);
      expect(await ask(reader, 'one', `change ${i}`)).toBe(`change ${i}`);
      expect(await ask(writer, 'one', 'nothing newer')).toMatch(/change|nothing/);
      await writer.cache.forget(['tag of one']);
    }
  });

  it('believes nothing that was kept before Redis was lost', async () => {
    const [a, b] = [await startProcess(), await startProcess()];
    expect(await ask(a, 'two', 'before')).toBe('before');
    expect(await ask(b, 'two', 'before')).toBe('before');
    await redis.kill();
    await vi.waitUntil(() => a.redis.status !== 'ready' && b.redis.status !== 'ready');
    expect(await ask(a, 'two', 'without Redis')).toBe('without Redis');
    await a.cache.forget(['tag of two']);
    await redis.start();
    await vi.waitUntil(async () => {
      await ask(b, 'three', 'probe');
      return b.redis.status === 'ready' && (await b.redis.keys('test:kept:three*')).length > 0;
    });
    expect(await ask(b, 'two', 'after')).toBe('after');
  });

  it('answers without waiting long where Redis hangs, and what was changed meanwhile is forgotten when it is back', async () => {
    const [a, b] = [await startProcess(), await startProcess()];
    expect(await ask(a, 'four', 'before')).toBe('before');
    expect(await ask(b, 'four', 'before')).toBe('before');
    redis.freeze();
    const began = performance.now();
    await a.cache.forget(['tag of four']);
    for (let i = 0; i < 20; i++) expect(await ask(a, 'four', 'meanwhile')).toBe('meanwhile');
    expect(performance.now() - began).toBeLessThan(2_000);
    redis.thaw();
    await vi.waitUntil(async () => (await ask(a, 'four', 'after')) === 'after' && (await ask(a, 'four', 'later')) === 'after');
    expect(await ask(b, 'four', 'of b')).not.toBe('before');
  }); // prettier-ignore
});
