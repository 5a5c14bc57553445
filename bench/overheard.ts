import type { Queryable } from '../packages/server/src/platform/database';
import type { Scope } from '../packages/server/src/platform/scope';
import type { MinimalStatement } from './directory-servers';

/** The statements that a read sends, in order. */
export async function overheard(
  scope: Scope,
  read: (heard: Scope) => Promise<unknown>,
): Promise<MinimalStatement[]> {
  const statements: MinimalStatement[] = [];
  const listening = (db: Queryable): Queryable => ({
    query: (statement, values = []) => {
      statements.push({ ...statement, values });
      return db.query(statement, values);
    },
  });
  const heard: Scope = { ...scope, db: listening(scope.db), reading: (work) => work(heard) };
  await read(heard);
  return statements;
}
