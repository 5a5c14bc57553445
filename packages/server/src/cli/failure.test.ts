import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { asOwner } from '../platform/owner';
import { atEnd } from '../testing/at-end';
import { buildProgram, type Program } from '../testing/child-process';
import { createEmptyDatabase, createTestDatabase } from '../testing/service';
import { failureOf } from './failure';

/** The environment variables of the table in docs/operating.md. */
async function settingsInTheDocs(): Promise<string[]> {
  const docs = await readFile(new URL('../../../../docs/operating.md', import.meta.url), 'utf8');
  const [, table = ''] = /\n## Settings\n([^]*?)\n### /.exec(docs) ?? [];
  const names = table.match(/^\| .*?\|/gm)!.flatMap((cell) => cell.match(/\b[A-Z][A-Z0-9_]{3,}\b/g) ?? []);
  expect(names.length).toBeGreaterThan(20);
  return names;
}

describe('a command that fails', () => {
  let cli: Program;
  beforeAll(async () => {
    cli = await buildProgram('cli-process');
    atEnd(() => cli.remove());
  });
  const run = (url: string, more: NodeJS.ProcessEnv = {}) =>
    cli.run(['institutions', 'list'], {
      env: {
        ...{ PATH: process.env.PATH, HOMECOMING_SECRET: 'secret'.repeat(8) },
        ...{ DATABASE_URL: url, DATABASE_OWNER_URL: url },
        ...more,
      },
    });

  it('says in two lines what is wrong and what to do, and where it arose only when asked', async () => {
    const { url } = await createTestDatabase();
    await asOwner(url, (owner) =>
      owner.query({ text: 'revoke all on all functions in schema public from public, homecoming_app' }),
    );
    const { code, stdout, stderr } = await run(url);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr.trim().split('\n')).toEqual([
      expect.stringMatching(/^Something unexpected went wrong: DatabaseError 42501$/),
      expect.stringContaining('LOG_LEVEL=debug'),
    ]);
    const debugged = await run(url, { LOG_LEVEL: 'debug' });
    expect(debugged.code).toBe(1);
    expect(debugged.stderr).toMatch(/^Something unexpected went wrong: .*\n {4}at /);
  });

  it('on a database that was not migrated says so', async () => {
    const { code, stderr } = await run(await createEmptyDatabase());
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: 'The database has not been migrated. Run "homecoming migrate" first.\n',
    });
  });

  it('ends with 2 where the command line was used wrongly, and with 0 where it asked for help', async () => {
    const env = { PATH: process.env.PATH };
    const [unknown, help, version] = await Promise.all(
      ['kyes', '--help', '--version'].map((arg) => cli.run([arg], { env })),
    );
    expect(unknown).toEqual({ code: 2, stdout: '', stderr: "Unknown command 'kyes'. Did you mean keys?\n" });
    expect(help).toMatchObject({ code: 0, stderr: '' });
    expect(version).toMatchObject({ code: 0, stderr: '' });
    expect(version!.stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    for (const setting of await settingsInTheDocs()) expect(help!.stdout).toContain(setting);
  });

  it('moves no cursor of the terminal, and names what caused the error only when asked', () => {
    const error = new Error('\u001b[31mred', { cause: new Error('inner') });
    expect(failureOf(error, false).text).toMatch(/^Something unexpected went wrong: {1,2}\[31mred\n[^\n]*$/);
    expect(failureOf(error, false).text).not.toContain('inner');
    expect(failureOf(error, true).text).toContain('\nCaused by: inner\n    at ');
    expect(failureOf(undefined, true)).toMatchObject({ isExpected: false });
  });
});
