import { beforeAll, describe, expect, it } from 'vitest';
import { showAudit } from './cli-audit';
import { claimCommands } from './cli-claims';
import type { Command, Within } from './cli-commands';
import { listInstitutions } from './cli-institutions';
import { keyCommands } from './cli-keys';
import { memberCommands } from './cli-members';
import { Revocations } from './features/access';
import { openScope } from './platform/scope';
import { platformItself } from './platform/platform-itself';
import { testAuditKey } from './testing/secret';
import { pageOf, type Page, type Person } from './testing/members';
import { silent, startTestService, type TestInstitution, type TestService } from './testing/service';

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

const within: Within = async (_, work) => {
  const { database, clock } = service;
  await work(school.scope, { database, revocations: new Revocations({ database, clock, log: silent }) });
};

/** What a command prints. */
async function run(command: Command, ...args: string[]): Promise<string[]> {
  const lines: string[] = [];
  await command([...args, '--institution', 'cli'], within, (line) => lines.push(line));
  return lines;
}

const json = async (command: Command, ...args: string[]) =>
  (await run(command, ...args, '--json')).map((line) => JSON.parse(line) as Record<string, unknown>);

describe('homecoming members', () => {
  it('lists members as a table, or as lines of JSON', async () => {
    const [titles, ...rows] = await run(memberCommands.list!);
    expect(titles).toMatch(/^ID +EMAIL +ROLE +STATUS +PROFILE +CREATED +LAST ACTIVE$/);
    expect(rows.find((row) => row.includes('ada@example.org'))!.indexOf('ada@')).toBe(
      titles!.indexOf('EMAIL'),
    );
    expect(await json(memberCommands.list!, '--q', 'ada')).toMatchObject([
      { email: 'ada@example.org', role: 'alumnus', status: 'unverified' },
    ]);
    expect(await run(memberCommands.list!, '--status', 'banned')).toEqual(['No members found.']);
    await expect(run(memberCommands.list!, '--role', 'dean')).rejects.toThrow('--role must be one of');
  });

  it('verifies and bans a member, by address or id, which ends their sessions', async () => {
    expect(await run(memberCommands.verify!, 'Ada@example.org')).toEqual(['ada@example.org is verified.']);
    const [{ id }] = (await json(memberCommands.list!, '--status', 'verified')) as [{ id: string }];
    expect(await run(memberCommands.ban!, id)).toEqual(['ada@example.org is banned and signed out.']);
    expect((await page.refresh(ada.refreshToken)).code).toBe('member_banned');
    await expect(run(memberCommands.ban!, 'nobody@example.org')).rejects.toThrow('There is no member');
    await expect(run(memberCommands.ban!)).rejects.toThrow('Name one member');
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
    const [first, second] = (await json(claimCommands.list!)) as unknown as [{ id: string }, { id: string }];
    await expect(run(claimCommands.approve!, first.id)).rejects.toThrow('Say whose profile it is');
    const [said] = await run(claimCommands.approve!, first.id, '--new-profile', '--external-id', 'A-1');
    expect(said).toMatch(/^Approved\./);
    await expect(run(claimCommands.reject!, second.id)).rejects.toThrow('Give the reason');
    expect(await run(claimCommands.reject!, second.id, '--reason', 'Not in our register.')).toHaveLength(1);
    expect(await run(claimCommands.list!)).toEqual(['No pending claims.']);
    expect(await json(claimCommands.list!, '--status', 'approved')).toMatchObject([{ id: first.id }]);
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
    const [{ id }] = (await json(keyCommands.list!)).filter(({ name }) => name === 'Web') as [{ id: string }];
    await run(
      keyCommands.update!,
      id,
      '--origin',
      'https://www.example.edu',
      '--origin',
      'https://*.example.edu',
    );
    expect((await json(keyCommands.list!)).find((row) => row.id === id)).toMatchObject({
      origins: ['https://www.example.edu', 'https://*.example.edu'],
    });
    await expect(run(keyCommands.update!, id, '--origin', 'example.edu')).rejects.toThrow("isn't an origin");
    await expect(run(keyCommands.update!, id)).rejects.toThrow('Say what to change');
  });
});

describe('homecoming audit', () => {
  it('shows the newest entries first, and the whole log as JSON, oldest first', async () => {
    await run(memberCommands['make-admin']!, '--email', 'dean@example.org');
    const [titles, newest] = await run(showAudit, '--limit', '1');
    expect(titles).toMatch(/^NUMBER +AT +ACTION +ACTOR/);
    expect(newest).toContain('member.created');
    const entries = await json(showAudit);
    expect(entries.map(({ number }) => number)).toEqual(entries.map((_, i) => i + 1));
    expect(await run(showAudit, '--action', 'no.such')).toEqual(['The audit log has no such entries.']);
  });
});

describe('homecoming institutions list', () => {
  it('lists every institution', async () => {
    const { database, clock } = service;
    const principal = { kind: 'system' } as const;
    const lines: string[] = [];
    await listInstitutions(
      [],
      (work) =>
        work(
          openScope({
            database,
            institution: platformItself,
            principal,
            clock,
            log: silent,
            auditKey: testAuditKey,
          }),
        ),
      (line) => lines.push(line),
    );
    expect(lines.join('\n')).toMatch(/^SLUG +NAME +MODE[^]*\ncli +/);
  });
});
