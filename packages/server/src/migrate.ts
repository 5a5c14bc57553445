import { readFile, readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Logger, runMigrations } from 'graphile-worker';
import knex, { type Knex } from 'knex';
import pg from 'pg';
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

const migrationLock = 4_600_001;

/**
 * Brings the database to the newest step, as its owner. Several processes may try at once: an advisory lock lets one
 * in at a time, and unlike knex's own lock it goes with a killed process.
 * @returns the steps that were taken
 * @throws {StartError} where the owner's rights do not suffice
 */
export async function migrate(ownerUrl: string): Promise<string[]> {
  const guard = new pg.Client({ connectionString: ownerUrl });
  await guard.connect();
  const db = knex({
    client: 'pg',
    connection: ownerUrl,
    pool: { min: 0, max: 2 },
    migrations: { migrationSource: sqlFiles },
  });
  try {
    await guard.query('select pg_advisory_lock($1)', [migrationLock]);
    // The task runner's own tables, which the outbox's relay hands tasks to.
    await runMigrations({ connectionString: ownerUrl, logger: quiet });
    await db.migrate.forceFreeMigrationsLock();
    const [, steps] = (await db.migrate.latest()) as [number, string[]];
    return steps;
  } catch (error) {
    if ((error as { code?: string }).code !== '42501') throw error;
    throw new StartError(
      'The database’s owner may not make or join the role homecoming_app.',
      'As a superuser: create role homecoming_app nologin; grant homecoming_app to the owner and to the application’s login.',
      { cause: error },
    );
  } finally {
    await db.destroy();
    await guard.end();
  }
}
