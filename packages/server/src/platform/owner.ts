import pg from 'pg';
import type { Queryable } from './database';

/** Runs `work` as the database's owner, across institutions: for the command line and what it sets up. */
export async function asOwner<T>(ownerUrl: string, work: (owner: Queryable) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    return await work({
      query: async ({ text }, values = []) => (await client.query(text, [...values])).rows as never,
    });
  } finally {
    await client.end();
  }
}

/** Runs `work` as the owner in one transaction: committed when it resolves, rolled back when it throws. */
export async function asOwnerInTransaction<T>(
  ownerUrl: string,
  work: (owner: Queryable) => Promise<T>,
): Promise<T> {
  return asOwner(ownerUrl, async (owner) => {
    await owner.query({ text: 'begin' });
    const result = await work(owner);
    await owner.query({ text: 'commit' });
    return result;
  });
}
