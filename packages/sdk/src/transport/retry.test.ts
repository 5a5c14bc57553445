import { describe, expect, test } from 'vitest';
import { createClientOn } from '../client';
import {
  type Behaviour,
  breakOff,
  fakeRuntime,
  marie,
  pageOf,
  problem,
  publishableKey,
  type Reply,
  secretKey,
  startStandIn,
} from '../testing/stand-in';
import type { ClientOptions } from './options';
import { realRuntime } from './runtime';

async function clientOf(replies: (Reply | Behaviour)[], options: Partial<ClientOptions> = {}, random = 0) {
  const { baseUrl, asked } = await startStandIn(...replies);
  const runtime = fakeRuntime(random);
  return {
    client: createClientOn(runtime, { baseUrl, key: publishableKey, ...options }),
    asked,
    waits: runtime.waits,
  };
}

const failing = (status: number, headers: Record<string, string> = {}) => ({
  ...problem(status, 'x'),
  headers,
});

describe('a read is tried again', () => {
  test.each([408, 429, 500, 502, 503, 504])('after %i', async (status) => {
    const { client, asked } = await clientOf([failing(status), pageOf(['Marie'])]);
    expect((await client.directory.search()).data).toHaveLength(1);
    expect(asked).toHaveLength(2);
  });

  test('after a connection that broke', async () => {
    const { client, asked } = await clientOf([breakOff, pageOf(['Marie'])]);
    expect((await client.directory.search()).data).toHaveLength(1);
    expect(asked).toHaveLength(2);
  });

  test('after an answer that broke off', async () => {
    const half: Behaviour = (response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{', () => response.destroy());
    };
    const { client } = await clientOf([half, pageOf(['Marie'])]);
    expect((await client.directory.search()).data).toHaveLength(1);
  });

  test('twice, and fails then with the last error', async () => {
    const { client, asked } = await clientOf([failing(500), failing(502), failing(503)]);
    await expect(client.directory.search()).rejects.toMatchObject({ status: 503 });
    expect(asked).toHaveLength(3);
  });

  test('as often as the client says', async () => {
    for (const maxRetries of [0, 1, 5]) {
      const { client, asked } = await clientOf([failing(503)], { maxRetries });
      await expect(client.directory.search()).rejects.toMatchObject({ status: 503 });
      expect(asked).toHaveLength(maxRetries + 1);
    }
  });

  test('with real clocks and timers too', async () => {
    const { baseUrl, asked } = await startStandIn(failing(503, { 'retry-after': '0' }), pageOf(['Marie']));
    const client = createClientOn({ ...realRuntime, random: () => 0 }, { baseUrl, key: publishableKey });
    expect((await client.directory.search()).data).toHaveLength(1);
    expect(asked).toHaveLength(2);
  });
});

describe('is not tried again', () => {
  test.each([400, 401, 403, 404, 409, 413, 422, 501])('after %i', async (status) => {
    const { client, asked } = await clientOf([failing(status)]);
    await expect(client.directory.search()).rejects.toMatchObject({ status });
    expect(asked).toHaveLength(1);
  });

  test('what changes or deletes: it may have arrived', async () => {
    const { client, asked } = await clientOf([failing(503)], { key: secretKey });
    await expect(client.profiles.update(marie, { city: 'Paris' })).rejects.toThrow();
    await expect(client.profiles.delete(marie)).rejects.toThrow();
    expect(asked).toHaveLength(2);
    expect(asked.some(({ headers }) => 'idempotency-key' in headers)).toBe(false);
  });

  test.each([409, 422])('what makes something, after %i', async (status) => {
    const { client, asked } = await clientOf([failing(status)], { key: secretKey });
    await expect(client.profiles.create({ familyName: 'Curie' })).rejects.toMatchObject({ status });
    expect(asked).toHaveLength(1);
  });
});

describe('what makes something', () => {
  const made = { status: 201, body: { id: marie } };
  const keysOf = (asked: readonly { headers: Record<string, unknown> }[]) =>
    asked.map(({ headers }) => headers['idempotency-key']);

  test.each([
    ['a failure', failing(503)],
    ['a connection that broke', breakOff],
    [
      'an answer that broke off',
      ((response) => {
        response.writeHead(201, { 'content-length': '100' });
        response.write('{', () => response.destroy());
      }) satisfies Behaviour,
    ],
    [
      'the first try being under way',
      { ...problem(409, 'idempotency_in_flight'), headers: { 'retry-after': '1' } },
    ],
  ])('is tried again after %s, with the same key', async (_, reply) => {
    const { client, asked } = await clientOf([reply, reply, made], { key: secretKey });
    expect(await client.profiles.create({ familyName: 'Curie' })).toEqual({ id: marie });
    const [key, ...others] = keysOf(asked);
    expect(key).toMatch(/^[0-9a-f]{32}$/);
    expect(others).toEqual([key, key]);
    expect(new Set(asked.map(({ body }) => body)).size).toBe(1);
  });

  test('has a key of its own each time', async () => {
    const { client, asked } = await clientOf([made], { key: secretKey });
    for (let i = 0; i < 20; i++) await client.profiles.create({ familyName: 'Curie' });
    await client.profiles.undelete(marie);
    expect(new Set(keysOf(asked)).size).toBe(21);
  });

  test('has the key that the caller gives', async () => {
    const { client, asked } = await clientOf([failing(500), made], { key: secretKey });
    await client.profiles.create({ familyName: 'Curie' }, { idempotencyKey: 'import-42/row-7' });
    await client.profiles.undelete(marie, { idempotencyKey: '~' });
    expect(keysOf(asked)).toEqual(['import-42/row-7', 'import-42/row-7', '~']);
  });

  test.each(['', 'a b', 'é', 'a'.repeat(256)])(
    'is not sent with a key that is none: %o',
    async (idempotencyKey) => {
      const { client, asked } = await clientOf([made], { key: secretKey });
      await expect(client.profiles.create({ familyName: 'Curie' }, { idempotencyKey })).rejects.toThrow(
        TypeError,
      );
      expect(asked).toEqual([]);
    },
  );

  test('waits for the first try as long as the service asks', async () => {
    const busy = { ...problem(409, 'idempotency_in_flight'), headers: { 'retry-after': '1' } };
    const { client, waits } = await clientOf([busy, made], { key: secretKey }, 0.5);
    await client.profiles.create({ familyName: 'Curie' });
    expect(waits).toEqual([1_250]);
  });
});

describe('the wait between tries', () => {
  test('is a random part of a span that doubles, up to eight seconds', async () => {
    const options = { maxRetries: 6, deadlineMs: Infinity };
    const { client, waits } = await clientOf([failing(503)], options, 0.5);
    await expect(client.directory.search()).rejects.toThrow();
    expect(waits).toEqual([250, 500, 1_000, 2_000, 4_000, 4_000]);
  });

  test('is no shorter than Retry-After in seconds, and spread beyond it', async () => {
    const { client, waits } = await clientOf([failing(429, { 'retry-after': '3' }), pageOf([])], {}, 0.5);
    await client.directory.search();
    expect(waits).toEqual([3_250]);
  });

  test('obeys Retry-After as a date, by the clock of the answer', async () => {
    const headers = {
      date: 'Sat, 21 Nov 2026 10:00:00 GMT',
      'retry-after': 'Sat, 21 Nov 2026 10:00:07 GMT',
    };
    const { client, waits } = await clientOf([failing(503, headers), pageOf([])]);
    await client.directory.search();
    expect(waits).toEqual([7_000]);
  });

  test('is none for a date that has passed', async () => {
    const headers = { 'retry-after': 'Sat, 21 Nov 2020 10:00:00 GMT' };
    const { client, waits } = await clientOf([failing(503, headers), pageOf([])]);
    await client.directory.search();
    expect(waits).toEqual([0]);
  });

  test('is not begun when Retry-After lies beyond the deadline', async () => {
    const { client, asked, waits } = await clientOf([failing(429, { 'retry-after': '31' })]);
    await expect(client.directory.search()).rejects.toMatchObject({
      name: 'RateLimitError',
      retryAfterMs: 31_000,
    });
    expect(asked).toHaveLength(1);
    expect(waits).toEqual([]);
  });

  test('counts towards the deadline', async () => {
    const { client, waits } = await clientOf([failing(503)], { maxRetries: 9, deadlineMs: 4_000 }, 0.99);
    await expect(client.directory.search()).rejects.toMatchObject({ name: 'ServerError', status: 503 });
    expect(waits).toEqual([495, 990, 1_980]);
  });
});
