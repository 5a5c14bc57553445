import { fork, type ChildProcess } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { pino } from 'pino';
import { createKey, scopes } from '../packages/server/src/features/access';
import { loadProfiles } from '../packages/server/src/features/directory';
import { createInstitution, findInstitution } from '../packages/server/src/features/institutions';
import { demoInstitutions } from '../packages/server/src/demo/institutions';
import { generateProfiles } from '../packages/server/src/demo/northbridge';
import { migrate } from '../packages/server/src/migrate';
import { auditKeyOf } from '../packages/server/src/platform/audit-chain';
import { Database } from '../packages/server/src/platform/database';
import { startEmbeddedPostgres } from '../packages/server/src/platform/embedded-postgres';
import { asOwner } from '../packages/server/src/platform/owner';
import { openScope, type Institution } from '../packages/server/src/platform/scope';
import { measure, oneByOne, type Figures } from './measure';
import { casesOf, type Case } from './directory-cases';
import type { ServerFacts, ServerOrder } from './directory-servers';

/**
 * What the directory costs, uncached, through HTTP with all checks on; beside it, in the same run, a Koa server that sends
 * the same SQL and does nothing else, and node:http answering a constant of the same size.
 *
 *   npm run bench -- directory [--profiles 50000,1000000] [--connections 32] [--seconds 5] [--calls 500]
 */
const { values: options } = parseArgs({
  args: process.argv.slice(2),
  options: {
    profiles: { type: 'string', default: '50000' },
    connections: { type: 'string', default: '32' },
    seconds: { type: 'string', default: '5' },
    calls: { type: 'string', default: '500' },
  },
});

const here = fileURLToPath(new URL('.', import.meta.url));
const print = (line = '') => process.stdout.write(`${line}\n`);

async function main(): Promise<void> {
  const [cpu] = cpus();
  print(
    `${cpus().length} × ${cpu!.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`,
  );
  for (const size of options.profiles.split(',').map(Number)) await benchSize(size);
}

async function benchSize(size: number): Promise<void> {
  const folder = join(process.env.HOMECOMING_BENCH_DIR ?? '/var/tmp/homecoming-bench', String(size));
  await mkdir(folder, { recursive: true });
  // Room for the working set of a million profiles; the same for every contender.
  const settings = { shared_buffers: size > 100_000 ? '4GB' : '512MB', effective_cache_size: '8GB' };
  const postgres = await startEmbeddedPostgres({ folder, database: 'homecoming', settings });
  try {
    await migrate(postgres.url);
    const { institution, key } = await fill(postgres.url, size);
    const cases = await casesOf(postgres.url, institution, Number(options.calls));
    const [version] = await asOwner(postgres.url, (owner) =>
      owner.query<{ server_version: string }>({ text: 'show server_version' }),
    );
    print(
      `\n${size.toLocaleString('en')} profiles, PostgreSQL ${version!.server_version}, row-level security on\n`,
    );
    await compare(postgres.url, institution, key, cases);
  } finally {
    await postgres.stop();
  }
}

/** Loads the generated register once; a later run finds it there. */
async function fill(url: string, size: number): Promise<{ institution: Institution; key: string }> {
  const { audienceDefaults, publicCountThreshold } = demoInstitutions[0]!;
  const slug = 'northbridge';
  const auditKey = auditKeyOf('bench');
  const clock = () => new Date();
  const database = new Database({ url, poolSize: 4, statementTimeoutMs: 600_000 });
  try {
    const draft = { slug, name: slug, mode: 'test', audienceDefaults, publicCountThreshold } as const;
    const institution =
      (await createInstitution({ ownerUrl: url, auditKey, clock }, draft)) ??
      (await asOwner(url, (owner) => findInstitution(owner, slug)))!;
    const scope = openScope({
      database,
      institution,
      principal: { kind: 'system' },
      clock,
      auditKey,
      log: pino({ level: 'error' }),
    });
    const [counted] = await scope.db.query<{ profiles: number }>({
      text: 'select count(*)::int as profiles from profiles',
    });
    if (counted!.profiles < size) {
      const started = performance.now();
      await loadProfiles(scope, generateProfiles({ count: size, seed: 1 }));
      print(
        `Loaded ${size.toLocaleString('en')} profiles in ${((performance.now() - started) / 1000).toFixed(0)} s.`,
      );
      await asOwner(url, (owner) => owner.query({ text: 'vacuum analyze' }));
    }
    const { text: key } = await createKey(scope, { kind: 'secret', name: 'bench', scopes });
    return { institution, key };
  } finally {
    await database.close();
  }
}

