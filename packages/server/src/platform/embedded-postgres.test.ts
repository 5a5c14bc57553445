import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import {
  chmod,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  realpath,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type EmbeddedPostgres, findEmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres';
import { StartError } from './start-error';
import { runningAsRoot } from './system-user';

const settings = { fsync: 'off', shared_buffers: '16MB' };
let home: string;

beforeAll(async () => {
  home = await mkdtemp(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'homecoming test '));
  await chmod(home, 0o755);
});
afterAll(() => rm(home, { recursive: true, force: true }));

const start = (folder: string) => startEmbeddedPostgres({ folder, settings });

async function query<Row extends pg.QueryResultRow>(url: string, text: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(text)).rows;
  } finally {
    await client.end();
  }
}

async function failure(promise: Promise<unknown>): Promise<StartError> {
  const error = await promise.catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(StartError);
  return error as StartError;
}

/** Starts PostgreSQL in a process of its own and kills that process as `kill -9` does. */
async function startAndKill(folder: string): Promise<EmbeddedPostgres> {
  const module = JSON.stringify(join(import.meta.dirname, 'embedded-postgres.ts'));
  const script = `
    const { startEmbeddedPostgres } = await import(${module});
    console.log(JSON.stringify(await startEmbeddedPostgres(${JSON.stringify({ folder, settings })})));
  `;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  child.kill('SIGKILL');
  await once(child, 'exit');
  return JSON.parse(line) as EmbeddedPostgres;
}

