import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chown,
  lstat,
  mkdir,
  readdir,
  readFile,
  realpath,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { makeSharedFolder, type PostgresBinaries, sharedFolder } from './postgres-binaries';
import { StartError } from './start-error';
import { mayEnter, nobody, runningAsRoot, type SystemUser } from './system-user';

/**
 * One database cluster on disk: `<folder>/postgres` holds its files (`data`), its superuser's password and the
 * server's log. As root, under a folder which PostgreSQL's user can't enter, it is a link to
 * `/var/lib/homecoming/postgres-…`. So to delete the folder is always to begin anew, and to move it loses nothing.
 */
export interface Cluster {
  readonly data: string;
  readonly log: string;
  readonly password: string;
  /** Whom the server runs as; undefined for ourselves. */
  readonly user: SystemUser | undefined;
}

/** How PostgreSQL's programs are run: in a folder that everybody may enter, without our environment's secrets. */
export const processOptions = (user: SystemUser | undefined) => ({
  ...user,
  cwd: '/',
  env: { LC_ALL: 'C', TZ: 'UTC' },
});

/**
 * The cluster of a data folder; undefined when there is none yet.
 * @throws StartError when there is one that can't be used
 */
export async function findCluster(folder: string): Promise<Cluster | undefined> {
  const link = join(folder, 'postgres');
  const found = await lstat(link).catch(absent);
  if (!found) return undefined;
  const home = await realpath(link).catch(absent);
  if (!home) {
    throw new StartError(
      `The database of this data folder is gone: ${link} points to a folder that does not exist.`,
      `Bring that folder back, or remove ${link} to begin with an empty database.`,
    );
  }
  const { uid, gid } = await stat(home);
  const ours = uid === process.getuid?.();
  if (!ours && !runningAsRoot()) {
    throw new StartError(
      `The database in ${link} belongs to another user of this machine (uid ${uid}).`,
      'Start Homecoming as that user or as root, or choose another folder with HOMECOMING_DATA_DIR.',
    );
  }
  const user = ours ? undefined : { uid, gid };
  const data = join(home, 'data');
  if (
    !(await stat(join(data, 'PG_VERSION')).catch(absent)) ||
    !(await stat(join(home, 'password')).catch(absent))
  ) {
    throw new StartError(
      `The database in ${link} is incomplete: its PG_VERSION or its password is missing.`,
      'Restore the folder from a backup, or move it away to begin with an empty database.',
    );
  }
  if (runningAsRoot() && !user) {
    throw new StartError(
      `The database in ${link} belongs to root, and PostgreSQL refuses to run as root.`,
      `Give it to another user (chown -R ${nobody.uid}:${nobody.gid} ${home}) and start again.`,
    );
  }
  if (user && !(await mayEnter(user, home))) {
    throw new StartError(
      `PostgreSQL can't run in ${link}: its user (uid ${uid}) can't enter that folder or one above it.`,
      'Let others pass through the folders above it (chmod o+x), or choose another with HOMECOMING_DATA_DIR.',
    );
  }
  const password = (await readFile(join(home, 'password'), 'utf8')).trim();
  return { data, log: join(home, 'postgres.log'), password, user };
}

/** @throws StartError when the cluster's files were made by another major version */
export async function requireVersion(cluster: Cluster, major: number): Promise<void> {
  const made = (await readFile(join(cluster.data, 'PG_VERSION'), 'utf8')).trim();
  if (made === String(major)) return;
  throw new StartError(
    `The database in ${cluster.data} was made by PostgreSQL ${made}; this installation runs PostgreSQL ${major}.`,
    'Start it with the version of Homecoming that made it, or move it away to begin with an empty database.',
  );
}

/**
 * Makes the folder's cluster. It comes to its place by one rename or one link, when it is whole: a kill at any
 * moment leaves either no cluster or a good one. When two processes do this at once, the first one's stands.
 * @param durable whether to wait until the disk has it; tests need not
 */
export async function createCluster(
  folder: string,
  binaries: PostgresBinaries,
  durable: boolean,
): Promise<void> {
  const place = join(folder, 'postgres');
  const user = runningAsRoot() ? nobody : undefined;
  const linked = user !== undefined && !(await mayEnter(user, await realpath(folder)));
  if (linked) await makeSharedFolder();
  const parent = linked ? sharedFolder : folder;
  await removeAbandoned(parent);

  const staging = join(parent, `postgres.new-${process.pid}`);
  try {
    await mkdir(staging, { mode: 0o700 });
    if (user) await chown(staging, user.uid, user.gid);
    await initialize(staging, user, binaries, durable);
    if (linked) {
      const home = join(parent, `postgres-${randomBytes(6).toString('hex')}`);
      await rename(staging, home);
      await symlink(home, place).catch(async (error: unknown) => {
        await rm(home, { recursive: true, force: true });
        throw error;
      });
    } else {
      await rename(staging, place);
    }
  } catch (error) {
    const other = await lstat(place).catch(absent);
    if (!other) throw error;
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

async function initialize(
  home: string,
  user: SystemUser | undefined,
  binaries: PostgresBinaries,
  durable: boolean,
) {
  const password = join(home, 'password');
  await writeFile(password, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600 });
  if (user) await chown(password, user.uid, user.gid);
  // Order is by code point, alike on every machine; but what is a letter (pg_trgm asks) is told by Unicode.
  const letters = process.platform === 'darwin' ? 'en_US.UTF-8' : 'C.UTF-8';
  const options = [
    ...['--pgdata', join(home, 'data'), '--username=postgres', '--pwfile', password, '--auth=scram-sha-256'],
    ...[
      '--encoding=UTF8',
      '--locale=C',
      `--lc-ctype=${letters}`,
      '--no-instructions',
      ...(durable ? [] : ['--no-sync']),
    ],
  ];
  await promisify(execFile)(binaries.initdb, options, processOptions(user)).catch(
    (error: Error & { stderr?: string }) => {
      throw new StartError(
        `PostgreSQL could not make its files in ${home}: ${tellingLine(error.stderr ?? '') ?? error.message}.`,
        'Check the free space and the rights of the data folder, or choose another one with HOMECOMING_DATA_DIR.',
        { cause: error },
      );
    },
  );
}

/** What earlier processes were making when they were killed. */
async function removeAbandoned(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const pid = Number(/^postgres\.new-(\d+)$/.exec(name)?.[1]);
    if (pid && (pid === process.pid || !processExists(pid))) {
      await rm(join(parent, name), { recursive: true, force: true });
    }
  }
}

function processExists(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** The line of PostgreSQL's output that says what went wrong: the last fatal one, without its prefix. */
export function tellingLine(output: string): string | undefined {
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  const fatal = lines.filter((line) => /\b(PANIC|FATAL|ERROR|error):/.test(line)).at(-1) ?? lines.at(-1);
  return fatal?.replace(/^.*?\b(PANIC|FATAL|ERROR|error):\s*/, '').replace(/\.$/, '');
}

/** For `catch`: what does not exist is undefined; every other fault stays one. */
export function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT' && error.code !== 'ENOTDIR') throw error;
}
