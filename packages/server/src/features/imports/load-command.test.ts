import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { atEnd } from '../../testing/at-end';
import { buildProgram, type Program } from '../../testing/child-process';
import { commandsAt } from '../../testing/commands';
import { startTestService, type TestInstitution, type TestService } from '../../testing/service';
import { loadCommands } from './load-command';

let service: TestService;
let school: TestInstitution;
let folder: string;

beforeAll(async () => {
  [service, folder] = await Promise.all([startTestService(), mkdtemp(join(tmpdir(), 'homecoming-load-'))]);
  school = await service.createInstitution();
  atEnd(() => rm(folder, { recursive: true }));
});

const map = ['--map', 'Id=externalId', '--map', 'Name=fullName', '--map', 'Skills=skills'];

async function fileOf(content: string): Promise<string> {
  const file = join(folder, 'register.csv');
  await writeFile(file, content);
  return file;
}

/** The command within this process. */
async function load(content: string, args: readonly string[]) {
  const homecoming = commandsAt(service, school, loadCommands);
  try {
    const lines = await homecoming('load', await fileOf(content), '--institution', 'school', ...args);
    return { code: process.exitCode, stdout: lines.map((line) => `${line}\n`).join('') };
  } finally {
    process.exitCode = undefined;
  }
}

const register = ['Id;Name;Skills;', '1;Curie, Marie;Physics', ';Nobody', `3;Emmy Noether;${'x'.repeat(81)};`, '4;\u001b[31m"Bob;'].join('\n'); // prettier-ignore

describe('loading a register', () => {
  it('shows its columns before anything is mapped', async () => {
    const { code, stdout } = await load(register, ['--dry-run']);
    expect(code).toBe(0);
    expect(stdout.split('\n').slice(0, 3)).toEqual([
      'Encoding: utf-8. Delimiter: ;. Columns:',
      '  Id (not mapped): filled in 3 of 4 rows, such as 1',
      '  Name (not mapped): filled in 4 of 4 rows, such as Curie, Marie',
    ]);
  });

  it('tells what would happen, then does it; ends with 1 where a row was not loaded', async () => {
    const dry = await load(register, [...map, '--dry-run']);
    expect(dry.code).toBe(1);
    expect(dry.stdout).toContain(
      '4 rows, 3 people: 3 would be created, 0 updated, 0 unchanged. Nothing was saved.',
    );
    const { code, stdout } = await load(register, map);
    expect(code).toBe(1);
    expect(stdout).toBe(
      [
        '4 rows, 3 people: 3 created, 0 updated, 0 unchanged.',
        '1 row not loaded:',
        '  line 3, Id: empty, but every row needs an ID',
        '1 value left out:',
        '  line 4, Skills: one skill is longer than 80 characters',
        '',
      ].join('\n'),
    );
  });

  it('reports the same as JSON', async () => {
    const { stdout } = await load(register, [...map, '--json']);
    expect(JSON.parse(stdout)).toMatchObject({
      ...{ dryRun: false, delimiter: ';', encoding: 'utf-8', rows: 4, people: 3, unchanged: 3 },
      columns: [{ name: 'Id', fields: ['externalId'], filled: 3, example: '1' }, {}, {}, {}],
      notLoaded: [{ line: 3, column: 'Id', reason: 'empty, but every row needs an ID' }],
      leftOut: [{ line: 4, column: 'Skills', reason: 'one skill is longer than 80 characters' }],
    });
  });

  it('lists by its line a row that would overwrite somebody else, and moves no cursor of the terminal', async () => {
    const { code, stdout } = await load(
      'Id,Name\n1,Marie Curie\n3,\u001b[2JAda Lovelace\u202e',
      map.slice(0, 4),
    );
    expect(code).toBe(1);
    expect(stdout).toContain('line 3: The ID 3 already belongs to Emmy Noether, who has a different name.');
    expect(stdout).not.toMatch(/[\u001b\u202e]/);
  });

  it.each([
    [0, 'every row was loaded', '1,Marie Curie'],
    [1, 'a row was not', '1,Marie Curie\n,Ada'],
    [2, 'none was', ',\n,Ada'],
    [2, 'there are no rows', ''],
  ])('ends with %i where %s', async (code, _, rows) => {
    expect(await load(`Id,Name\n${rows}`, map.slice(0, 4))).toMatchObject({ code });
  });
});

describe('the process', () => {
  let cli: Program;

  beforeAll(async () => {
    cli = await buildProgram('cli-process');
    atEnd(() => cli.remove());
  });

  async function run(content: string, args: readonly string[], closesAt = Infinity) {
    const url = service.ownerUrl;
    const settings = { DATABASE_URL: url, DATABASE_OWNER_URL: url, HOMECOMING_SECRET: 'secret'.repeat(8) };
    const at = ['load', await fileOf(content), '--institution', school.institution.slug];
    return cli.run([...at, ...args], { env: { PATH: process.env.PATH, ...settings }, closesAt });
  }

  it.each([
    [
      'a column is missing',
      ['--map', 'Firm=company', '--generate-ids'],
      'The file has no column “Firm”. Its columns are: Id, Name.',
    ],
    ['nothing is mapped', [], 'Map the columns'],
    ['an option is unknown', ['--quick'], "Unknown option '--quick'"],
  ])('ends with 2 and one sentence where %s', async (_, args, sentence) => {
    const { code, stdout, stderr } = await run('Id,Name\n1,Ada', args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(sentence);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  it('ends silently, with its exit code, where nobody reads on', async () => {
    const rows = Array.from({ length: 20_000 }, (_, i) => `,Nobody ${'x'.repeat(90)} ${i}`).join('\n');
    const { code, stderr } = await run(`Id,Name\n1,Marie Curie\n${rows}`, [...map.slice(0, 4), '--json'], 1);
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
  });
});
