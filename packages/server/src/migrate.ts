import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Logger, runMigrations } from 'graphile-worker';
import knex, { type Knex } from 'knex';
import pg from 'pg';
import { connectionSettings } from './platform/connections';
import { connectAtStart, requireSupportedVersion } from './platform/database-check';
import { StartError } from './platform/start-error';

const folder = fileURLToPath(new URL('./migrations/', import.meta.url));

/** Plain SQL files, one step each, forward only, in the order of their names. */
const sqlFiles: Knex.MigrationSource<string> = {
  getMigrations: async () => (await readdir(folder)).filter((file) => file.endsWith('.sql')).sort(),
  getMigrationName: (file) => file,
  getMigration: async (file) => {
    const sql = await readFile(`${folder}/${file}`, 'utf8');
    return {
      up: (db) => db.raw(sql.replaceAll('?', '\\?')),
      down: () => Promise.reject(new Error('Migrations go forward only.')),
      // A step that says so itself (CREATE INDEX CONCURRENTLY) runs outside of a transaction.
      config: { transaction: !sql.startsWith('-- no transaction') },
    };
  },
};

const quiet = new Logger(() => () => undefined);

const ignore = () => undefined;

const migrationLock = 4_600_001;

/** How migrations treat those who use the database meanwhile. */
export interface MigrationPatience {
  /** A step that waits for a lock has everyone else wait behind it, so it gives up after this, and tries again a pause later. */
  readonly lockTimeoutMs?: number;
  readonly pauseMs?: number;
  readonly tries?: number;
  /** How long another process that is migrating is waited for. */
  readonly turnMs?: number;
}

/**
 * Brings the database to the newest step, as its owner: each step in a transaction of its own. Several processes may try at once:
 * an advisory lock lets one in at a time, and unlike knex's own lock it goes with a killed process.
 * @returns the steps that were taken
 * @throws {StartError} where the database can't be reached or used, the owner's rights do not suffice, or locks are not to be had
 */
export async function migrate(
  ownerUrl: string,
  { lockTimeoutMs = 3_000, pauseMs = 2_000, tries = 20, turnMs = 600_000 }: MigrationPatience = {},
): Promise<string[]> {
  const settings = { ...connectionSettings(ownerUrl), lock_timeout: lockTimeoutMs };
  const guard = new pg.Client(settings);
  await connectAtStart(guard, ownerUrl);
  const pool = new pg.Pool({ ...settings, max: 2 });
  // What is asked then fails by itself.
  pool.on('error', () => undefined).on('connect', (client) => client.on('error', () => undefined));
  const db = knex({
    client: 'pg',
    connection: settings,
    pool: { min: 0, max: 2 },
    // Failures are thrown; knex would also print them, the step’s whole text included.
    log: { warn: ignore, error: ignore, deprecate: ignore, debug: ignore },
    migrations: {
      migrationSource: sqlFiles,
      // Steps of a newer release stop no older one: they only add, and an upgrade that rolls may have to start an old process again.
      disableMigrationsListValidation: true,
    },
  });
  const unhurried = async <T>(what: string, step: () => Promise<T>): Promise<T> => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await step();
      } catch (error) {
        // Where a step and a call wait for one another, PostgreSQL may choose to end the step.
        if (!['55P03', '40P01'].includes((error as { code?: string }).code ?? '')) throw error;
        if (attempt === tries) throw await blocked(guard, what, error);
        await delay(pauseMs);
      }
    }
  };
  try {
    await requireSupportedVersion(guard, ownerUrl);
    await takeTurn(guard, turnMs);
    // The task runner's own tables, which the outbox's relay hands tasks to.
    await unhurried('a step of the task runner', () => runMigrations({ pgPool: pool, logger: quiet }));
    await db.migrate.forceFreeMigrationsLock();
    const steps: string[] = [];
    for (;;) {
      const [, taken] = (await unhurried('a step', () => db.migrate.up())) as [number, string[]];
      if (!taken.length) return steps;
      steps.push(...taken);
    }
  } catch (error) {
    if ((error as { code?: string }).code !== '42501') throw error;
    throw new StartError(
      'The database’s owner may not make or join the role homecoming_app.',
      'As a superuser: create role homecoming_app nologin; grant homecoming_app to the owner and to the application’s login.',
      { cause: error },
    );
  } finally {
    await db.destroy();
    await pool.end();
    await guard.end();
  }
}

/** Asked for now and then rather than waited for: a waiting statement would hold up CREATE INDEX CONCURRENTLY in the other process. */
async function takeTurn(guard: pg.Client, turnMs: number): Promise<void> {
  for (const began = performance.now(); ; await delay(200)) {
    const { rows } = await guard.query<{ taken: boolean }>('select pg_try_advisory_lock($1) as taken', [
      migrationLock,
    ]);
    if (rows[0]!.taken) return;
    if (performance.now() - began > turnMs) {
      throw new StartError(
        `Another process has been migrating this database for ${Math.round(turnMs / 60_000)} minutes.`,
        'Wait until it is done, or end it, and start again.',
      );
    }
  }
}

/** Who is in the way, as far as this login may see. */
async function blocked(guard: pg.Client, what: string, cause: unknown): Promise<StartError> {
  const { rows } = await guard.query<{ pid: number; name: string | null; seconds: number }>(
    `select pid, nullif(application_name, '') as name, extract(epoch from now() - xact_start)::int as seconds
     from pg_stat_activity
     where datname = current_database() and pid <> pg_backend_pid() and xact_start < now() - interval '1 second'
     order by xact_start limit 1`,
  );
  const [oldest] = rows;
  return new StartError(
    `The database could not be migrated: ${what} did not get a lock that another transaction holds.`,
    oldest
      ? `The oldest transaction is that of process ${oldest.pid}${oldest.name ? ` (${oldest.name})` : ''}, open for ${oldest.seconds} s. ` +
          `Let it end, or end it (select pg_terminate_backend(${oldest.pid})), and start again.`
      : 'Look for long transactions in pg_stat_activity, let them end, and start again.',
    { cause },
  );
}
