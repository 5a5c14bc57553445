import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const src = fileURLToPath(new URL('.', import.meta.url));

const tables = new Set(
  readdirSync(join(src, 'migrations')).flatMap((file) =>
    [...readFileSync(join(src, 'migrations', file), 'utf8').matchAll(/^create table (\w+)/gm)].map(
      ([, table]) => table!,
    ),
  ),
);

/** One table in one statement of a file. */
interface Use {
  readonly table: string;
  /** The feature that the file is of, or the folder beside the features. */
  readonly owner: string;
  readonly file: string;
  readonly writes: boolean;
}

const uses = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => /\.ts$/.test(file) && !/\.test\.ts$|(^|\/)testing\/|\/generated\//.test(file))
  .flatMap((file): Use[] => {
    const [top = '', feature = ''] = file.split('/');
    const owner = top === 'features' ? feature : top;
    return statementsIn(readFileSync(join(src, file), 'utf8')).map((use) => ({ ...use, owner, file }));
  });

/** What follows a word of SQL and is the name of a table; comments are no SQL. */
function statementsIn(code: string): Pick<Use, 'table' | 'writes'>[] {
  const text = code.replaceAll(/^\s*(\/\/|\/?\*).*$/gm, '');
  return [...text.matchAll(/\b(insert into|update|delete from|from|join) (?:only )?([a-z_]+)\b/g)]
    .filter(([, , table]) => tables.has(table!))
    .map(([, word, table]) => ({
      table: table!,
      writes: !/from$|join/.test(word!) || word === 'delete from',
    }));
}

/** Joins that spare a second question to the database. Everything else asks the feature that owns the table. */
const joins: Readonly<Record<string, readonly string[]>> = {
  // Who is calling, and at which institution, in one read.
  institutions: ['keys', 'audit', 'platform'],
  // Whose claim or identity it is, in the same list.
  members: ['claims', 'sign-in-providers'],
  // Whether it was a mailed code that opened the session of an address change.
  sessions: ['sign-in'],
  // The platform has a log once it has an operator.
  operators: ['audit'],
};

const ownerOf = (table: string): string[] => [
  ...new Set(uses.filter((use) => use.table === table && use.writes).map(({ owner }) => owner)),
];

it('every table is written by one feature only', () => {
  expect(tables.size).toBeGreaterThan(30);
  const written = [...tables].map((table) => [table, ownerOf(table)] as const);
  expect(written.filter(([, owners]) => owners.length > 1)).toEqual([]);
});

it('every table is read by the feature that writes it, but for the joins listed here', () => {
  const strangers = uses.filter(({ table, owner }) => {
    const owners = ownerOf(table);
    return owners.length && !owners.includes(owner) && !joins[table]?.includes(owner);
  });
  expect(strangers.map(({ table, file }) => `${file} reads ${table}`)).toEqual([]);
});

it('SQL is in store files only', () => {
  const elsewhere = uses.filter(({ file }) => !isStore(file));
  expect([...new Set(elsewhere.map(({ file }) => file))]).toEqual([]);
});

/** A folder `store` holds what a single file would be too long for; the outbox is its own store. */
const isStore = (file: string) => /store\.ts$|\/store\//.test(file) || basename(file) === 'outbox.ts';
