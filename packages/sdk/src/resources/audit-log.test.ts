import { expect, test } from 'vitest';
import { createClient } from '../client';
import { ConnectionError, PermissionError } from '../errors';
import { secretKey, startStandIn } from '../testing/stand-in';

const lines = (numbers: number[]) => numbers.map((number) => `${JSON.stringify({ number })}\n`).join('');
const open = (baseUrl: string) => createClient({ baseUrl, key: secretKey, maxRetries: 0 });

async function numbersOf(entries: AsyncIterable<{ number: number }>): Promise<number[]> {
  const numbers: number[] = [];
  for await (const { number } of entries) numbers.push(number);
  return numbers;
}

test('an export gives every entry, however the lines are cut on their way', async () => {
  const { baseUrl, asked } = await startStandIn((response) => {
    response.writeHead(200, { 'content-type': 'application/x-ndjson' });
    const [start, end] = [lines([1, 2]).slice(0, 9), lines([1, 2, 3]).slice(9)];
    response.write(start, () => setImmediate(() => response.end(end)));
  });
  expect(await numbersOf(open(baseUrl).auditLog.export({ after: 0, action: 'key.created' }))).toEqual([
    1, 2, 3,
  ]);
  expect(asked[0]!.url).toBe('/v1/audit-log/export?action=key.created&after=0');
});

test('an export that breaks off gives the entries before, and then says so', async () => {
  const { baseUrl } = await startStandIn((response) => {
    response.writeHead(200, { 'content-type': 'application/x-ndjson' });
    response.write(`${lines([1, 2])}{"numb`, () => response.destroy());
  });
  const numbers: number[] = [];
  const reading = (async () => {
    for await (const { number } of open(baseUrl).auditLog.export()) numbers.push(number);
  })();
  await expect(reading).rejects.toThrow(ConnectionError);
  expect(numbers).toEqual([1, 2]);
});

test('an export that is cut within a line and ends politely says so, too', async () => {
  const { baseUrl } = await startStandIn({ body: `${lines([1])}{"numb` });
  await expect(numbersOf(open(baseUrl).auditLog.export())).rejects.toThrow(ConnectionError);
});

test('an export that is refused rejects as every call does', async () => {
  const body = { code: 'missing_scope', status: 403, title: 'Missing scope' };
  const { baseUrl } = await startStandIn({ status: 403, body });
  await expect(numbersOf(open(baseUrl).auditLog.export())).rejects.toThrow(PermissionError);
});

test('a signal ends an export that waits for more, with its reason', async () => {
  const { baseUrl } = await startStandIn((response) => {
    response.writeHead(200, { 'content-type': 'application/x-ndjson' });
    response.write(lines([1]));
  });
  const aborter = new AbortController();
  const reading = (async () => {
    for await (const entry of open(baseUrl).auditLog.export({}, { signal: aborter.signal })) {
      expect(entry.number).toBe(1);
      setImmediate(() => aborter.abort(new Error('enough')));
    }
  })();
  await expect(reading).rejects.toThrow('enough');
});
