import { Command } from '@commander-js/extra-typings';
import { beforeAll, describe, expect, it } from 'vitest';
import { featureCommands } from '../features';
import { commandsAt } from '../testing/commands';
import { type Page, pageOf, type Person } from '../testing/members';
import { startTestService, type TestInstitution, type TestService } from '../testing/service';
import { WrongUse } from './wrong-use';

let service: TestService;
let school: TestInstitution;
let page: Page;
let ada: Person;
let homecoming: (...args: string[]) => Promise<string[]>;

beforeAll(async () => {
  service = await startTestService();
  school = await service.createInstitution({ slug: 'cli' });
  homecoming = commandsAt(service, school, featureCommands);
  page = await pageOf(service, school);
  ada = await page.signIn({ email: 'ada@example.org', status: 'unverified' });
});

/** What a command prints; at the school where it takes an institution. */
const run = (name: string, ...args: string[]) =>
  homecoming(...name.split(' '), ...(ofThePlatform.test(name) ? [] : ['--institution', 'cli']), ...args);
const ofThePlatform = /^institutions/;

const json = async (name: string, ...args: string[]) =>
  (await run(name, ...args, '--json')).map((line) => JSON.parse(line) as Record<string, unknown>);

describe('homecoming members', () => {
  it('lists members as a table, or as lines of JSON', async () => {
    const [titles, ...rows] = await run('members list');
    expect(titles).toMatch(/^ID +EMAIL +ROLE +STATUS +PROFILE +CREATED +LAST ACTIVE$/);
    expect(rows.find((row) => row.includes('ada@example.org'))!.indexOf('ada@')).toBe(
      titles!.indexOf('EMAIL'),
    );
    expect(await json('members list', '--q', 'ada')).toMatchObject([
      { email: 'ada@example.org', role: 'alumnus', status: 'unverified' },
    ]);
    expect(await run('members list', '--status', 'banned')).toEqual(['No members found.']);
    await expect(run('members list', '--role', 'dean')).rejects.toThrow(
      '“dean” isn’t valid for --role <role>. Allowed choices are student, alumnus, admin.',
    );
  });

  it('verifies and bans a member, by address or id, which ends their sessions', async () => {
    expect(await run('members verify', 'Ada@example.org')).toEqual(['ada@example.org is verified.']);
    const [{ id }] = (await json('members list', '--status', 'verified')) as [{ id: string }];
    expect(await run('members ban', id)).toEqual(['ada@example.org is banned and signed out.']);
    expect((await page.refresh(ada.refreshToken)).code).toBe('member_banned');
    await expect(run('members ban', 'nobody@example.org')).rejects.toThrow('No member has');
    await expect(run('members ban')).rejects.toThrow('Missing required argument <member>.');
  });
});

describe('homecoming claims', () => {
  it('lists, approves and rejects claims', async () => {
    const claimants = [
      await page.signIn({ status: 'unverified' }),
      await page.signIn({ status: 'unverified' }),
    ];
    for (const { headers } of claimants)
      expect((await page.send('POST', '/v1/me/claims', { name: 'Grace Hopper' }, headers)).status).toBe(201);
    const [first, second] = (await json('claims list')) as unknown as [{ id: string }, { id: string }];
    await expect(run('claims approve', first.id)).rejects.toThrow('Specify the profile');
    const [said] = await run('claims approve', first.id, '--new-profile', '--external-id', 'A-1');
    expect(said).toMatch(/^Approved\./);
    await expect(run('claims reject', second.id)).rejects.toThrow('Missing required option --reason <text>.');
    expect(await run('claims reject', second.id, '--reason', 'Not in our register.')).toHaveLength(1);
    expect(await run('claims list')).toEqual(['No pending claims.']);
    expect(await json('claims list', '--status', 'approved')).toMatchObject([{ id: first.id }]);
  });
});

describe('homecoming keys', () => {
  it('sets the origins of a key, and shows them', async () => {
    await school.createKey({
      kind: 'publishable',
      name: 'Web',
      scopes: [],
      origins: ['https://old.example.edu'],
    });
    const [{ id }] = (await json('keys list')).filter(({ name }) => name === 'Web') as [{ id: string }];
    await run('keys update', id, '--origin', 'https://www.example.edu', '--origin', 'https://*.example.edu');
    expect((await json('keys list')).find((row) => row.id === id)).toMatchObject({
      origins: ['https://www.example.edu', 'https://*.example.edu'],
    });
    await expect(run('keys update', id, '--origin', 'example.edu')).rejects.toThrow('Use the form https://');
    await expect(run('keys update', id)).rejects.toThrow('Specify what to change');
  });
});

