import { accessSync, constants } from 'node:fs';
import { delimiter, resolve } from 'node:path';

const optional = [
  { name: 'Redis', variable: 'REDIS_SERVER_PATH', programs: ['redis-server'] },
  {
    name: 'Chromium',
    variable: 'CHROMIUM_PATH',
    programs: ['chromium', 'chromium-browser', 'google-chrome'],
  },
  { name: 'PgBouncer', variable: 'PGBOUNCER_PATH', programs: ['pgbouncer', '/usr/sbin/pgbouncer'] },
  // The oldest that is supported; the embedded one is the newest.
  {
    name: 'PostgreSQL 15',
    variable: 'POSTGRES_15_PATH',
    programs: ['/usr/lib/postgresql/15/bin/postgres'],
  },
];

/**
 * The programs that some tests need and that not every machine has: a name, the environment variable that tells
 * tests where it is (or, set beforehand, tells us), and the path; without a path when it is missing.
 *
 * @returns {Array<{ name: string, variable: string, path: string | undefined }>}
 */
export function optionalPrograms() {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  return optional.map(({ name, variable, programs }) => {
    const candidates = programs.flatMap((program) => folders.map((folder) => resolve(folder, program)));
    const path = [process.env[variable], ...candidates].find(
      (candidate) => candidate && isProgram(candidate),
    );
    return { name, variable, path };
  });
}

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
