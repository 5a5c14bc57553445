import { expect, test } from 'vitest';
import { createClient } from '../client';
import { secretKey, startStandIn } from '../testing/stand-in';

const id = 'dgl_01jdyvbv7gen8t9pe8z5aav007';

test('a list is uploaded as one call that may be repeated, and its rows are read page by page', async () => {
  const row = { row: 1, name: 'Maria Sklodowska', batchYear: 1903, outcome: 'ambiguous' };
  const { baseUrl, asked } = await startStandIn(
    { status: 202, body: { id, status: 'queued' } },
    { body: { data: [row], nextCursor: 'two' } },
    { body: { data: [{ ...row, row: 7 }], nextCursor: null } },
  );
  const { degreeLists } = createClient({ baseUrl, key: secretKey });
  const rows = [{ name: 'Maria Sklodowska', batchYear: 1903 }];
  const list = await degreeLists.create({ name: 'Degrees', rows }, { idempotencyKey: 'degrees-1903' });
  expect(list).toMatchObject({ id, status: 'queued' });
  const found: number[] = [];
  for await (const each of degreeLists.rows(id, { outcome: 'ambiguous' })) found.push(each.row);
  expect(found).toEqual([1, 7]);
  expect(asked[0]).toMatchObject({
    method: 'POST',
    url: '/v1/degree-lists',
    headers: { 'idempotency-key': 'degrees-1903' },
    body: JSON.stringify({ name: 'Degrees', rows }),
  });
  expect(asked[2]!.url).toBe(`/v1/degree-lists/${id}/rows?cursor=two&outcome=ambiguous`);
});
