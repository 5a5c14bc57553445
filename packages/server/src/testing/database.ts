import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { Database, type SlowTransaction } from '../platform/database';
import { atEnd } from './at-end';

async function asAdmin(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: pathTo(inject('postgresUrl'), 'postgres') });
  await client.connect();
  await client.query(sql);
  await client.end();
}

/** Test files run side by side: a transaction may wait for the processor, but not for anything else. */
const longestMs = 3_000;

const newName = () => `test_${randomUUID().replaceAll('-', '')}`;

/** One that nothing has been migrated in. @returns its URL */
export async function createEmptyDatabase(): Promise<string> {
  const name = newName();
  await asAdmin(`create database ${name} template template0 strategy file_copy`);
  return pathTo(inject('postgresUrl'), name);
}

/** A database of a test file's own, cloned from the migrated template; gone with the run's PostgreSQL. */
export async function createTestDatabase(
  reach: (url: string) => Promise<string> = (url) => Promise.resolve(url),
): Promise<{ url: string; database: Database }> {
  const name = newName();
  await asAdmin(`create database ${name} template template strategy file_copy`);
  const url = pathTo(inject('postgresUrl'), name);
  const slow: SlowTransaction[] = [];
  const database = new Database({ url: await reach(url), onSlowTransaction: (each) => slow.push(each) });
  atEnd(async () => {
    const { totalCount, idleCount } = database.pool;
    await database.close();
    if (totalCount !== idleCount)
      throw new Error(`${totalCount - idleCount} connections were not given back.`);
    // Whoever needs a long one takes a Database of their own.
    const first = slow.find(({ durationMs }) => durationMs > longestMs);
    if (first) {
      const { durationMs, ran } = first;
      throw new Error(`A writing transaction took ${durationMs.toFixed(0)} ms: ${ran.join('; ')}.`);
    }
  });
  return { url, database };
}

function pathTo(url: string, database: string): string {
  return Object.assign(new URL(url), { pathname: `/${database}` }).href;
}
