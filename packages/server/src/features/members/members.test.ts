import { setTimeout as delay } from 'node:timers/promises';
import type { components } from '@homecoming/contract';
import { beforeAll, describe, expect, it } from 'vitest';
import { Problem } from '../../contract/problems';
import { openBus } from '../../platform/bus';
import { newId, parseId } from '../../platform/ids';
import { type Page, pageOf, type Person } from '../../testing/members';
import { silent, startTestService, type TestInstitution, type TestService } from '../../testing/service';
import { tokenOptionsOf } from '../../testing/tokens';
import { openTokens } from '../tokens';
import { makeAdmin } from './members';

let service: TestService;
let school: TestInstitution;
let page: Page;
let admin: Person;

beforeAll(async () => {
  service = await startTestService();
  school = await service.createInstitution();
  page = await pageOf(service, school);
  admin = await page.signIn({ role: 'admin' });
});

type MemberPage = components['schemas']['MemberPage'];

const outcome = ({ status, code }: { status: number; code: string | undefined }) => [status, code];
const patch = (id: string, body: unknown, by: Person = admin) =>
  page.send('PATCH', `/v1/members/${id}`, body, by.headers);
const list = async (query: string, by: Person = admin) => {
  const answer = await page.send('GET', `/v1/members${query}`, undefined, by.headers);
  expect(answer.status).toBe(200);
  return answer.body as MemberPage;
};

describe('members', () => {
  it('are listed page by page, searched and filtered', async () => {
    const other = await service.createInstitution();
    const office = await pageOf(service, other);
    const clerk = await office.signIn({ role: 'admin' });
    const marker = newId();
    for (let i = 0; i < 5; i++)
      await office.signIn({ email: `${marker}-${i}@people.example`, role: 'student' });
    await office.signIn({ email: `new-${marker}@people.example` });
    const get = async (query: string) =>
      (await office.send('GET', `/v1/members${query}`, undefined, clerk.headers)).body as MemberPage;
    const seen: string[] = [];
    for (let cursor = ''; ;) {
      const { data, nextCursor } = await get(`?limit=2&q=${marker.toUpperCase()}${cursor}`);
      seen.push(...data.map(({ email }) => email));
      if (nextCursor === null) break;
      cursor = `&cursor=${nextCursor}`;
    }
    expect(seen).toEqual([
      `new-${marker}@people.example`,
      ...[4, 3, 2, 1, 0].map((i) => `${marker}-${i}@people.example`),
    ]);
    expect((await get('?role=student')).data).toHaveLength(5);
    expect((await get('?status=unverified')).data).toHaveLength(1);
    expect((await get('?q=_%25')).data).toHaveLength(0);
    expect((await list(`?q=${marker}`)).data).toHaveLength(0);
  });

  it('are verified, and then see what members see, at the next token', async () => {
    const person = await page.signIn();
    expect((await patch(person.member.id, { status: 'verified' })).body).toMatchObject({
      status: 'verified',
    });
    // The old token ends with what it said.
    expect(outcome(await page.me(person))).toEqual([401, 'expired_token']);
    const next = page.personOf(await page.refresh(person.refreshToken));
    expect(next.member.status).toBe('verified');
    expect((await page.me(next)).status).toBe(200);
  });

  it('who are demoted lose it on HTTP at once, and by refreshing: demoted member', async () => {
    const second = await page.signIn({ role: 'admin' });
    expect((await page.send('GET', '/v1/members', undefined, second.headers)).status).toBe(200);
    await patch(second.member.id, { role: 'alumnus' });
    expect(outcome(await page.send('GET', '/v1/members', undefined, second.headers))).toEqual([
      401,
      'expired_token',
    ]);
    const next = page.personOf(await page.refresh(second.refreshToken));
    expect(outcome(await page.send('GET', '/v1/members', undefined, next.headers))).toEqual([
      403,
      'missing_permission',
    ]);
    expect(outcome(await patch(admin.member.id, { role: 'student' }, next))).toEqual([
      403,
      'missing_permission',
    ]);
  });

  it('who are banned are refused on HTTP, refresh and every sign-in, until restored: banned member', async () => {
    const email = `${newId()}@people.example`;
    const person = await page.signIn({ email, role: 'alumnus' });
    const code = await page.requestCode(email);
    expect((await patch(person.member.id, { status: 'banned' })).status).toBe(200);
    for (const path of ['/v1/me', '/v1/batches', '/v1/me/sessions'])
      expect(outcome(await page.send('GET', path, undefined, person.headers))).toEqual([
        403,
        'member_banned',
      ]);
    expect(outcome(await page.refresh(person.refreshToken))).toEqual([403, 'member_banned']);
    expect(outcome(await page.redeem(email, code))).toEqual([403, 'member_banned']);
    expect((await patch(person.member.id, { status: 'verified' })).status).toBe(200);
    // What was ended stays ended.
    expect(outcome(await page.refresh(person.refreshToken))).toEqual([401, 'session_ended']);
    expect((await page.me(await page.signIn({ email }))).status).toBe(200);
  });

  it('who are banned while they sign in do not slip through', async () => {
    for (let i = 0; i < 10; i++) {
      const email = `${newId()}@people.example`;
      const { member, refreshToken } = await page.signIn({ email, role: 'alumnus' });
      const code = await page.requestCode(email);
      const [signedIn, traded] = await Promise.all([
        page.redeem(email, code),
        page.refresh(refreshToken),
        patch(member.id, { status: 'banned' }),
      ]);
      for (const answer of [signedIn, traded]) {
        if (answer.status !== 200) continue;
        const person = page.personOf(answer);
        expect(outcome(await page.me(person))).toEqual([403, 'member_banned']);
        expect(outcome(await page.refresh(person.refreshToken))).toEqual([403, 'member_banned']);
      }
    }
  });

  it('of another institution are out of an admin’s reach', async () => {
    const other = await pageOf(service, await service.createInstitution());
    const stranger = await other.signIn();
    expect((await patch(stranger.member.id, { status: 'banned' })).status).toBe(404);
    expect(
      (await page.send('GET', `/v1/members/${stranger.member.id}`, undefined, admin.headers)).status,
    ).toBe(404);
    expect((await other.me(stranger)).status).toBe(200);
  });

  it('tell of what became of them in the log, with ids only', async () => {
    const person = await page.signIn();
    for (const body of [
      { status: 'verified' },
      { role: 'student' },
      { status: 'banned' },
      { status: 'unverified' },
    ])
      await patch(person.member.id, body);
    await service.database.across.query({ text: 'select relay_outbox(10000, null)' });
    const rows = await school.scope.db.query<{ type: string; version: number; audience: string }>(
      { text: 'select type, version, audience from changes where subject_id = $1 order by position' },
      [parseId('member', person.member.id)],
    );
    expect(rows.map(({ type, version }) => [type, version])).toEqual([
      ['member.created', 1], ['member.verified', 2], ['member.updated', 3], ['member.banned', 4], ['member.restored', 5],
    ]); // prettier-ignore
    expect(new Set(rows.map(({ audience }) => audience))).toEqual(new Set(['private']));
  });
});

