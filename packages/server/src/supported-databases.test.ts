import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readConfig } from './config';
import { createInstitution } from './features/institutions';
import { createKey } from './features/keys';
import { startService } from './main';
import { migrate } from './migrate';
import { auditKeyOf } from './platform/audit-chain';
import { Database } from './platform/database';
import { checkLogin } from './platform/database-check';
import { startEmbeddedPostgres } from './platform/embedded-postgres';
import { newId } from './platform/ids';
import { openScope } from './platform/scope';
import { StartError } from './platform/start-error';
import { nobody, runningAsRoot } from './platform/system-user';
import { silent } from './testing/quiet';
import { createTestDatabase } from './testing/service';
import { callRaw } from './testing/wire';

const { POSTGRES_15_PATH, PGBOUNCER_PATH } = process.env;
const secret = 'a secret of more than 32 characters';

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'homecoming-supported-'));
  // PostgreSQL and PgBouncer may have to run as another user.
  await chmod(folder, 0o755);
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

it.runIf(POSTGRES_15_PATH)(
  'PostgreSQL 15, the oldest that is supported, takes every migration and serves',
  async () => {
    const bin = dirname(POSTGRES_15_PATH!);
    const postgres = await startEmbeddedPostgres({
      folder: await newFolder(),
      settings: { fsync: 'off', shared_buffers: '32MB' },
      binaries: { initdb: join(bin, 'initdb'), postgres: POSTGRES_15_PATH!, major: 15 },
    });
    onTestFinished(() => postgres.stop());
    const env = { PORT: '0', DATABASE_URL: postgres.url, HOMECOMING_SECRET: secret, LOG_LEVEL: 'silent' };
    const service = await startService(readConfig(env), () => undefined, new AbortController().signal);
    onTestFinished(() => service.stop());

    const tools = { ownerUrl: postgres.url, auditKey: auditKeyOf(secret), clock: () => new Date() };
    const draft = { slug: 'oldest', name: 'Oldest', mode: 'test', audienceDefaults: {}, publicCountThreshold: 3 } as const; // prettier-ignore
    const institution = (await createInstitution(tools, draft))!;
    const database = new Database({ url: postgres.url, poolSize: 1 });
    onTestFinished(() => database.close());
    const scope = openScope({ ...tools, database, institution, principal: { kind: 'system' }, log: silent });
    const key = await createKey(scope, {
      kind: 'secret',
      name: 'test',
      scopes: ['directory:read', 'directory:write', 'directory:private'],
    });
    const call = (method: string, path: string, body?: object) =>
      callRaw(service.origin, {
        method,
        path,
        headers: { 'Homecoming-Key': key.text, 'Content-Type': 'application/json' },
        ...(body && { body: JSON.stringify(body) }),
      });
    const made = await call('POST', '/v1/profiles', {
      familyName: 'Curie',
      company: 'Sorbonne',
      degrees: [{ batchYear: 1894 }],
    });
    expect(made.status, made.text).toBe(201);
    const { id } = JSON.parse(made.text) as { id: string };
    for (const path of [
      '/v1/directory/search?q=currie',
      '/v1/directory/search?company=sorbonne',
      '/v1/directory/suggest?q=sor',
      `/v1/profiles/${id}`,
      '/v1/batches',
      '/readyz',
    ]) {
      const answer = await call('GET', path);
      expect([path, answer.status]).toEqual([path, 200]);
    }
    expect((await call('GET', '/v1/directory/search?q=currie')).text).toContain(id);
  },
  60_000,
);

