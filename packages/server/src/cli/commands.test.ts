import { beforeAll, describe, expect, it } from 'vitest';
import { featureCommands } from '../features';
import { commandContext } from '../testing/commands';
import { pageOf, type Page, type Person } from '../testing/members';
import { startTestService, type TestInstitution, type TestService } from '../testing/service';
import { usageOf } from './usage';

let service: TestService;
let school: TestInstitution;
let page: Page;
let ada: Person;

beforeAll(async () => {
  service = await startTestService();
  school = await service.createInstitution({ slug: 'cli' });
  page = await pageOf(service, school);
  ada = await page.signIn({ email: 'ada@example.org', status: 'unverified' });
});

/** What a command prints. */
async function run(name: string, ...args: string[]): Promise<string[]> {
  const lines: string[] = [];
  const context = commandContext(service, school, (line) => lines.push(line));
  await featureCommands[name]!.run(args, context);
  return lines;
}

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
    await expect(run('members list', '--role', 'dean')).rejects.toThrow('--role must be one of');
  });

  it('verifies and bans a member, by address or id, which ends their sessions', async () => {
    expect(await run('members verify', 'Ada@example.org')).toEqual(['ada@example.org is verified.']);
    const [{ id }] = (await json('members list', '--status', 'verified')) as [{ id: string }];
    expect(await run('members ban', id)).toEqual(['ada@example.org is banned and signed out.']);
    expect((await page.refresh(ada.refreshToken)).code).toBe('member_banned');
    await expect(run('members ban', 'nobody@example.org')).rejects.toThrow('No member has');
    await expect(run('members ban')).rejects.toThrow('Specify one member');
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
    await expect(run('claims reject', second.id)).rejects.toThrow('Enter a reason');
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
    await expect(run('keys update', id, '--origin', 'example.edu')).rejects.toThrow('isn’t a valid origin');
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
  it('lists every command with what it takes and what it does', () => {
    const usage = usageOf(featureCommands);
    for (const [name, { synopsis, help }] of Object.entries(featureCommands)) {
      expect(usage).toContain(`\n  ${`${name} ${synopsis.split('\n')[0]}`.trimEnd()}`);
      expect(usage).toContain(help.split('\n')[0]);
    }
  });
});