describe('the last admin', () => {
  it('cannot be taken, by nobody and not by themselves', async () => {
    const alone = await service.createInstitution();
    const office = await pageOf(service, alone);
    const only = await office.signIn({ role: 'admin' });
    const change = (body: unknown, by = only) =>
      office.send('PATCH', `/v1/members/${only.member.id}`, body, by.headers);
    for (const body of [{ role: 'alumnus' }, { status: 'banned' }, { status: 'unverified' }])
      expect(outcome(await change(body))).toEqual([409, 'last_admin']);
    expect((await office.me(only)).status).toBe(200);
    const second = await office.signIn({ role: 'admin' });
    expect((await change({ role: 'alumnus' }, second)).status).toBe(200);
  });

  it('is left also where two admins demote each other at once', async () => {
    for (let i = 0; i < 5; i++) {
      const office = await pageOf(service, await service.createInstitution());
      const pair = [await office.signIn({ role: 'admin' }), await office.signIn({ role: 'admin' })] as const;
      const demote = (by: Person, whom: Person) =>
        office.send('PATCH', `/v1/members/${whom.member.id}`, { role: 'alumnus' }, by.headers);
      const answers = await Promise.all([demote(pair[0], pair[1]), demote(pair[1], pair[0])]);
      expect(answers.map(({ status }) => status).sort()[0]).toBe(200);
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    }
  });

  it('can be made on the command line, also of who has never been here', async () => {
    const fresh = await service.createInstitution();
    const office = await pageOf(service, fresh);
    const { revocations } = service.tokens;
    await makeAdmin(fresh.scope, revocations, 'Dean@Office.example');
    const dean = await office.signIn({ email: 'dean@office.example' });
    expect(dean.member).toMatchObject({ role: 'admin', status: 'verified' });
    const clerk = await office.signIn();
    await makeAdmin(fresh.scope, revocations, clerk.member.email);
    expect(outcome(await office.me(clerk))).toEqual([401, 'expired_token']);
    expect(page.personOf(await office.refresh(clerk.refreshToken)).member.role).toBe('admin');
    await expect(makeAdmin(fresh.scope, revocations, 'nobody')).rejects.toThrow(Problem);
  });
});