describe('homecoming audit', () => {
  it('shows the newest entries first, and the whole log as JSON, oldest first', async () => {
    await run('members make-admin', '--email', 'dean@example.org');
    const [titles, newest] = await run('audit', '--limit', '1');
    expect(titles).toMatch(/^NUMBER +AT +ACTION +ACTOR/);
    expect(newest).toContain('member.created');
    const entries = await json('audit');
    expect(entries.map(({ number }) => number)).toEqual(entries.map((_, i) => i + 1));
    expect(await run('audit', '--action', 'no.such')).toEqual(['No matching entries.']);
  });
});

describe('homecoming institutions list', () => {
  it('lists every institution', async () => {
    expect((await run('institutions list')).join('\n')).toMatch(/^SLUG +NAME +MODE[^]*\ncli +/);
  });
});

describe('homecoming help', () => {
  it('lists every command by its whole name, with a sentence about it', async () => {
    const [help] = await homecoming('--help');
    expect(await homecoming('help')).toEqual([help]);
    const names: string[] = [];
    for (const declare of featureCommands) declare((name) => (names.push(name), new Command()), {} as never);
    expect(names).toContain('keys create');
    for (const name of names) expect(help).toMatch(new RegExp(`^  ${name} +[A-Z].+`, 'm'));
  });

  it('of a group lists its commands only', async () => {
    const [help] = await homecoming('keys', '--help');
    expect(help).toContain('Usage: homecoming keys <command> [options]');
    expect(help).toMatch(/^  keys rotate +Replace a key/m);
    expect(help).not.toContain('members list');
  });

  it('of a command says what each argument and option means, with choices, units, defaults and an example', async () => {
    const [create] = await homecoming('keys', 'create', '--help');
    expect(await homecoming('help', 'keys', 'create')).toEqual([create]);
    expect(create).toContain('Usage: homecoming keys create --institution <slug> --kind <kind> [options]');
    expect(create).toMatch(/--kind <kind> +publishable for pages, secret for servers \(choices:/);
    expect(create).toMatch(/\nExamples:\n  homecoming keys create --institution /);
    const [rotate] = await homecoming('keys', 'rotate', '--help');
    expect(rotate).toMatch(/key-id +the key/);
    expect(rotate).toMatch(/--overlap <seconds> +how long [^]*\(default: 86400, a day\)/);
  });

  it('explains every argument and option of every command', () => {
    const explained = featureCommands.map((declare) => {
      const command = new Command();
      declare(() => command, {} as never);
      return [...command.options, ...command.registeredArguments].map(({ description }) => description);
    });
    expect(explained.flat().length).toBeGreaterThan(50);
    expect(explained.flat()).not.toContain('');
  });

  it('shows the version', async () => {
    expect(await homecoming('--version')).toEqual(['1.2.3']);
  });
});

describe('a command line that is used wrongly', () => {
  it.each([
    ['kyes list', "Unknown command 'kyes'. Did you mean keys?"],
    ['keys creat', "Unknown command 'creat'. Did you mean create?"],
    ['frobnicate', 'Unknown command \'frobnicate\'. See "homecoming --help".'],
    ['members list --statsu banned', "Unknown option '--statsu'. Did you mean --status?"],
    ['keys list --quick', 'Unknown option \'--quick\'. See "homecoming keys list --help".'],
    [
      'keys revoke --institution cli',
      'Missing required argument <key-id>.\nUsage: homecoming keys revoke --institution <slug> [options] <key-id>',
    ],
    [
      'members list',
      'Missing required option --institution <slug>.\nUsage: homecoming members list --institution <slug> [options]',
    ],
    [
      'audit --limit 0 --institution cli',
      '“0” isn’t valid for --limit <number>. Use a whole number from 1 to 9999.',
    ],
    ['keys revoke mem_1 --institution cli', '“mem_1” isn’t valid for <key-id>. Use the ID of a key (key_…).'],
    ['tasks rerun --institution cli', 'Specify the IDs of dead tasks, or --all.'],
  ])('%s: is told what is wrong and what is right', async (line, message) => {
    const wrong = await homecoming(...line.split(' ')).catch((error: unknown) => error);
    expect(wrong).toBeInstanceOf(WrongUse);
    expect((wrong as Error).message).toBe(message);
  });

  it('without a command shows the help, as an error', async () => {
    await expect(homecoming()).rejects.toThrow(/^Usage: homecoming <command> [^]*Commands:/);
    await expect(homecoming('keys')).rejects.toThrow(/^Usage: homecoming keys <command> /);
  });
});
