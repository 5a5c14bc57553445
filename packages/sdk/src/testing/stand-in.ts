import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import type { Runtime } from '../transport/runtime';

export const publishableKey = 'pk_test_01jdyvbv7gen8t9pe8z5aav000_letmesee';
export const secretKey = 'sk_test_01jdyvbv7gen8t9pe8z5aav000_letmewrite';
export const marie = 'prof_01jdyvbv7gen8t9pe8z5aav002';

/** What the stand-in was asked. */
export interface Asked {
  readonly method: string | undefined;
  /** As sent, undecoded. */
  readonly url: string | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface Reply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON unless it is a string. */
  readonly body?: unknown;
}

/** Takes the socket into its own hands: stays silent, breaks off. */
export type Behaviour = (response: ServerResponse) => void;

/** Answers by what is asked. */
export interface Decision {
  readonly decide: (asked: Asked) => Reply | Behaviour;
}

/**
 * A real HTTP server in the service's place. It answers from the list, the last item for ever, or as a decision says;
 * ends with the test.
 */
export async function startStandIn(
  ...replies: (Reply | Behaviour | Decision)[]
): Promise<{ baseUrl: string; asked: Asked[] }> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method, url, headers } = request;
      const listed = replies[Math.min(asked.length, replies.length - 1)] ?? {};
      const question = { method, url, headers, body: Buffer.concat(chunks).toString() };
      asked.push(question);
      const reply = 'decide' in listed ? listed.decide(question) : listed;
      if (typeof reply === 'function') reply(response);
      else send(response, reply);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return { baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

function send(response: ServerResponse, { status = 200, headers = {}, body = {} }: Reply): void {
  const type = status < 400 ? 'application/json' : 'application/problem+json';
  response.writeHead(status, { 'content-type': type, ...headers });
  response.end(status === 204 ? undefined : typeof body === 'string' ? body : JSON.stringify(body));
}

export const staySilent: Behaviour = () => {};
export const breakOff: Behaviour = (response) => response.destroy();

/** A refusal as the service gives it. */
export function problem(status: number, code: string, more: object = {}): Reply {
  const body = { type: `/docs/errors#${code}`, title: 'Refused', status, code, requestId: 'req-1', ...more };
  return { status, body };
}

/** A page of search results with these names. */
export function pageOf(names: readonly string[], nextCursor: string | null = null): Reply {
  const data = names.map((displayName) => ({ id: marie, displayName, highlights: [] }));
  const total = { value: names.length, relation: 'exact' };
  return { body: { data, nextCursor, total, facets: {}, facetCounts: 'exact', corrections: [] } };
}

/** Waiting takes no time but moves the clock; chance is what one says. */
export function fakeRuntime(random = 0): Runtime & { readonly waits: number[] } {
  const waits: number[] = [];
  const startedAt = Date.UTC(2026, 10, 21);
  let passedMs = 0;
  return {
    waits,
    now: () => passedMs,
    date: () => startedAt + passedMs,
    random: () => random,
    wait: async (ms) => {
      waits.push(ms);
      passedMs += ms;
    },
  };
}
