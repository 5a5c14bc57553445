import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Koa from 'koa';
import { afterEach, expect, it } from 'vitest';
import { operations } from '../contract/document';
import { lineSender } from './answer-lines';

let close: (() => Promise<void>) | undefined;
afterEach(() => close?.());

async function serve(items: () => AsyncIterable<unknown>): Promise<string> {
  const app = new Koa();
  app.silent = true;
  const numbered = { type: 'object', properties: { number: {}, text: {} } };
  const send = lineSender(
    { ...operations[0]!, responses: { 200: { content: { 'application/x-ndjson': { schema: numbered } } } } },
    true,
  );
  app.use((ctx) => send!(ctx, items(), undefined));
  const server = createServer(app.callback() as never);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const numbers = async function* (upTo: number, then?: () => void) {
  for (let number = 1; number <= upTo; number++) yield await Promise.resolve({ number, inner: 'not told' });
  then?.();
};
const broken = () => {
  throw new Error('broken');
};

it('sends each item as a line', async () => {
  const origin = await serve(() => numbers(3));
  expect(await (await fetch(origin)).text()).toBe('{"number":1}\n{"number":2}\n{"number":3}\n');
});

it('sends nothing where there is nothing', async () => {
  const answer = await fetch(await serve(() => numbers(0)));
  expect([answer.status, await answer.text()]).toEqual([200, '']);
});

it('still answers what fails before the first line', async () => {
  expect((await fetch(await serve(() => numbers(0, broken)))).status).toBe(500);
});

it('cuts the connection where something fails later, so that a part is not taken for the whole', async () => {
  const origin = await serve(() => numbers(5_000, broken));
  const answer = await fetch(origin);
  expect(answer.status).toBe(200);
  await expect(answer.text()).rejects.toThrow();
});

it('stops reading where nobody listens any more', async () => {
  let ended!: () => void;
  const end = new Promise<void>((resolve) => (ended = resolve));
  const endless = async function* () {
    try {
      for (;;) yield await Promise.resolve({ text: 'a'.repeat(10_000) });
    } finally {
      ended();
    }
  };
  const leaving = new AbortController();
  const answer = await fetch(await serve(endless), { signal: leaving.signal });
  await answer.body!.getReader().read();
  leaving.abort();
  await end;
});