async function compare(
  url: string,
  institution: Institution,
  key: string,
  cases: readonly Case[],
): Promise<void> {
  const headers = { 'Homecoming-Key': key };
  const rows: string[][] = [];
  const homecoming = await startServer({ role: 'homecoming', url });
  for (const { name, paths } of cases) {
    await oneByOne(homecoming.origin, paths.slice(0, 50), headers); // warm: plans, pages, JIT
    const alone = await oneByOne(homecoming.origin, paths, headers, Number(options.calls));
    const busy = await measure(homecoming.origin, paths, headers, limits());
    rows.push([name, ...figures(alone, busy)]);
  }
  const filter = cases[0]!;
  const ours = await measure(homecoming.origin, filter.paths, headers, limits());
  await homecoming.stop();

  const minimal = await startServer({
    role: 'minimal',
    url,
    institutionId: institution.id,
    statement: filter.statement!,
  });
  const paths = filter.values!.map((values) => `/?values=${encodeURIComponent(JSON.stringify(values))}`);
  await oneByOne(minimal.origin, paths.slice(0, 50), {});
  const minimalAlone = await oneByOne(minimal.origin, paths, {});
  const theirs = await measure(minimal.origin, paths, {}, limits());
  await minimal.stop();
  rows.push([`${filter.name}, minimal Koa + pg`, ...figures(minimalAlone, theirs)]);

  const constant = await startServer({ role: 'constant', bytes: ours.bytes });
  const constantAlone = await oneByOne(constant.origin, ['/'], {}, 500);
  const most = await measure(constant.origin, ['/'], {}, limits());
  await constant.stop();
  rows.push([`constant of ${ours.bytes} bytes, node:http`, ...figures(constantAlone, most)]);

  table(['', 'p50 ms', 'p99 ms', `requests/s at ${options.connections}`, 'p50 ms', 'p99 ms'], rows);
  print(
    `\n${filter.name}: ${((100 * ours.perSecond) / theirs.perSecond).toFixed(0)} % of the minimal server's requests/s.`,
  );
}

const limits = () => ({ connections: Number(options.connections), seconds: Number(options.seconds) });

function figures(alone: Figures, busy: Figures): string[] {
  const ms = (value: number) => value.toFixed(2);
  return [ms(alone.p50), ms(alone.p99), busy.perSecond.toFixed(0), ms(busy.p50), ms(busy.p99)];
}

function table(head: string[], rows: string[][]): void {
  const line = (cells: string[]) => print(`| ${cells.join(' | ')} |`);
  line(head);
  line(head.map((_, i) => (i ? '--:' : '---')));
  rows.forEach(line);
}

async function startServer(order: ServerOrder): Promise<ServerFacts & { stop(): Promise<void> }> {
  const child: ChildProcess = fork(join(here, 'directory-servers.ts'), [JSON.stringify(order)], {
    execArgv: process.execArgv,
  });
  const facts = await new Promise<ServerFacts>((resolve, reject) => {
    child.once('message', (message) => resolve(message as ServerFacts));
    child.once('exit', (code) => reject(new Error(`The ${order.role} server ended with ${code}.`)));
  });
  return {
    ...facts,
    stop: () =>
      new Promise((resolve) => {
        child.once('exit', () => resolve());
        child.disconnect();
      }),
  };
}

// A failure leaves servers behind, which end when this process does.
main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
