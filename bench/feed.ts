import { type ChildProcess, fork } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { migrate } from '../packages/server/src/migrate';
import { startEmbeddedPostgres } from '../packages/server/src/platform/embedded-postgres';
import type { FeedAnswer, FeedFacts, FeedOrder } from './feed-server';

/**
 * What the change feed costs and how fast it is: the same writes without and with a change and a task each, in turns; then
 * how long after its commit a change reaches a reader that waits over HTTP, while ten writers write and one more holds its
 * transaction open.
 *
 *   npm run bench -- feed [--writers 10] [--seconds 3] [--rounds 6]
 */
const { values: options } = parseArgs({
  args: process.argv.slice(2),
  options: {
    writers: { type: 'string', default: '10' },
    seconds: { type: 'string', default: '3' },
    rounds: { type: 'string', default: '6' },
  },
});
const [writers, seconds, rounds] = [options.writers, options.seconds, options.rounds].map(Number) as [
  number,
  number,
  number,
];

const print = (line = '') => process.stdout.write(`${line}\n`);
const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);

async function main(): Promise<void> {
  const [cpu] = cpus();
  print(
    `${cpus().length} × ${cpu!.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}\n`,
  );
  const folder = await mkdtemp(join(process.env.HOMECOMING_BENCH_DIR ?? tmpdir(), 'homecoming-feed-'));
  await chmod(folder, 0o755);
  const postgres = await startEmbeddedPostgres({ folder, database: 'homecoming' });
  try {
    await migrate(postgres.url);
    const server = await Server.start(postgres.url);
    await throughput(server);
    for (const perSecond of [500, undefined]) await latency(server, perSecond);
    await server.stop();
  } finally {
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function throughput(server: Server): Promise<void> {
  const commits: Record<'bare' | 'told', number[]> = { bare: [], told: [] };
  await server.ask({ kind: 'write', writers, seconds: 1, says: true }); // warm: plans, JIT
  for (let round = 0; round < rounds; round++) {
    for (const says of [false, true]) {
      const { perSecond } = await server.ask({ kind: 'write', writers, seconds, says });
      commits[says ? 'told' : 'bare'].push(perSecond);
    }
  }
  const [bare, told] = [sum(commits.bare) / rounds, sum(commits.told) / rounds];
  print(`| ${writers} writers, one row each, durable | commits/s | rounds |`);
  print('| --- | --: | --- |');
  print(`| the write alone | ${bare.toFixed(0)} | ${commits.bare.map((n) => n.toFixed(0)).join(', ')} |`);
  print(
    `| with a change and a task | ${told.toFixed(0)} | ${commits.told.map((n) => n.toFixed(0)).join(', ')} |`,
  );
  print(`\n${((100 * told) / bare).toFixed(0)} % of the commits with a change and a task each.\n`);
}

/** Reads over HTTP as a partner does, in this process, while the server's process writes. */
async function latency(server: Server, perSecond: number | undefined): Promise<void> {
  const arrivals = new Map<string, number>();
  const reading = new AbortController();
  const from = await headOf(server.facts);
  const reader = read(server.facts, from, reading.signal, (subjectId) => arrivals.set(subjectId, wallMs()));
  const { commits = {}, perSecond: written } = await server.ask({
    kind: 'write', writers, seconds, says: true, told: true, holding: true, perSecond,
  }); // prettier-ignore
  const wanted = Object.keys(commits);
  const givenUpAt = performance.now() + 10_000;
  while (wanted.some((id) => !arrivals.has(id)) && performance.now() < givenUpAt) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  reading.abort();
  await reader;
  const missing = wanted.filter((id) => !arrivals.has(id)).length;
  if (missing) throw new Error(`${missing} of ${wanted.length} changes did not arrive.`);
  const delays = wanted.map((id) => arrivals.get(id)! - commits[id]!).sort((a, b) => a - b);
  const at = (share: number) =>
    delays[Math.min(delays.length - 1, Math.floor(delays.length * share))]!.toFixed(1);
  const load = perSecond === undefined ? 'as fast as they can' : `${perSecond} commits/s asked for`;
  print(
    `Commit to reader, ${load} (${written.toFixed(0)}/s): p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, ` +
      `most ${at(1)} ms, ${delays.length} changes.`,
  );
}

/** Where the log ends, as a consumer that begins now is told. */
async function headOf({ origin, key }: FeedFacts): Promise<string> {
  const response = await fetch(`${origin}/v1/changes/consumers/bench-${crypto.randomUUID()}`, {
    method: 'PUT',
    headers: { 'Homecoming-Key': key, 'Content-Type': 'application/json' },
    body: '{}',
  });
  const consumer = (await response.json()) as { position: string };
  if (!response.ok) throw new Error(JSON.stringify(consumer));
  return consumer.position;
}

async function read(
  { origin, key }: FeedFacts,
  from: string,
  signal: AbortSignal,
  onChange: (subjectId: string) => void,
): Promise<void> {
  const headers = { 'Homecoming-Key': key };
  let after = from;
  while (!signal.aborted) {
    try {
      const response = await fetch(`${origin}/v1/changes?wait=5&limit=1000&after=${after}`, {
        headers,
        signal,
      });
      const block = (await response.json()) as { data: { subject: { id: string } }[]; position: string };
      if (!response.ok) throw new Error(JSON.stringify(block));
      for (const { subject } of block.data) onChange(subject.id);
      after = block.position;
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }
}

/** One clock for both processes. */
const wallMs = () => performance.timeOrigin + performance.now();

class Server {
  private constructor(
    private readonly child: ChildProcess,
    readonly facts: FeedFacts,
  ) {}

  static async start(url: string): Promise<Server> {
    const file = join(fileURLToPath(new URL('.', import.meta.url)), 'feed-server.ts');
    const child = fork(file, [url], { execArgv: process.execArgv });
    return new Server(child, await next<FeedFacts>(child));
  }

  async ask(order: FeedOrder): Promise<FeedAnswer> {
    this.child.send(order);
    return next<FeedAnswer>(this.child);
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.disconnect();
    await ended;
  }
}

function next<T>(child: ChildProcess): Promise<T> {
  return new Promise((resolve, reject) => {
    const failed = (code: number | null) => reject(new Error(`The server ended with ${code}.`));
    child.once('exit', failed);
    child.once('message', (message) => {
      child.off('exit', failed);
      resolve(message as T);
    });
  });
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
