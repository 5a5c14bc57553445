import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebhookMessage, webhooks } from '@homecoming/sdk';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createPartner } from './partner';

const secret = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
const body = JSON.stringify({
  type: 'profile.deleted',
  timestamp: '2026-11-21T09:30:00.000Z',
  data: { id: 'prof_1' },
});

let server: Server;
let url: string;
let received: WebhookMessage[];
let fails = false;

beforeEach(async () => {
  received = [];
  const partner = createPartner({
    secrets: [secret],
    onMessage: (message) => {
      if (fails) throw new Error('no place left');
      received.push(message);
    },
  });
  partner.silent = true;
  server = createServer(partner.callback());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
afterEach(() => {
  fails = false;
  server.closeAllConnections();
  server.close();
});

const send = async (headers: Record<string, string>, text = body) =>
  (await fetch(url, { method: 'POST', headers, body: text })).status;

test('does with a message once what is to be done, however often it comes', async () => {
  const headers = await webhooks.testHeaders(body, secret);
  expect([await send(headers), await send(headers)]).toEqual([204, 204]);
  expect(received).toEqual([JSON.parse(body)]);
});

test('has it come again where that failed', async () => {
  const headers = await webhooks.testHeaders(body, secret);
  fails = true;
  expect(await send(headers)).toBe(500);
  fails = false;
  expect(await send(headers)).toBe(204);
  expect(received).toHaveLength(1);
});

test('refuses what others have sent, and what is too large', async () => {
  const headers = await webhooks.testHeaders(body, secret);
  expect(await send({})).toBe(400);
  expect(await send(headers, body.replace('prof_1', 'prof_2'))).toBe(400);
  expect(await send(headers, 'a'.repeat(1_000_001))).toBe(413);
  expect((await fetch(url)).status).toBe(405);
  expect(received).toEqual([]);
});
