import { mkdir } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { demoInstitutions } from '../packages/server/src/demo/institutions';
import { generateProfiles } from '../packages/server/src/demo/northbridge';
import { loadProfiles } from '../packages/server/src/features/directory';
import { createInstitution, findInstitution } from '../packages/server/src/features/institutions';
import { createKey, scopes } from '../packages/server/src/features/keys';
import { migrate } from '../packages/server/src/migrate';
import { auditKeyOf } from '../packages/server/src/platform/audit-chain';
import { Database } from '../packages/server/src/platform/database';
import { startEmbeddedPostgres } from '../packages/server/src/platform/embedded-postgres';
import { asOwner } from '../packages/server/src/platform/owner';
import { type Institution, openScope, type Scope } from '../packages/server/src/platform/scope';

/** The generated register in a PostgreSQL of its own. */
export interface Register {
  readonly url: string;
  readonly institution: Institution;
  /** The texts of keys. */
  readonly secretKey: string;
  readonly publishableKey: string;
}

const print = (line: string) => process.stdout.write(`${line}\n`);

export function machine(): string {
  const [cpu] = cpus();
  return `${cpus().length} × ${cpu!.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`;
}

/** Runs `work` on a register of this size, which is loaded once and kept for later runs. */
export async function withRegister(size: number, work: (register: Register) => Promise<void>): Promise<void> {
  const folder = join(process.env.HOMECOMING_BENCH_DIR ?? '/var/tmp/homecoming-bench', String(size));
  await mkdir(folder, { recursive: true });
  // Room for the working set of a million profiles; the same for every contender.
  const settings = { shared_buffers: size > 100_000 ? '4GB' : '512MB', effective_cache_size: '8GB' };
  const postgres = await startEmbeddedPostgres({ folder, database: 'homecoming', settings });
  try {
    await migrate(postgres.url);
    const register = await fill(postgres.url, size);
    const [version] = await asOwner(postgres.url, (owner) =>
      owner.query<{ server_version: string }>({ text: 'show server_version' }),
    );
    print(
      `\n${size.toLocaleString('en')} profiles, PostgreSQL ${version!.server_version}, row-level security on\n`,
    );
    await work(register);
  } finally {
    await postgres.stop();
  }
}

/** Runs `work` in a scope of the register's institution. */
export async function inScope<T>(
  url: string,
  institution: Institution,
  work: (scope: Scope) => Promise<T>,
): Promise<T> {
  const database = new Database({ url, poolSize: 4, statementTimeoutMs: 600_000 });
  try {
    const parts = { clock: () => new Date(), auditKey: auditKeyOf('bench'), log: pino({ level: 'error' }) };
    return await work(openScope({ ...parts, database, institution, principal: { kind: 'system' } }));
  } finally {
    await database.close();
  }
}

async function fill(url: string, size: number): Promise<Register> {
  const { audienceDefaults, publicCountThreshold } = demoInstitutions[0]!;
  const slug = 'northbridge';
  const draft = { slug, name: slug, mode: 'test', audienceDefaults, publicCountThreshold } as const;
  const tools = { ownerUrl: url, auditKey: auditKeyOf('bench'), clock: () => new Date() };
  const institution =
    (await createInstitution(tools, draft)) ?? (await asOwner(url, (owner) => findInstitution(owner, slug)))!;
  return inScope(url, institution, async (scope) => {
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
    const { text: secretKey } = await createKey(scope, { kind: 'secret', name: 'bench', scopes });
    const { text: publishableKey } = await createKey(scope, {
      kind: 'publishable',
      name: 'bench',
      origins: ['https://bench.example'],
    });
    return { url, institution, secretKey, publishableKey };
  });
}