describe('a data folder', () => {
  let folder: string;
  beforeAll(async () => {
    folder = join(home, 'one folder');
    await (await start(folder)).stop();
  });

  test('serves UTF-8 with the C locale on 127.0.0.1 only, and only with the password', async () => {
    const postgres = await start(folder);
    try {
      const facts = await query(
        postgres.url,
        `select current_database() as name, pg_encoding_to_char(encoding) as encoding, datcollate as collate,
                current_setting('listen_addresses') as addresses, current_setting('unix_socket_directories') as sockets
         from pg_database where datname = current_database()`,
      );
      expect(facts).toEqual([
        { name: 'homecoming', encoding: 'UTF8', collate: 'C', addresses: '127.0.0.1', sockets: '' },
      ]);
      const guessed = new URL(postgres.url);
      guessed.password = 'guessed';
      await expect(query(guessed.href, 'select 1')).rejects.toMatchObject({ code: '28P01' });
      expect((await stat(join(folder, 'postgres/password'))).mode & 0o777).toBe(0o600);
    } finally {
      await postgres.stop();
    }
  });

  test('is found by other processes while it runs, and not after', async () => {
    const postgres = await start(folder);
    expect(await findEmbeddedPostgres(folder)).toBe(postgres.url);
    await postgres.stop();
    await postgres.stop();
    expect(await findEmbeddedPostgres(folder)).toBeUndefined();
  });

  test.runIf(process.platform === 'linux')(
    'runs apart from the terminal, so that Ctrl-C does not reach it',
    async () => {
      const postgres = await start(folder);
      const [, , processGroup, session] = (await readFile(`/proc/${postgres.pid}/stat`, 'utf8'))
        .split(') ')[1]!
        .split(' ');
      await postgres.stop();
      expect([processGroup, session]).toEqual([String(postgres.pid), String(postgres.pid)]);
    },
  );

  test('keeps everything when its process is killed: the next one takes the same server over', async () => {
    const orphan = await startAndKill(folder);
    await query(orphan.url, 'create table kept as select 1 as number');
    const postgres = await start(folder);
    try {
      expect(postgres.pid).toBe(orphan.pid);
      expect(await query(postgres.url, 'select number from kept')).toEqual([{ number: 1 }]);
    } finally {
      await postgres.stop();
    }
    await expect(query(orphan.url, 'select 1')).rejects.toThrow('ECONNREFUSED');
  });

  test('refuses a second process while the first one runs', async () => {
    const postgres = await start(folder);
    const refused = await failure(start(folder));
    await postgres.stop();
    expect(refused.message).toBe(
      `Another Homecoming (process ${process.pid}) is running on this data folder.`,
    );
  });

  test('starts though a pid file that a crash left behind names a living process', async () => {
    const data = await realpath(join(folder, 'postgres/data'));
    await writeFile(
      join(data, 'postmaster.pid'),
      `${process.pid}\n${data}\n1\n5432\n\n127.0.0.1\n 1 1\nready   \n`,
    );
    const postgres = await start(folder);
    await postgres.stop();
  });

  test('stops quietly when the server has died already', async () => {
    const postgres = await start(folder);
    process.kill(postgres.pid, 'SIGKILL');
    await postgres.stop();
    await (await start(folder)).stop();
  });

  test('that dies is started again at the same address, and a stop meanwhile stops that', async () => {
    const ended: unknown[] = [];
    const postgres = await startEmbeddedPostgres({ folder, settings, onEnded: (error) => ended.push(error) });
    const { pid } = postgres;
    await query(postgres.url, 'create table outlived as select 1 as number; checkpoint');
    process.kill(pid, 'SIGKILL');
    await vi.waitUntil(() => ended.length === 1, { timeout: 15_000 });
    expect(ended).toEqual([undefined]);
    expect(postgres.pid).not.toBe(pid);
    expect(await query(postgres.url, 'select number from outlived')).toEqual([{ number: 1 }]);
    process.kill(postgres.pid, 'SIGKILL');
    await postgres.stop();
    await expect(query(postgres.url, 'select 1')).rejects.toThrow('ECONNREFUSED');
  });

  test('goes on when one of its backends is killed: it recovers by itself and is waited for', async () => {
    const ended: unknown[] = [];
    const postgres = await startEmbeddedPostgres({ folder, settings, onEnded: (error) => ended.push(error) });
    const { pid } = postgres;
    const client = new pg.Client({ connectionString: postgres.url });
    client.on('error', () => undefined);
    await client.connect();
    await client.query('create table filled as select generate_series(1, 200000) as number');
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
    process.kill(rows[0]!.pid, 'SIGKILL');
    await vi.waitUntil(() => ended.length === 1, { timeout: 15_000 });
    expect(ended).toEqual([undefined]);
    expect(postgres.pid).toBe(pid);
    expect(await query(postgres.url, 'select count(*)::int as count from filled')).toEqual([
      { count: 200_000 },
    ]);
    await postgres.stop();
  });

  test('that dies and can’t be started again says so', async () => {
    const data = await realpath(join(folder, 'postgres/data'));
    const ended: (Error | undefined)[] = [];
    const postgres = await startEmbeddedPostgres({ folder, settings, onEnded: (error) => ended.push(error) });
    await rename(join(data, 'global'), join(data, 'global.away'));
    process.kill(postgres.pid, 'SIGKILL');
    await vi.waitUntil(() => ended.length === 1, { timeout: 15_000 });
    await rename(join(data, 'global.away'), join(data, 'global'));
    await postgres.stop();
    expect(ended[0]).toBeInstanceOf(StartError);
    expect(ended[0]!.message).toContain('PostgreSQL did not start');
  });

  test('quotes what PostgreSQL says when it refuses to start', async () => {
    const refused = await failure(startEmbeddedPostgres({ folder, settings: { shared_bufers: '1MB' } }));
    expect(refused.message).toBe(
      'PostgreSQL did not start: unrecognized configuration parameter "shared_bufers".',
    );
    expect(refused.hint).toContain('postgres.log');
  });

  test('runs side by side with another one, and removes what a killed start had begun', async () => {
    const other = join(home, 'another folder');
    await mkdir(join(other, 'postgres.new-99999999/data'), { recursive: true });
    const both = await Promise.all([start(folder), start(other)]);
    const ports = both.map(({ url }) => new URL(url).port);
    await Promise.all(both.map((postgres) => postgres.stop()));
    expect(ports[0]).not.toBe(ports[1]);
    expect(await readdir(other)).toEqual(['postgres']);
  });

  test('says so when another major version made it', async () => {
    const version = join(folder, 'postgres/data/PG_VERSION');
    const current = await readFile(version, 'utf8');
    await writeFile(version, '15\n');
    const refused = await failure(start(folder));
    await writeFile(version, current);
    expect(refused.message).toContain('was made by PostgreSQL 15; this installation runs PostgreSQL 18.');
  });
});

test.runIf(runningAsRoot())('as root, works below a folder that only root can enter', async () => {
  const closed = join(home, 'closed folder');
  await mkdir(closed, { mode: 0o700 });
  const folder = join(closed, 'data');
  const postgres = await start(folder);
  const found = await findEmbeddedPostgres(folder);
  await postgres.stop();
  const cluster = await realpath(join(folder, 'postgres'));
  await rm(cluster, { recursive: true });
  expect(found).toBe(postgres.url);
  expect(cluster).toMatch(/^\/var\/lib\/homecoming\/postgres-/);
  expect((await failure(start(folder))).message).toContain('is gone');
});

test('says so when a file stands where a folder should be', async () => {
  const path = join(home, 'a file');
  await writeFile(path, '');
  expect((await failure(start(path))).message).toBe(`${path} is a file where a folder should be.`);
});

test('says so when the database is incomplete, and leaves it alone', async () => {
  const folder = join(home, 'half-made');
  await mkdir(join(folder, 'postgres/data/base'), { recursive: true });
  expect((await failure(start(folder))).message).toContain('is incomplete');
  expect(await readdir(join(folder, 'postgres/data'))).toEqual(['base']);
});

test.skipIf(runningAsRoot())('says so when this user may not write the folder', async () => {
  const folder = join(home, 'read-only');
  await mkdir(folder, { mode: 0o500 });
  expect((await failure(start(folder))).message).toContain('This user may not read and write');
});
