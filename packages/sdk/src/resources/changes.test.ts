import { expect, test } from 'vitest';
import { createClientOn } from '../client';
import { ApiError, NotFoundError } from '../errors';
import {
  type Behaviour,
  breakOff,
  fakeRuntime,
  problem,
  type Reply,
  secretKey,
  startStandIn,
} from '../testing/stand-in';
import type { Change, ReadChangesParams } from '../types';

const change = (n: number): Change => ({
  id: `chg_${n}`,
  type: 'profile.updated',
  position: `p${n}`,
  subject: { type: 'profile', id: `prof_${n}` },
  occurredAt: '2026-11-21T09:30:00.000Z',
});
const blockOf = (position: string, ...numbers: number[]): Reply => ({
  body: { data: numbers.map(change), position, more: false },
});
const consumer: Reply = {
  body: {
    name: 'crm',
    types: null,
    position: 'p0',
    pending: { value: 0, relation: 'exact' },
    expired: false,
  },
};

async function clientOf(...replies: (Reply | Behaviour)[]) {
  const { baseUrl, asked } = await startStandIn(...replies);
  const runtime = fakeRuntime();
  const { changes } = createClientOn(runtime, { baseUrl, key: secretKey, maxRetries: 0 });
  const calls = () =>
    asked.map(({ method, url, body }) => `${method} ${url!.replace('/v1/changes', '')} ${body}`.trim());
  return { changes, calls, runtime };
}

/** The ids of so many changes, and then leaves. */
async function take(count: number, stream: AsyncIterable<Change>) {
  const ids: string[] = [];
  for await (const { id } of stream) if (ids.push(id) === count) break;
  return ids;
}

test('one block is read as asked for', async () => {
  const { changes, calls } = await clientOf(blockOf('p2', 1, 2));
  const block = await changes.list({ after: 'p0', types: ['profile.*', 'batch.created'], limit: 2, wait: 5 });
  expect([block.data.length, block.position]).toEqual([2, 'p2']);
  expect(calls()).toEqual(['GET ?after=p0&limit=2&types=profile.*,batch.created&wait=5']);
});

test('reading goes on from block to block, and waits', async () => {
  const { changes, calls } = await clientOf(blockOf('p2', 1, 2), blockOf('p5'), blockOf('p6', 6));
  expect(await take(3, changes.read({ types: 'profile.*' }))).toEqual(['chg_1', 'chg_2', 'chg_6']);
  expect(calls()).toEqual([
    'GET ?types=profile.*&wait=30',
    'GET ?after=p2&types=profile.*&wait=30',
    'GET ?after=p5&types=profile.*&wait=30',
  ]);
});

test('a consumer is made, and each block acknowledged when the loop asks for what follows it', async () => {
  const { changes, calls } = await clientOf(consumer, blockOf('p2', 1, 2), consumer, blockOf('p3', 3));
  const params: ReadChangesParams = { consumer: 'crm', types: 'profile.*', from: 'start', limit: 2 };
  expect(await take(3, changes.read(params))).toEqual(['chg_1', 'chg_2', 'chg_3']);
  expect(calls()).toEqual([
    'PUT /consumers/crm {"types":["profile.*"],"from":"start"}',
    'GET ?consumer=crm&limit=2&wait=30',
    'POST /consumers/crm/acknowledge {"position":"p2"}',
    'GET ?consumer=crm&limit=2&wait=30',
  ]);
});

test('a consumer is not acknowledged for each empty block, but moves on now and then over what it does not read', async () => {
  const quiet = Array.from({ length: 119 }, (_, i) => blockOf(`q${i}`));
  const { changes, calls } = await clientOf(consumer, ...quiet, blockOf('p7'), consumer, blockOf('p8', 8));
  expect(await take(1, changes.read({ consumer: 'crm' }))).toEqual(['chg_8']);
  expect(calls().filter((call) => call.startsWith('POST'))).toEqual([
    'POST /consumers/crm/acknowledge {"position":"p7"}',
  ]);
});

