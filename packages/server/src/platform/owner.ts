import pg from 'pg';
import { connectionSettings } from './connections';
import type { Queryable } from './database';
import { connectAtStart } from './database-check';

/** A statement of the command line's may take long, but not for ever. */
const answerMs = 120_000;

/** Runs `work` as the database's owner, across institutions: for the command line and what it sets up. @throws {StartError} where it can't connect */
export async function asOwner<T>(ownerUrl: string, work: (owner: Queryable) => Promise<T>): Promise<T> {
  const client = new pg.Client({ ...connectionSettings(ownerUrl), query_timeout: answerMs });
  await connectAtStart(client, ownerUrl);
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
