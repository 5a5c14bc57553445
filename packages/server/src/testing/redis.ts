import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { describe } from 'vitest';

const program = process.env.REDIS_SERVER_PATH;

/** Tests that need a real Redis: where there is none they are skipped, and the run says so. */
export const describeWithRedis = program ? describe : describe.skip;

export interface TestRedis {
  readonly url: string;
  /** Ends it at once, as a crash does: what it held is gone. */
  kill(): Promise<void>;
  /** It takes connections, and answers nothing. */
  freeze(): void;
  thaw(): void;
  /** Starts it, on the same address. */
  start(): Promise<void>;
}

/** A Redis of a test file's own, which kills it after its tests; it does not outlive the tests' process either. */
export async function startTestRedis(): Promise<TestRedis> {
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  let running: ChildProcess | undefined;
  const kill = async () => {
    const ending = running;
    running = undefined;
    if (!ending) return;
    const ended = once(ending, 'exit');
    ending.kill('SIGKILL');
    await ended;
  };
  const start = async () => {
    const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
    running = spawn(program!, [...args, '--dir', '/tmp'], { stdio: 'ignore' });
    const client = new Redis(url, { retryStrategy: () => 20, maxRetriesPerRequest: null });
    client.on('error', () => undefined); // until it listens
    await client.ping();
    client.disconnect();
  };
  await start();
  process.once('exit', () => running?.kill('SIGKILL'));
  return {
    url,
    kill,
    start,
    freeze: () => void running!.kill('SIGSTOP'),
    thaw: () => void running!.kill('SIGCONT'),
  };
}

/** A port that nothing listens on, just now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Waits until something holds, and fails where it never does. */
export async function until(holds: () => boolean | Promise<boolean>, withinMs = 10_000): Promise<void> {
  const ends = performance.now() + withinMs;
  while (!(await holds())) {
    if (performance.now() > ends) throw new Error('It never came about.');
    await delay(10);
  }
}
