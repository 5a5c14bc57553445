import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { createInstitution } from '../packages/server/src/features/institutions';
import { migrate } from '../packages/server/src/migrate';
import { auditKeyOf } from '../packages/server/src/platform/audit-chain';
import { openBus } from '../packages/server/src/platform/bus';
import { Database } from '../packages/server/src/platform/database';
import { startEmbeddedPostgres } from '../packages/server/src/platform/embedded-postgres';
import { asOwner } from '../packages/server/src/platform/owner';
import { startRelay } from '../packages/server/src/platform/relay';
import { openScope } from '../packages/server/src/platform/scope';
import { startTaskRunner } from '../packages/server/src/platform/task-runner';

// npm run bench -- tasks
//
// On an embedded PostgreSQL of its own, with its usual durability; service, relay and runner in this process, as npm start
// has them.
// Latency: from a commit's answer to the start of its task, one commit after another, nothing else going on.
// Throughput: trivial tasks that wait in the queue, from the first start to the last being noted.

const commits = 500;
const waiting = 20_000;

const folder = await mkdtemp(join(tmpdir(), 'homecoming-bench-'));
const log = pino({ level: 'warn' });
const clock = () => new Date();
const postgres = await startEmbeddedPostgres({ folder, database: 'bench' });
const database = new Database({ url: postgres.url });
const relayDatabase = new Database({ url: postgres.url, poolSize: 1 });
try {
  await migrate(postgres.url);
  const auditKey = auditKeyOf('bench');
  const institution = (await createInstitution(
    { ownerUrl: postgres.url, auditKey, clock },
    { slug: 'bench', name: 'Bench', mode: 'test', audienceDefaults: {}, publicCountThreshold: 1 },
  ))!;
  const relay = startRelay({ database: relayDatabase, bus: openBus({ log }), log });
  const scopeOf = () =>
    openScope({
      database,
      institution,
      principal: { kind: 'system' },
      clock,
      log,
      auditKey,
      onOutgoing: () => relay.wake(),
    });
  let onStart: () => void = () => undefined;
  const runner = {
    url: postgres.url,
    log,
    openScope: () => Promise.resolve(scopeOf()),
    handlers: { trivial: () => Promise.resolve(onStart()) },
  };
  const jobs = async () =>
    Number(
      (
        await asOwner(postgres.url, (owner) =>
          owner.query<{ count: string }>({ text: 'select count(*) from graphile_worker._private_jobs' }),
        )
      )[0]!.count,
    );
  const settled = async (count: number) => {
    while ((await jobs()) !== count) await new Promise((resolve) => setTimeout(resolve, 5));
  };
  const add = (count: number) =>
    scopeOf().transaction((tx) =>
      Promise.resolve(tx.tasks.add(...Array.from({ length: count }, () => ({ task: 'trivial' })))),
    );

  const first = await startTaskRunner(runner);
  const times: number[] = [];
  for (let i = 0; i < commits + 50; i++) {
    const started = new Promise<number>((resolve) => (onStart = () => resolve(performance.now())));
    await add(1);
    const committed = performance.now();
    const took = (await started) - committed;
    // The first ones prepare statements and connections.
    if (i >= 50) times.push(took);
  }
  await settled(0);
  await first.stop();
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.floor(times.length * share)]!.toFixed(1);
  console.log(`commit to start   p50 ${at(0.5)} ms (goal 10)   p99 ${at(0.99)} ms   of ${commits}`);

  for (const concurrency of [10, 50]) {
    for (let i = 0; i < waiting; i += 1_000) await add(1_000);
    await settled(waiting);
    let firstStart: number | undefined;
    let begun = 0;
    const allBegun = new Promise<void>((resolve) => {
      onStart = () => {
        firstStart ??= performance.now();
        if (++begun === waiting) resolve();
      };
    });
    const started = await startTaskRunner({ ...runner, concurrency });
    // Looking at the queue costs what is measured: only its end is looked for.
    await allBegun;
    await settled(0);
    const seconds = (performance.now() - firstStart!) / 1_000;
    await started.stop();
    console.log(
      `trivial tasks     ${Math.round(waiting / seconds).toLocaleString('en')} a second, ${concurrency} at once`,
    );
  }
  await relay.stop();
} finally {
  await relayDatabase.close();
  await database.close();
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
}
