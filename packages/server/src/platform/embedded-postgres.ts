import { spawn } from 'node:child_process';
import { mkdir, open, readFile, rm, stat } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { connectionSettings } from './connections';
import { isUnreachable } from './database-errors';
import { type PostgresBinaries, prepareBinaries } from './postgres-binaries';
import {
  absent,
  type Cluster,
  createCluster,
  findCluster,
  processOptions,
  requireVersion,
  tellingLine,
} from './postgres-cluster';
import { findPostmaster, type Postmaster, shutDown } from './postmaster';
import { StartError } from './start-error';
import { nobody, runningAsRoot } from './system-user';

/** A running PostgreSQL of our own: nothing to install, and the same engine as in production. */
export interface EmbeddedPostgres {
  /** The superuser's URL of the database, on 127.0.0.1. */
  readonly url: string;
  readonly pid: number;
  /** Ends all connections, brings everything to disk and waits until the process is gone. May be called again. */
  stop(): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  /** The data folder; made when missing. Its cluster is `<folder>/postgres`. */
  readonly folder: string;
  /** PostgreSQL's settings, beside and before {@link defaultSettings}. A server that still runs keeps its own. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Made when missing. */
  readonly database?: string;
  /** By default those that npm has installed. */
  readonly binaries?: PostgresBinaries;
  /** Told when the server had died and was started again, or, with an error, when that is no use: then nothing serves any more. */
  readonly onEnded?: (error?: Error) => void;
}

/** For a demo and for a small production machine of two cores. */
export const defaultSettings: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '100',
  shared_buffers: '256MB',
  effective_cache_size: '1GB',
  work_mem: '16MB',
  maintenance_work_mem: '128MB',
  max_wal_size: '2GB',
  random_page_cost: '1.1',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_line_prefix: '%m ',
  log_checkpoints: 'off',
  // Errors of statements quote their values, people's data: the application logs them in its own, redacted way.
  log_min_messages: 'log',
};

const patienceMs = 120_000;
const ownersLock = 0x686f6d65;

/**
 * Starts PostgreSQL on a data folder, or takes over the one that a killed process has left running there.
 * Whoever holds it open holds a lock in it, so a second process on the same folder is refused, not mixed in.
 * @throws StartError when something must be put right first
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { settings = {}, database = 'homecoming', onEnded = () => undefined } = options;
  const folder = resolve(options.folder);
  try {
    await mkdir(folder, { recursive: true });
    const binaries = options.binaries ?? (await prepareBinaries(runningAsRoot() ? nobody : undefined));
    const cluster = await openCluster(folder, binaries, settings.fsync !== 'off');
    const open = async (own: typeof settings) => {
      for (const deadline = Date.now() + patienceMs; ; await delay(20)) {
        const running = await findOrLaunch(cluster, binaries, own);
        try {
          return { running, owner: await claim(cluster, running, database) };
        } catch (error) {
          // Its file says that it is ready also while it recovers from the crash of one of its backends.
          if (!isUnreachable(error) || Date.now() > deadline) throw error;
        }
      }
    };
    let current = await open(settings);
    let stopping: Promise<void> | undefined;
    // At the same address, so that whoever has it connects again.
    const reopen = async () => (current = await open({ ...settings, port: String(current.running.port) }));
    const supervision = supervise({
      current: () => current.owner,
      reopen: () => reopen().catch((error: unknown) => Promise.reject(asStartError(error, folder) as Error)),
      isStopping: () => stopping !== undefined,
      onEnded,
    });
    return {
      url: urlOf(cluster, current.running, database),
      get pid() {
        return current.running.pid;
      },
      stop: () =>
        (stopping ??= current.owner
          .end()
          .then(() => supervision)
          .then(() => shutDown(current.running))),
    };
  } catch (error) {
    throw asStartError(error, folder);
  }
}

/**
 * The URL of the server that is running on this data folder, for other processes such as the command line;
 * undefined when none is, or when it is not ready.
 * @throws StartError when this user may not read the folder
 */
export async function findEmbeddedPostgres(
  folder: string,
  database = 'homecoming',
): Promise<string | undefined> {
  try {
    const cluster = await findCluster(folder);
    if (!cluster) return undefined;
    const running = await findPostmaster(cluster.data);
    return running?.ready ? urlOf(cluster, running, database) : undefined;
  } catch (error) {
    throw asStartError(error, folder);
  }
}

function urlOf(cluster: Cluster, { port }: Postmaster, database: string): string {
  return `postgres://postgres:${cluster.password}@127.0.0.1:${port}/${encodeURIComponent(database)}`;
}

async function openCluster(folder: string, binaries: PostgresBinaries, durable: boolean): Promise<Cluster> {
  if (!(await findCluster(folder))) await createCluster(folder, binaries, durable);
  const cluster = await findCluster(folder);
  if (!cluster) throw new Error(`The database in ${folder} was removed while it was being made.`);
  await requireVersion(cluster, binaries.major);
  return cluster;
}

async function findOrLaunch(
  cluster: Cluster,
  binaries: PostgresBinaries,
  settings: Readonly<Record<string, string>>,
): Promise<Postmaster> {
  const deadline = Date.now() + patienceMs;
  while (Date.now() < deadline) {
    const running = await findPostmaster(cluster.data);
    if (running?.ready) return running;
    // One that is starting, recovering or stopping is waited for: to disturb it would only take longer.
    if (running) await delay(10);
    else await launch(cluster, binaries, settings);
  }
  throw new StartError(
    'PostgreSQL is still busy recovering, or stopping, after two minutes.',
    `Start again in a few minutes; its log tells how far it is: ${cluster.log}`,
  );
}

