import type { Scope } from './scope';

/** A row is found by its place, since each table has a key of its own. A row that is changed meanwhile stays for the next time. */
const statementOf = (table: string, since: string) => ({
  name: `retention-${table}`,
  text: `delete from ${table} where ctid = any(array(
           select ctid from ${table} where institution_id = current_institution() and ${since} <= $1 limit $2
         )) and institution_id = current_institution() returning 1`,
});

/** Removes at most so many rows of the institution that are as old as `before`. @returns how many were removed */
export async function deleteOldRows(
  tx: Scope,
  { table, since }: { readonly table: string; readonly since: string },
  before: Date,
  limit: number,
): Promise<number> {
  return (await tx.db.query(statementOf(table, since), [before, limit])).length;
}