test('an empty block is acknowledged where there is more behind it, or reading would never get there', async () => {
  const far: Reply = { body: { data: [], position: 'p7', more: true } };
  const { changes, calls } = await clientOf(consumer, far, consumer, blockOf('p8', 8));
  expect(await take(1, changes.read({ consumer: 'crm' }))).toEqual(['chg_8']);
  expect(calls().filter((call) => call.startsWith('POST'))).toEqual([
    'POST /consumers/crm/acknowledge {"position":"p7"}',
  ]);
});

test('a block whose work failed is not acknowledged', async () => {
  const { changes, calls } = await clientOf(consumer, blockOf('p2', 1, 2));
  const loop = async () => {
    for await (const { id } of changes.read({ consumer: 'crm' })) if (id === 'chg_2') throw new Error('no');
  };
  await expect(loop()).rejects.toThrow('no');
  expect(calls().filter((call) => call.startsWith('POST'))).toEqual([]);
});

test('blocks come whole', async () => {
  const { changes } = await clientOf(blockOf('p2', 1, 2), blockOf('p3'), blockOf('p4', 4));
  const sizes: number[] = [];
  for await (const { data } of changes.read().blocks()) if (sizes.push(data.length) === 2) break;
  expect(sizes).toEqual([2, 1]);
});

test('failures of the network and of the service are outlasted, pausing longer each time, from the same place', async () => {
  const down = problem(503, 'unavailable');
  const { changes, calls, runtime } = await clientOf(
    blockOf('p1', 1), breakOff, down, breakOff, down, down, down, blockOf('p2', 2), down, blockOf('p3', 3),
  ); // prettier-ignore
  expect(await take(3, changes.read())).toEqual(['chg_1', 'chg_2', 'chg_3']);
  expect(new Set(calls())).toEqual(
    new Set(['GET ?wait=30', 'GET ?after=p1&wait=30', 'GET ?after=p2&wait=30']),
  );
  expect(runtime.waits).toHaveLength(7);
});

test('an acknowledgement that failed is tried again before more is read', async () => {
  const { changes, calls } = await clientOf(consumer, blockOf('p1', 1), breakOff, consumer, blockOf('p2', 2));
  expect(await take(2, changes.read({ consumer: 'crm' }))).toEqual(['chg_1', 'chg_2']);
  expect(calls().slice(2, 4)).toEqual(Array(2).fill('POST /consumers/crm/acknowledge {"position":"p1"}'));
});

test('what no further try can help ends the loop', async () => {
  const { changes } = await clientOf(blockOf('p1', 1), problem(410, 'position_expired'));
  const gone: unknown = await take(2, changes.read()).catch((error: unknown) => error);
  expect(gone).toBeInstanceOf(ApiError);
  expect(gone).toMatchObject({ status: 410, code: 'position_expired' });
});

test('the signal ends it with its reason, also while it waits', async () => {
  const leaving = new AbortController();
  const { changes } = await clientOf(blockOf('p1', 1), () => leaving.abort(new Error('enough')));
  await expect(take(2, changes.read({ signal: leaving.signal }))).rejects.toThrow('enough');
});

test('consumers are put, listed and deleted', async () => {
  const { changes, calls } = await clientOf(
    consumer,
    { body: { data: [consumer.body], nextCursor: 'two' } },
    { body: { data: [], nextCursor: null } },
    { status: 204 },
    problem(404, 'not_found'),
  );
  const { consumers } = changes;
  expect(await consumers.put('crm', { types: null })).toEqual(consumer.body);
  const names: string[] = [];
  for await (const { name } of consumers.list({ limit: 1 })) names.push(name);
  expect(names).toEqual(['crm']);
  await consumers.delete('crm');
  await expect(consumers.delete('none')).rejects.toThrow(NotFoundError);
  await expect(consumers.delete('')).rejects.toThrow(/name is needed/);
  expect(calls()).toEqual([
    'PUT /consumers/crm {"types":null}',
    'GET /consumers?limit=1',
    'GET /consumers?cursor=two&limit=1',
    'DELETE /consumers/crm',
    'DELETE /consumers/none',
  ]);
});