/** Returns when the new server is on its way, or when the next look at the folder will tell more. */
async function launch(
  cluster: Cluster,
  binaries: PostgresBinaries,
  settings: Readonly<Record<string, string>>,
): Promise<void> {
  // Left behind by a crash. PostgreSQL would refuse to start if its pid is another process's by now.
  await rm(join(cluster.data, 'postmaster.pid'), { force: true });
  const all = { ...defaultSettings, port: String(await freePort()), ...settings };
  const log = await openLog(cluster);
  const child = spawn(
    binaries.postgres,
    ['-D', cluster.data, ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    // A session of its own: Ctrl-C in our terminal must not reach it before the server has drained.
    { ...processOptions(cluster.user), detached: true, stdio: ['ignore', log.fd, log.fd] },
  );
  child.unref();
  let ended: Error | undefined;
  child.once('exit', (code, signal) => (ended = new Error(`it ended with ${signal ?? `code ${code}`}`)));
  child.once('error', (error) => (ended = error));
  await log.close();

  const deadline = Date.now() + patienceMs;
  while (!ended) {
    if ((await findPostmaster(cluster.data))?.ready || Date.now() > deadline) return;
    await delay(5);
  }
  const said = (await readFile(cluster.log, 'utf8')).slice(log.startsAt);
  // Another program has taken the port, or another process this cluster, between our look and our start.
  if (/could not bind|lock file "postmaster.pid" already exists/.test(said)) return;
  throw new StartError(
    `PostgreSQL did not start: ${tellingLine(said) ?? ended.message}.`,
    `Put that right and start again; the whole of it is in ${cluster.log}`,
    { cause: ended },
  );
}

async function openLog({ log: path, user }: Cluster) {
  const size = (await stat(path).catch(absent))?.size ?? 0;
  const full = size > 10_000_000;
  const log = await open(path, full ? 'w' : 'a', 0o600);
  if (user) await log.chown(user.uid, user.gid);
  return { fd: log.fd, close: () => log.close(), startsAt: full ? 0 : size };
}

interface Supervised {
  /** The connection that holds the lock: it ends with the server. */
  readonly current: () => pg.Client;
  readonly reopen: () => Promise<unknown>;
  readonly isStopping: () => boolean;
  readonly onEnded: (error?: Error) => void;
}

/** A server that dies again within this time of its start does so for a reason that another start doesn't cure. */
const shortLifeMs = 10_000;
const mostShortLives = 3;

/** Starts the server again when it dies, until it is stopped or that is no use. */
async function supervise({ current, reopen, isStopping, onEnded }: Supervised): Promise<void> {
  for (let shortLives = 0; !isStopping();) {
    const began = performance.now();
    await new Promise<void>((resolve) => void current().once('end', resolve));
    if (isStopping()) return;
    shortLives = performance.now() - began < shortLifeMs ? shortLives + 1 : 0;
    try {
      if (shortLives === mostShortLives) throw new Error('The embedded PostgreSQL dies again and again.');
      await reopen();
      onEnded();
    } catch (error) {
      return onEnded(error as Error);
    }
  }
}

/** A port that nobody listens on at this moment. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done, failed) => server.once('error', failed).listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}

/**
 * Takes the lock that says whose this server is, and makes the database. The lock lives as long as our connection,
 * so the kernel releases it whatever end we come to; it is held in another database, because one that is
 * connected to can't serve as a template.
 */
async function claim(cluster: Cluster, running: Postmaster, database: string): Promise<pg.Client> {
  const client = new pg.Client({
    ...connectionSettings(urlOf(cluster, running, 'postgres')),
    application_name: `homecoming, process ${process.pid}`,
  });
  // When the server goes, every query says so by itself; here it must only not end the process.
  client.on('error', () => undefined);
  await client.connect();
  try {
    // A process that was killed a moment ago loses its lock as soon as its backend notices.
    await client.query(`set lock_timeout = '1s'; select pg_advisory_lock(${ownersLock}); reset lock_timeout`);
    const { rowCount } = await client.query('select from pg_database where datname = $1', [database]);
    if (!rowCount) await client.query(`create database ${pg.escapeIdentifier(database)}`);
    return client;
  } catch (error) {
    const owner = await findOwner(client);
    await client.end();
    if ((error as pg.DatabaseError).code !== '55P03') throw error;
    throw new StartError(
      `Another Homecoming (${owner}) is running on this data folder.`,
      'Stop it first, or choose another folder with HOMECOMING_DATA_DIR to run both side by side.',
      { cause: error },
    );
  }
}

async function findOwner(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ application_name: string }>(
    `select application_name from pg_stat_activity join pg_locks using (pid)
     where locktype = 'advisory' and objid = ${ownersLock} and granted`,
  );
  return rows[0]?.application_name.replace('homecoming, ', '') ?? 'unknown process';
}

function asStartError(error: unknown, folder: string): unknown {
  const { code, path = folder } = error as NodeJS.ErrnoException;
  const elsewhere = 'or choose another folder with HOMECOMING_DATA_DIR.';
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return new StartError(
        `This user may not read and write ${path}.`,
        `Correct its owner or its rights, ${elsewhere}`,
        { cause: error },
      );
    case 'EROFS':
      return new StartError(
        `${path} can't be written: its file system is read-only.`,
        `Make it writable, ${elsewhere}`,
        {
          cause: error,
        },
      );
    case 'EEXIST':
    case 'ENOTDIR':
      return new StartError(
        `${path} is a file where a folder should be.`,
        `Move that file away, ${elsewhere}`,
        {
          cause: error,
        },
      );
    case 'ENOSPC':
    case 'EDQUOT':
      return new StartError(`No space is left for ${path}.`, `Make room, ${elsewhere}`, { cause: error });
    default:
      return error;
  }
}
