import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { migrate } from '../migrate';
import { startEmbeddedPostgres } from '../platform/embedded-postgres';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The superuser's URL of a PostgreSQL that has a migrated database `template` to clone. */
    postgresUrl: string;
  }
}

const parent = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

/** One PostgreSQL for the run, in memory where there is such a folder. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  await sweep();
  const folder = await mkdtemp(join(parent, `homecoming-tests-${process.pid}-`));
  await chmod(folder, 0o755); // PostgreSQL may have to run as another user
  const postgres = await startEmbeddedPostgres({
    folder,
    database: 'template',
    settings: {
      fsync: 'off',
      synchronous_commit: 'off',
      full_page_writes: 'off',
      max_connections: '300',
      shared_buffers: '128MB',
    },
  });
  await migrate(postgres.url);
  const client = new pg.Client({ connectionString: urlOf(postgres.url, 'postgres') });
  await client.connect();
  await client.query('alter database template is_template true allow_connections false');
  await client.end();
  project.provide('postgresUrl', postgres.url);
  return async () => {
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  };
}

/** Stops and removes what a killed run has left. */
async function sweep(): Promise<void> {
  for (const name of await readdir(parent)) {
    const pid = /^homecoming-tests-(\d+)-/.exec(name)?.[1];
    if (!pid || isAlive(Number(pid))) continue;
    const folder = join(parent, name);
    await startEmbeddedPostgres({ folder }).then(
      (orphan) => orphan.stop(),
      () => undefined,
    );
    await rm(folder, { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function urlOf(url: string, database: string): string {
  return Object.assign(new URL(url), { pathname: `/${database}` }).href;
}
