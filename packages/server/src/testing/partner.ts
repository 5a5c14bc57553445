import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { presentersOf } from '../features';
import { type Dispatcher, type DispatcherOptions, Secrets, startDispatcher } from '../features/webhooks';
import { atEnd } from './at-end';
import type { TestService } from './service';

/** A message as a partner has received it. */
export interface Received {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly at: number;
}

export interface Partner {
  readonly url: string;
  /** All that came, in the order in which it came. */
  readonly received: Received[];
  /** What it does with the next messages; by default it answers 200. */
  answer: (response: ServerResponse, received: Received, request: IncomingMessage) => void;
  /** Resolves when so many messages have come in all. */
  has(count: number): Promise<void>;
  close(): Promise<void>;
}

/** A partner of this machine that receives webhooks, and behaves as it is told. */
export async function startPartner(): Promise<Partner> {
  const waiting = new Set<{ count: number; resolve: () => void }>();
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const headers = request.headers as Record<string, string>;
      const one = { headers, body: Buffer.concat(chunks).toString(), at: performance.now() };
      received.push(one);
      partner.answer(response, one, request);
      for (const each of waiting) {
        if (received.length < each.count) continue;
        waiting.delete(each);
        each.resolve();
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const partner: Partner = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`,
    received,
    answer: (response) => void response.end('ok'),
    has: (count) =>
      new Promise((resolve) => {
        if (received.length >= count) resolve();
        else waiting.add({ count, resolve });
      }),
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  atEnd(() => (server.listening ? partner.close() : undefined));
  return partner;
}

/** Sends the webhooks of a service under test, as a process would. */
export function startTestDispatcher(
  service: TestService,
  options: Partial<DispatcherOptions> = {},
): Dispatcher {
  const dispatcher = startDispatcher({
    ...service,
    openScope: service.findSystemScope,
    secrets: Secrets.of(service.secret),
    presenters: presentersOf(service),
    pollMs: 50,
    graceMs: 0,
    ...options,
  });
  atEnd(() => dispatcher.stop());
  return dispatcher;
}
