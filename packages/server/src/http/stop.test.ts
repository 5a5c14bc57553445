import { once } from 'node:events';
import type { RequestListener } from 'node:http';
import { connect } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { afterEach, describe, expect, it } from 'vitest';
import { until } from '../testing/redis';
import { startTestService } from '../testing/service';
import { exchange } from '../testing/wire';
import { listen, type Listening } from './listen';

const open: Listening[] = [];
afterEach(() => Promise.all(open.splice(0).map((each) => each.close(0))));

async function serve(listener: RequestListener): Promise<Listening & { readonly origin: string }> {
  const listening = await listen(listener, { port: 0, host: '127.0.0.1' });
  open.push(listening);
  return { ...listening, origin: `http://127.0.0.1:${listening.port}` };
}

/** Answers what it was sent. */
const echo: RequestListener = (call, answer) => {
  const chunks: Buffer[] = [];
  call.on('data', (chunk: Buffer) => chunks.push(chunk));
  call.on('end', () => answer.end(Buffer.concat(chunks)));
};

describe('a stop', () => {
  it('answers the calls that have arrived and were not read yet, over kept and over new connections', async () => {
    const server = await serve(echo);
    const sent = new Int32Array(new SharedArrayBuffer(4));
    const clients = new Worker(new URL('../testing/late-clients.mjs', import.meta.url), {
      workerData: { port: server.port, sent },
    });
    await once(clients, 'message');
    const answered = once(clients, 'message');
    clients.postMessage('send');
    // Meanwhile this thread accepts and reads nothing.
    expect(Atomics.wait(sent, 0, 0, 10_000)).not.toBe('timed-out');
    await server.close();
    const [answers] = (await answered) as [string[]];
    expect(answers).toHaveLength(16);
    for (const answer of answers)
      expect(answer).toMatch(/^HTTP\/1.1 200 OK\r\n(.+\r\n)*connection: close\r\n[^]*hi$/i);
  });

  it('has every answer say Connection: close as soon as it drains, also those under way', async () => {
    let release = (): void => undefined;
    const released = new Promise<void>((resolve) => (release = resolve));
    const server = await serve((call, answer) => {
      if (call.url === '/slow') void released.then(() => answer.end('late'));
      else answer.end('soon');
    });
    const head = 'HTTP/1.1\r\nHost: a\r\n\r\n';
    const slow = exchange(server.origin, `GET /slow ${head}`);
    await until(async () => (await fetch(server.origin)).ok);
    server.drain();
    release();
    expect(await slow).toMatch(/^connection: close/im);
    expect(await exchange(server.origin, `GET / ${head}`)).toMatch(/^connection: close/im);
  });

  it('is announced by /readyz, while calls are still answered', async () => {
    const stopping = new AbortController();
    const { origin } = await startTestService({ stopping: stopping.signal });
    expect((await fetch(`${origin}/readyz`)).status).toBe(200);
    stopping.abort();
    const refused = await fetch(`${origin}/readyz`);
    expect(refused.status).toBe(503);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await refused.json()).toMatchObject({ code: 'unavailable' });
    expect((await fetch(`${origin}/livez`)).status).toBe(200);
    expect((await fetch(`${origin}/openapi.json`)).status).toBe(200);
  });

  it('gives a connection that has sent nothing yet time to send its call', async () => {
    const server = await serve(echo);
    const socket = connect(server.port, '127.0.0.1');
    await once(socket, 'connect');
    const closed = server.close();
    await turn();
    socket.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi');
    const chunks: Buffer[] = [];
    for await (const chunk of socket) chunks.push(chunk as Buffer);
    expect(Buffer.concat(chunks).toString()).toMatch(
      /^HTTP\/1.1 200 OK\r\n(.+\r\n)*connection: close\r\n[^]*hi$/i,
    );
    await closed;
  });

  it('does not wait for clients that keep their connections and send nothing', async () => {
    const server = await serve(echo);
    const kept = connect(server.port, '127.0.0.1');
    kept.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi');
    await once(kept, 'data');
    const silent = connect(server.port, '127.0.0.1');
    await once(silent, 'connect');
    const began = performance.now();
    await server.close();
    expect(performance.now() - began).toBeLessThan(2_000);
    kept.destroy();
    silent.destroy();
  });
});
