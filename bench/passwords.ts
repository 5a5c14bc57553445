import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { migrate } from '../packages/server/src/migrate';
import { startEmbeddedPostgres } from '../packages/server/src/platform/embedded-postgres';
import { oneByOne } from './measure';
import type { Lag, PasswordFacts } from './passwords-server';

/**
 * What sign-ins by password (argon2id) cost those who do something else: other calls, one at a time, and the lag of the service's
 * event loop, without and with so many sign-ins a second.
 *
 *   npm run bench -- passwords [--per-second 20] [--seconds 10]
 */
const { values } = parseArgs({
  args: process.argv.slice(2),
  options: {
    'per-second': { type: 'string', default: '20' },
    seconds: { type: 'string', default: '10' },
  },
});
const [perSecond, seconds] = [Number(values['per-second']), Number(values.seconds)];
const print = (line = '') => process.stdout.write(`${line}\n`);

const [cpu] = cpus();
const machine = `${cpus().length} × ${cpu!.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`;
print(`${machine}\n`);
const folder = await mkdtemp(join(process.env.HOMECOMING_BENCH_DIR ?? tmpdir(), 'homecoming-passwords-'));
await chmod(folder, 0o755);
const postgres = await startEmbeddedPostgres({ folder, database: 'homecoming' });
let server: ChildProcess | undefined;
try {
  await migrate(postgres.url);
  const program = fileURLToPath(new URL('./passwords-server.ts', import.meta.url));
  server = fork(program, [postgres.url], { execArgv: ['--import', 'tsx'] });
  const [facts] = (await once(server, 'message')) as [PasswordFacts];
  const lag = async (): Promise<Lag> => {
    server!.send('lag');
    return ((await once(server!, 'message')) as [Lag])[0];
  };
  await others(facts, 1);
  await lag();
  print('|  | other calls: p50 ms | p99 ms | lag of the event loop: p50 ms | p99 ms | most ms |');
  print('| --- | --: | --: | --: | --: | --: |');
  const tell = async (name: string, run: Promise<{ p50: number; p99: number }>) => {
    const { p50, p99 } = await run;
    const { p50: half, p99: nearly, most } = await lag();
    print(`| ${name} | ${[p50, p99, half, nearly, most].map((ms) => ms.toFixed(1)).join(' | ')} |`);
  };
  await tell('nobody signs in', others(facts, seconds));
  const signing = signIns(facts);
  await tell(`${perSecond} sign-ins a second`, others(facts, seconds));
  const { times, refused } = await signing;
  times.sort((a, b) => a - b);
  const at = (share: number) => (times[Math.floor(times.length * share)] ?? 0).toFixed(0);
  print(
    `\n${times.length} sign-ins, p50 ${at(0.5)} ms, p99 ${at(0.99)} ms; ${refused} were told to come again.`,
  );
} finally {
  server?.disconnect();
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
}

/** Somebody else's calls, one after another. */
async function others({ origin, key }: PasswordFacts, forSeconds: number) {
  const path = `/v1/batches?key=${key}`;
  const until = performance.now() + forSeconds * 1_000;
  const figures = [];
  while (performance.now() < until)
    figures.push(await oneByOne(origin, [path], { Origin: 'http://127.0.0.1:1' }, 50));
  const middle = (numbers: number[]) => numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)]!;
  return { p50: middle(figures.map(({ p50 }) => p50)), p99: middle(figures.map(({ p99 }) => p99)) };
}

/** So many a second, whether or not those before have been answered. */
async function signIns({ origin, key, emails, password }: PasswordFacts) {
  const times: number[] = [];
  let refused = 0;
  const signIn = async (member: number) => {
    const sent = performance.now();
    const response = await fetch(`${origin}/v1/auth/password`, {
      method: 'POST',
      headers: { 'Homecoming-Key': key, 'Content-Type': 'application/json', Origin: 'http://127.0.0.1:1' },
      body: JSON.stringify({ email: emails[member % emails.length], password }),
    });
    const answer = await response.text();
    if (response.status === 200) times.push(performance.now() - sent);
    else if (response.status === 503) refused++;
    else throw new Error(answer);
  };
  const under = [];
  const began = performance.now();
  for (let i = 0; i < perSecond * seconds; i++) {
    const earlyMs = began + (i / perSecond) * 1_000 - performance.now();
    if (earlyMs > 0) await new Promise((resolve) => setTimeout(resolve, earlyMs));
    under.push(signIn(i));
  }
  await Promise.all(under);
  return { times, refused };
}