describe.runIf(PGBOUNCER_PATH)('PgBouncer', () => {
  async function startPgBouncer(settings: Readonly<Record<string, string>>): Promise<string> {
    const { url } = await createTestDatabase();
    const { hostname, port, username, password, pathname } = new URL(url);
    const folder = await newFolder();
    const name = pathname.slice(1);
    const own = String(20_000 + (process.pid % 20_000));
    const all = {
      ...{ listen_addr: '127.0.0.1', listen_port: own, auth_type: 'trust', unix_socket_dir: '' },
      ...{ auth_file: join(folder, 'users.txt'), default_pool_size: '4' },
      ignore_startup_parameters: 'statement_timeout,idle_in_transaction_session_timeout,lock_timeout',
      ...settings,
    };
    const database = `host=${hostname} port=${port} dbname=${name} user=${username} password=${password}`;
    const lines = Object.entries(all).map(([setting, value]) => `${setting} = ${value}`);
    await writeFile(join(folder, 'users.txt'), `"${username}" "${password}"\n`);
    await writeFile(
      join(folder, 'pgbouncer.ini'),
      `[databases]\n${name} = ${database}\n[pgbouncer]\n${lines.join('\n')}\n`,
    );
    const user = runningAsRoot() ? nobody : undefined;
    if (user) await chown(folder, user.uid, user.gid);
    const child = spawn(PGBOUNCER_PATH!, ['-q', join(folder, 'pgbouncer.ini')], { ...user, stdio: 'ignore' });
    onTestFinished(() => void child.kill('SIGKILL'));
    const through = Object.assign(new URL(url), { port: own }).href;
    for (;;) {
      const client = new pg.Client({ connectionString: through });
      const isUp = await client.connect().then(
        () => true,
        () => false,
      );
      await client.end().catch(() => undefined);
      if (isUp) return through;
      if (child.exitCode !== null) throw new Error(`PgBouncer ended with ${child.exitCode}.`);
      await delay(20);
    }
  }

  it('that hands transactions to any connection without their prepared statements is refused by name', async () => {
    const [, minor] = /^PgBouncer 1\.(\d+)/.exec(execFileSync(PGBOUNCER_PATH!, ['--version']).toString())!;
    const url = await startPgBouncer({
      pool_mode: 'transaction',
      // Older ones have neither the setting nor what it is about.
      ...(Number(minor) >= 21 && { max_prepared_statements: '0' }),
    });
    const error = await checkLogin(url).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(StartError);
    expect((error as StartError).message).toBe(
      `The connection pooler at ${new URL(url).host} does not support prepared statements.`,
    );
  });

  it('is refused for migrations, with what to name instead', async () => {
    const url = await startPgBouncer({
      pool_mode: 'transaction',
      ignore_startup_parameters: 'statement_timeout,idle_in_transaction_session_timeout',
    });
    const error = await migrate(url).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(StartError);
    const { message, hint } = error as StartError;
    expect(message).toBe(
      `Migrations and tasks can't go through the connection pooler at ${new URL(url).host}: they need a session.`,
    );
    expect(hint).toBe('Name PostgreSQL itself in DATABASE_DIRECT_URL.');
  });

  it('that keeps a session’s connection for it is taken', async () => {
    await checkLogin(await startPgBouncer({ pool_mode: 'session' }));
  });

  it('passes reads and writes of many institutions on, each within its own', async () => {
    const [, minor] = /^PgBouncer 1\.(\d+)/.exec(execFileSync(PGBOUNCER_PATH!, ['--version']).toString())!;
    const url = await startPgBouncer(
      Number(minor) >= 21
        ? { pool_mode: 'transaction', max_prepared_statements: '100', default_pool_size: '2' }
        : { pool_mode: 'session' },
    );
    const database = new Database({ url, poolSize: 4 });
    onTestFinished(() => database.close());
    const whose = {
      name: 'whose',
      text: 'select current_institution() as id, current_user as role, $1::text as given',
    };
    const ids = Array.from({ length: 60 }, newId);
    const answers = await Promise.all(
      ids.map((id, i) =>
        i % 2 ? database.of(id).query(whose, [id]) : database.transaction(id, (tx) => tx.query(whose, [id])),
      ),
    );
    expect(answers).toEqual(ids.map((id) => [{ id, role: 'homecoming_app', given: id }]));
  });
});
