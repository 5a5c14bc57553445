import { expect, it } from 'vitest';
import { Cursors } from './cursors';
import { type PagedCall, pagingOf } from './paging';

const cursors = new Cursors('for tests');
const call: PagedCall = {
  operationId: 'listThings',
  path: { ownerId: 'own_1' },
  query: { state: 'open', kind: 'big', limit: 2 },
  institutionId: 'one',
};
const numbers = [1, 2, 3, 4, 5];

const read = (more: Partial<PagedCall> = {}, of?: unknown) =>
  pagingOf(cursors, { ...call, ...more }).page({
    find: (after: number | undefined, limit) => {
      const from = after === undefined ? 0 : numbers.indexOf(after) + 1;
      return Promise.resolve(numbers.slice(from, from + limit));
    },
    cursorOf: (number) => number,
    ...(of !== undefined && { of }),
  });
const after = (cursor: string | null, more: object = {}) => ({ query: { ...call.query, ...more, cursor } });

it('pages follow each other to the end', async () => {
  const first = await read();
  const second = await read(after(first.nextCursor));
  const third = await read(after(second.nextCursor));
  expect([first.items, second.items, third.items]).toEqual([[1, 2], [3, 4], [5]]);
  expect(third.nextCursor).toBeNull();
});

it('a cursor is good for another size of page and another order of parameters', async () => {
  const { nextCursor } = await read();
  expect((await read(after(nextCursor, { limit: 1 }))).items).toEqual([3]);
  const query = { cursor: nextCursor, kind: 'big', limit: 2, state: 'open' };
  expect((await read({ query })).items).toEqual([3, 4]);
});

it.each<[string, Partial<PagedCall>]>([
  ['operation', { operationId: 'listOthers' }],
  ['institution', { institutionId: 'two' }],
  ['path', { path: { ownerId: 'own_2' } }],
])('a cursor is refused for another %s', async (_, more) => {
  const { nextCursor } = await read();
  await expect(read({ ...after(nextCursor), ...more })).rejects.toMatchObject({ code: 'invalid_cursor' });
});

it('a cursor is refused for another query, and for more and less of it', async () => {
  const { nextCursor } = await read();
  for (const changed of [{ state: 'done' }, { more: 'x' }, { kind: undefined }])
    await expect(read(after(nextCursor, changed))).rejects.toMatchObject({ code: 'invalid_cursor' });
});

it('a cursor may belong to something else than the query', async () => {
  const { nextCursor } = await read({}, 'members');
  expect((await read(after(nextCursor, { state: 'done' }), 'members')).items).toEqual([3, 4]);
  await expect(read(after(nextCursor), 'public')).rejects.toMatchObject({ code: 'invalid_cursor' });
});
