import { getEventListeners } from 'node:events';
import { describe, expect, test } from 'vitest';
import { createClient, createClientOn } from '../client';
import { TimeoutError } from '../errors';
import {
  type Behaviour,
  fakeRuntime,
  pageOf,
  problem,
  publishableKey,
  startStandIn,
  staySilent,
} from '../testing/stand-in';
import type { Fetch } from './options';
import { realRuntime } from './runtime';

const key = publishableKey;

/** A fetch that keeps what it was asked: with limits this short a try may end before it arrives. */
function countTries(): { tries: string[]; fetch: Fetch } {
  const tries: string[] = [];
  return { tries, fetch: (url, init) => (tries.push(url), fetch(url, init)) };
}

describe('timeoutMs limits one try', () => {
  test('a silent service is asked again, and given up in the end', async () => {
    const { baseUrl } = await startStandIn(staySilent);
    const { tries, fetch } = countTries();
    const client = createClientOn(fakeRuntime(), { baseUrl, key, fetch, timeoutMs: 20 });
    const error = await client.directory.search().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(TimeoutError);
    expect(error).toMatchObject({ name: 'TimeoutError', limit: 'try' });
    expect((error as Error).message).toMatch(/^GET http:\S+ was not answered within 20 ms \(timeoutMs\)\.$/);
    expect(tries).toHaveLength(3);
  });

  test('an answer that begins and never ends counts as silence', async () => {
    const trickle: Behaviour = (response) => response.writeHead(200).write('{');
    const { baseUrl } = await startStandIn(trickle);
    const call = createClient({ baseUrl, key, maxRetries: 0 }).directory.search({}, { timeoutMs: 100 });
    await expect(call).rejects.toMatchObject({ name: 'TimeoutError', limit: 'try' });
  });

  test('a limit that is none is refused', async () => {
    const client = createClient({ baseUrl: 'https://alumni.example.edu', key });
    await expect(client.directory.suggest({ q: 'a' }, { timeoutMs: -1 })).rejects.toThrow(
      /^timeoutMs must be/,
    );
  });
});

describe('deadlineMs limits the whole call', () => {
  test('a silent service is given up, and not asked again', async () => {
    const { baseUrl } = await startStandIn(staySilent);
    const { tries, fetch } = countTries();
    const client = createClient({ baseUrl, key, fetch });
    await expect(client.directory.search({}, { deadlineMs: 20 })).rejects.toMatchObject({
      name: 'TimeoutError',
      limit: 'deadline',
      message: expect.stringMatching(/did not succeed within 20 ms \(deadlineMs\)\.$/) as string,
    });
    expect(tries).toHaveLength(1);
  });

  test('the error keeps what went wrong before', async () => {
    const { baseUrl } = await startStandIn(staySilent);
    const { tries, fetch } = countTries();
    const failOnce: Fetch = async (...args) =>
      tries.length === 0 ? (tries.push('failed'), new Response('', { status: 503 })) : fetch(...args);
    const client = createClientOn(fakeRuntime(), { baseUrl, key, fetch: failOnce, deadlineMs: 20 });
    await expect(client.directory.search()).rejects.toMatchObject({
      limit: 'deadline',
      cause: { status: 503 },
    });
  });

  test('of many ids is for all of their requests', async () => {
    const { baseUrl, asked } = await startStandIn({ body: { data: [] } });
    let now = 0;
    const client = createClientOn({ ...fakeRuntime(), now: () => (now += 40) }, { baseUrl, key });
    const ids = Array.from({ length: 1_000 }, (_, index) => `prof_${index}`);
    const call = client.profiles.list(ids, { deadlineMs: 100 });
    await expect(call).rejects.toMatchObject({ name: 'TimeoutError', limit: 'deadline' });
    expect(asked).toHaveLength(2);
  });

  test('of a loop is for each page anew: the loop may take its time', async () => {
    const { baseUrl } = await startStandIn(pageOf(['Marie'], 'two'), pageOf(['Irène']));
    const runtime = fakeRuntime();
    const client = createClientOn(runtime, { baseUrl, key, deadlineMs: 1_000 });
    const names: string[] = [];
    for await (const { displayName } of client.directory.search()) {
      names.push(displayName);
      await runtime.wait(5_000, undefined);
    }
    expect(names).toEqual(['Marie', 'Irène']);
  });

  test('may be Infinity', async () => {
    const { baseUrl } = await startStandIn(pageOf(['Marie']));
    const client = createClient({ baseUrl, key, timeoutMs: Infinity, deadlineMs: Infinity });
    expect((await client.directory.search()).data).toHaveLength(1);
  });
});

describe('a signal ends the call with its own reason', () => {
  const reason = new Error('left the page');

  test('before it began: nothing is sent', async () => {
    const { baseUrl, asked } = await startStandIn(pageOf([]));
    const client = createClient({ baseUrl, key });
    await expect(client.directory.search({}, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(asked).toEqual([]);
  });

  test('while it is under way: it is not tried again', async () => {
    const aborter = new AbortController();
    const { baseUrl, asked } = await startStandIn(() => aborter.abort(reason));
    const client = createClientOn(fakeRuntime(), { baseUrl, key });
    await expect(client.directory.search({}, { signal: aborter.signal })).rejects.toBe(reason);
    expect(asked).toHaveLength(1);
  });

  test('while it waits for the next try', async () => {
    const aborter = new AbortController();
    const { baseUrl, asked } = await startStandIn({ ...problem(503, 'x'), headers: { 'retry-after': '20' } });
    const wait: typeof realRuntime.wait = (ms, signal) => {
      const waited = realRuntime.wait(ms, signal);
      aborter.abort(reason);
      return waited;
    };
    const client = createClientOn({ ...realRuntime, wait }, { baseUrl, key });
    await expect(client.directory.search({}, { signal: aborter.signal })).rejects.toBe(reason);
    expect(asked).toHaveLength(1);
  });

  test('between two pages', async () => {
    const aborter = new AbortController();
    const { baseUrl, asked } = await startStandIn(pageOf(['Marie'], 'two'));
    const people = createClient({ baseUrl, key }).directory.search({}, { signal: aborter.signal });
    const loop = async () => {
      for await (const { id } of people) if (id) aborter.abort(reason);
    };
    await expect(loop()).rejects.toBe(reason);
    expect(asked).toHaveLength(1);
  });

  test('and is let go afterwards, so that one signal may serve for ever', async () => {
    const { signal } = new AbortController();
    const { baseUrl } = await startStandIn(
      { ...problem(503, 'x'), headers: { 'retry-after': '0' } },
      pageOf([]),
    );
    await createClientOn({ ...realRuntime, random: () => 0 }, { baseUrl, key }).directory.search(
      {},
      { signal },
    );
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });
});
