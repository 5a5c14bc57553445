import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { describeWithRedis, freePort, startTestRedis, type TestRedis, until } from '../testing/redis';
import { silent } from '../testing/service';
import { type Bus, openBus } from './bus';

const buses: Bus[] = [];
afterEach(async () => {
  await Promise.all(buses.splice(0).map((bus) => bus.close()));
});
const open = (redisUrl?: string, name?: string) => {
  const bus = openBus({ log: silent, redisUrl, ...(name && { name }) });
  buses.push(bus);
  return bus;
};

describe('the bus of one process', () => {
  it('tells listeners of a topic before it returns, until they end it', () => {
    const bus = open();
    const heard: unknown[] = [];
    const end = bus.subscribe('a', (message) => heard.push(message));
    bus.publish('a', 1);
    bus.publish('b', 2);
    end();
    bus.publish('a', 3);
    expect([heard, bus.isShared]).toEqual([[1], false]);
  });

  it('goes on after a listener that throws', () => {
    const bus = open();
    const heard: unknown[] = [];
    bus.subscribe('a', () => {
      throw new Error('no');
    });
    bus.subscribe('a', (message) => heard.push(message));
    bus.publish('a', 1);
    expect(heard).toEqual([1]);
  });

  it('works at once, and closes soon, though Redis is not there', async () => {
    const began = performance.now();
    const bus = open(`redis://127.0.0.1:${await freePort()}`);
    const heard: unknown[] = [];
    bus.subscribe('a', (message) => heard.push(message));
    bus.publish('a', 1);
    expect([heard, bus.isShared]).toEqual([[1], false]);
    await bus.close();
    expect(performance.now() - began).toBeLessThan(1_500);
  });
});

describeWithRedis('buses on one Redis', () => {
  let redis: TestRedis;
  beforeAll(async () => {
    redis = await startTestRedis();
  });
  afterAll(() => redis.kill());
  const shared = (...all: Bus[]) => until(() => all.every((bus) => bus.isShared));
  const next = (bus: Bus, topic: string) =>
    new Promise((resolve) => {
      const end = bus.subscribe(topic, (message) => {
        end();
        resolve(message);
      });
    });

  it('tell each other, themselves once, and others of another name nothing', async () => {
    const { url } = redis;
    const [one, two, stranger] = [open(url), open(url), open(url, 'other')];
    await shared(one, two, stranger);
    const heard: string[] = [];
    one.subscribe('a', () => heard.push('one'));
    stranger.subscribe('a', () => heard.push('stranger'));
    const told = next(two, 'a');
    one.publish('a', { deep: [1] });
    expect(await told).toEqual({ deep: [1] });
    const answered = next(one, 'b');
    two.publish('b', null);
    await answered;
    expect(heard).toEqual(['one']);
  });

  it('find each other again when Redis comes back', async () => {
    const { url } = redis;
    const [one, two] = [open(url), open(url)];
    await shared(one, two);
    await redis.kill();
    await until(() => !one.isShared);
    one.publish('a', 'lost');
    await redis.start();
    await shared(one, two);
    const told = next(two, 'a');
    one.publish('a', 'found');
    expect(await told).toBe('found');
  });

  it('take no notice of what is no message of theirs', async () => {
    const { url } = redis;
    const [one, two] = [open(url), open(url)];
    await shared(one, two);
    const { Redis } = await import('ioredis');
    const attacker = new Redis(url);
    for (const text of ['', '{', 'null', '[]', '{"from":1}', '{"from":"x","topic":null}']) {
      await attacker.publish('homecoming:bus', text);
    }
    attacker.disconnect();
    const told = next(two, 'a');
    one.publish('a', 1);
    expect(await told).toBe(1);
  });
});
