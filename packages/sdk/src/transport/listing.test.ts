import { expect, test } from 'vitest';
import { createClient } from '../client';
import { NotFoundError } from '../errors';
import { pageOf, problem, publishableKey, type Reply, startStandIn } from '../testing/stand-in';

async function listingOf(...replies: Reply[]) {
  const { baseUrl, asked } = await startStandIn(...replies);
  const client = createClient({ baseUrl, key: publishableKey });
  const params = { q: 'curie', limit: 2 };
  return { client, asked, params, people: client.directory.search(params) };
}

const cursorsOf = (asked: readonly { url: string | undefined }[]) =>
  asked.map(({ url }) => new URLSearchParams(url!.split('?')[1]).get('cursor'));

test('await gives the first page', async () => {
  const { people, asked } = await listingOf(pageOf(['Marie', 'Pierre'], 'next'));
  const page = await people;
  expect(page.data.map(({ displayName }) => displayName)).toEqual(['Marie', 'Pierre']);
  expect(page).toMatchObject({ nextCursor: 'next', total: { value: 2, relation: 'exact' }, facets: {} });
  expect(asked).toHaveLength(1);
});

test('for await gives everybody, page after page, with the same parameters', async () => {
  const { people, asked } = await listingOf(
    pageOf(['Marie', 'Pierre'], 'two'),
    pageOf([], 'three'),
    pageOf(['Irène']),
  );
  const names: string[] = [];
  for await (const { displayName } of people) names.push(displayName);
  expect(names).toEqual(['Marie', 'Pierre', 'Irène']);
  expect(cursorsOf(asked)).toEqual([null, 'two', 'three']);
  expect(asked[2]!.url).toBe(`/v1/directory/search?cursor=three&limit=2&q=curie&key=${publishableKey}`);
});

test('pages() gives page after page', async () => {
  const { people } = await listingOf(pageOf(['Marie', 'Pierre'], 'two'), pageOf(['Irène']));
  const sizes: number[] = [];
  for await (const page of people.pages()) sizes.push(page.data.length);
  expect(sizes).toEqual([2, 1]);
});

test('a loop that is left asks for no further page', async () => {
  const { people, asked } = await listingOf(pageOf(['Marie', 'Pierre'], 'two'));
  for await (const { displayName } of people) if (displayName === 'Pierre') break;
  expect(asked).toHaveLength(1);
});

test('starts at the cursor that is given', async () => {
  const { client, asked } = await listingOf(pageOf([]));
  await client.directory.search({ cursor: 'kept' });
  await client.batches.list({ cursor: 'kept' }).pages().next();
  expect(cursorsOf(asked)).toEqual(['kept', 'kept']);
});

test('nothing is sent, and nothing can fail, before it is used', async () => {
  const { client, asked } = await listingOf(problem(404, 'not_found'));
  client.directory.search();
  client.batches.list();
  await new Promise((resolve) => setImmediate(resolve));
  expect(asked).toEqual([]);
});

test('each use asks anew, for what was meant when it was made', async () => {
  const { people, params, asked } = await listingOf(problem(404, 'not_found'), pageOf(['Marie']));
  params.q = 'someone else';
  await expect(people).rejects.toThrow(NotFoundError);
  expect((await people).data).toHaveLength(1);
  for await (const { displayName } of people) expect(displayName).toBe('Marie');
  expect(asked.every(({ url }) => url!.includes('q=curie'))).toBe(true);
  expect(asked).toHaveLength(3);
});

test('catch handles the failure of the first page', async () => {
  const { people } = await listingOf(problem(404, 'not_found'));
  expect(await people.catch((error: unknown) => error instanceof NotFoundError)).toBe(true);
});

test('a loop throws what a page fails with, after the people before it', async () => {
  const { people } = await listingOf(pageOf(['Marie'], 'two'), problem(400, 'invalid_cursor'));
  const names: string[] = [];
  const loop = async () => {
    for await (const { displayName } of people) names.push(displayName);
  };
  await expect(loop()).rejects.toMatchObject({ code: 'invalid_cursor' });
  expect(names).toEqual(['Marie']);
});