describe('in another process, what was revoked', () => {
  const elsewhere = (options = {}) => openTokens({ ...tokenOptionsOf(service), ...options });
  const takes = async (tokens: Awaited<ReturnType<typeof elsewhere>>, { accessToken }: Person) =>
    tokens.accessTokens.authenticate(accessToken, { institution: school.institution, keyId: newId() }).then(
      () => 'taken',
      ({ code }: Problem) => code,
    );
  const untilRefused = async (tokens: Awaited<ReturnType<typeof elsewhere>>, person: Person) => {
    const began = performance.now();
    while ((await takes(tokens, person)) === 'taken' && performance.now() - began < 5_000) await delay(5);
    return performance.now() - began;
  };

  it('is known within a second, by looking alone', async () => {
    const tokens = await elsewhere();
    const [banned, signedOut] = [await page.signIn(), await page.signIn()];
    expect(await takes(tokens, banned)).toBe('taken');
    await patch(banned.member.id, { status: 'banned' });
    await page.send('POST', '/v1/auth/sign-out', { refreshToken: signedOut.refreshToken });
    expect(await untilRefused(tokens, banned)).toBeLessThan(1_000);
    expect(await untilRefused(tokens, signedOut)).toBeLessThan(1_000);
    expect([await takes(tokens, banned), await takes(tokens, signedOut)]).toEqual([
      'member_banned',
      'session_ended',
    ]);
    await tokens.close();
  });

  it('is known at once where the bus wakes it', async () => {
    const wakeUps = openBus({ log: silent });
    const tokens = await elsewhere({ wakeUps, pollMs: 60_000 });
    const person = await page.signIn();
    await patch(person.member.id, { status: 'banned' });
    expect(await takes(tokens, person)).toBe('taken');
    wakeUps.publish('tokens.revoked', null);
    expect(await untilRefused(tokens, person)).toBeLessThan(1_000);
    await tokens.close();
    await wakeUps.close();
  });

  it('is known by one that has just started', async () => {
    const person = await page.signIn();
    await patch(person.member.id, { status: 'banned' });
    const tokens = await elsewhere({ pollMs: 60_000 });
    expect(await takes(tokens, person)).toBe('member_banned');
    await tokens.close();
  });

  it('is not missed where transactions commit in another order than they began', async () => {
    const tokens = await elsewhere({ pollMs: 60_000 });
    const [slow, fast] = [await page.signIn(), await page.signIn()];
    const memberId = (person: Person) => parseId('member', person.member.id)!;
    let commit = () => undefined as void;
    const held = new Promise<void>((resolve) => (commit = resolve));
    let began = () => undefined as void;
    const hasBegun = new Promise<void>((resolve) => (began = resolve));
    const revoke = (person: Person, wait?: Promise<void>) =>
      school.scope.transaction(async (tx) => {
        await service.tokens.revocations.revoke(tx, {
          memberId: memberId(person),
          belowVersion: 9,
          reason: 'banned',
        });
        began();
        await wait;
      });
    const slowly = revoke(slow, held);
    await hasBegun;
    await revoke(fast);
    await tokens.revocations.read();
    expect([await takes(tokens, slow), await takes(tokens, fast)]).toEqual(['taken', 'member_banned']);
    commit();
    await slowly;
    await tokens.revocations.read();
    expect(await takes(tokens, slow)).toBe('member_banned');
    await tokens.close();
  });

  it('is nothing where the transaction was rolled back', async () => {
    const person = await page.signIn();
    const id = parseId('member', person.member.id)!;
    const failing = school.scope.transaction(async (tx) => {
      await service.tokens.revocations.revoke(tx, { memberId: id, belowVersion: 9, reason: 'banned' });
      throw new Error('given up');
    });
    await expect(failing).rejects.toThrow('given up');
    expect((await page.me(person)).status).toBe(200);
  });
});
