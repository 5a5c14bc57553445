import type { components } from '@homecoming/contract';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newId, parseId } from '../../platform/ids';
import { type Page, pageOf, type Person } from '../../testing/members';
import { silent, startTestService, type TestInstitution, type TestService } from '../../testing/service';
import { insertMember } from '../members/store';
import { Revocations } from '../tokens';
import { goThrough } from './run';

type BulkAction = components['schemas']['BulkAction'];
type BulkResult = components['schemas']['BulkResult'];

let service: TestService;
let school: TestInstitution;
let page: Page;
let admin: Person;

beforeAll(async () => {
  service = await startTestService();
});
beforeEach(async () => {
  school = await service.createInstitution();
  page = await pageOf(service, school);
  admin = await page.signIn({ role: 'admin' });
});

const outcome = ({ status, code }: { status: number; code: string | undefined }) => [status, code];
const send = (method: string, path: string, body?: unknown, by: Person = admin) =>
  page.send(method, path, body, by.headers);
const asked = async (path: string, body?: unknown) => {
  const answer = await send('POST', path, body);
  expect([answer.status, answer.code]).toEqual([202, undefined]);
  return answer.body as BulkAction;
};
const state = async (id: string) => (await send('GET', `/v1/bulk-actions/${id}`)).body as BulkAction;
const results = async (id: string) => {
  const all: BulkResult[] = [];
  for (let cursor = ''; ;) {
    const { body } = await send('GET', `/v1/bulk-actions/${id}/results?limit=100${cursor}`);
    const { data, nextCursor } = body as { data: BulkResult[]; nextCursor: string | null };
    all.push(...data);
    if (nextCursor === null) return all;
    cursor = `&cursor=${nextCursor}`;
  }
};

/** As the task does it. */
const perform = async ({ id }: BulkAction, signal = new AbortController().signal) => {
  const { database, clock } = service;
  const revocations = new Revocations({
    database,
    clock,
    log: silent,
    onMemberRevoked: () => Promise.resolve(),
  });
  await goThrough(school.scope, revocations, parseId('bulkAction', id)!, signal);
  return state(id);
};

const someMembers = (count: number) =>
  school.scope.transaction(async (tx) => {
    const ids: string[] = [];
    for (let i = 0; i < count; i++) {
      const made = { email: `m${i}-${newId()}@people.example`, emailVerifiedAt: undefined };
      ids.push((await insertMember(tx, { id: newId(), ...made, role: 'alumnus', status: 'unverified' })).id);
    }
    return ids;
  });
const countOf = async (status: string) => {
  const { body } = await send('GET', `/v1/members?status=${status}&limit=100`);
  return (body as { data: unknown[] }).data.length;
};

describe('a bulk action', () => {
  it('is shown by a dry run that changes nothing, then done to the very same people', async () => {
    await someMembers(60);
    const filter = { status: 'unverified' };
    const dry = await asked('/v1/members/bulk-update', {
      update: { status: 'verified' },
      filter,
      dryRun: true,
    });
    expect(dry).toMatchObject({ status: 'queued', dryRun: true, counts: { total: 60, waiting: 60 } });
    expect(outcome(await send('POST', `/v1/bulk-actions/${dry.id}/run`))).toEqual([409, 'not_runnable']);
    expect(await perform(dry)).toMatchObject({ status: 'done', counts: { changed: 60, waiting: 0 } });
    expect(await countOf('unverified')).toBe(60);
    // Who comes later was not shown.
    await someMembers(1);
    const real = await asked(`/v1/bulk-actions/${dry.id}/run`);
    expect(real).toMatchObject({ dryRun: false, dryRunOf: dry.id, counts: { total: 60 } });
    expect(outcome(await send('POST', `/v1/bulk-actions/${dry.id}/run`))).toEqual([409, 'not_runnable']);
    expect(await perform(real)).toMatchObject({ status: 'done', counts: { changed: 60 } });
    expect(await countOf('unverified')).toBe(1);
    expect(outcome(await send('POST', `/v1/bulk-actions/${real.id}/run`))).toEqual([409, 'not_runnable']);
  });

  it('tells what it refused, and goes on: never without an admin', async () => {
    const second = await page.signIn({ role: 'admin' });
    const gone = `mem_${'0'.repeat(26)}`;
    const memberIds = [second.member.id, gone, admin.member.id, second.member.id];
    const body = { update: { role: 'alumnus' }, memberIds, dryRun: true };
    const shown = await asked('/v1/members/bulk-update', body);
    await perform(shown);
    const expected = [
      { memberId: second.member.id, outcome: 'changed' },
      { memberId: gone, outcome: 'refused', code: 'not_found' },
      { memberId: admin.member.id, outcome: 'refused', code: 'last_admin' },
    ];
    expect(await results(shown.id)).toEqual(expected);
    const done = await asked('/v1/members/bulk-update', { ...body, dryRun: false });
    await perform(done);
    expect(await results(done.id)).toEqual(expected);
    // The task may run in another process, which this one hears from within a second.
    await expect.poll(async () => outcome(await page.me(second))).toEqual([401, 'expired_token']);
    expect((await page.me(admin)).status).toBe(200);
  });

  it('goes on where a process left it, and does nothing twice', async () => {
    const ids = await someMembers(120);
    const action = await asked('/v1/members/bulk-update', {
      ...{ update: { status: 'banned' }, filter: { status: 'unverified' }, dryRun: false },
    });
    const stop = new AbortController();
    const { transaction } = school.scope;
    let portions = 0;
    // Stopped in the middle.
    const watched = {
      ...school.scope,
      onBehalfOf: () => ({
        ...school.scope,
        transaction: ((work) => {
          if (++portions === 2) stop.abort();
          return transaction(work);
        }) as typeof transaction,
      }),
    };
    const { database, clock } = service;
    const revocations = new Revocations({
      database,
      clock,
      log: silent,
      onMemberRevoked: () => Promise.resolve(),
    });
    const id = parseId('bulkAction', action.id)!;
    await expect(goThrough(watched, revocations, id, stop.signal)).rejects.toThrow();
    const middle = await state(action.id);
    expect(middle).toMatchObject({ status: 'running', counts: { changed: 100, waiting: 20 } });
    expect(await perform(action)).toMatchObject({ status: 'done', counts: { changed: 120, unchanged: 0 } });
    // Also when it is run once more, or twice at once.
    await Promise.all([perform(action), perform(action)]);
    const versions = await school.scope.db.query<{ version: number }>(
      { text: 'select distinct version from members where id = any($1::uuid[])' },
      [ids],
    );
    expect(versions).toEqual([{ version: 2 }]);
  });

  it('stops when whoever asked may no longer do it', async () => {
    await someMembers(10);
    const second = await page.signIn({ role: 'admin' });
    const answer = await send(
      'POST',
      '/v1/members/bulk-update',
      { update: { status: 'banned' }, filter: { status: 'unverified' }, dryRun: false },
      second,
    );
    await send('PATCH', `/v1/members/${second.member.id}`, { role: 'alumnus' });
    const after = await perform(answer.body as BulkAction);
    expect(after).toMatchObject({ status: 'stopped', counts: { waiting: 10, changed: 0 } });
    expect(await countOf('banned')).toBe(0);
  });

  it('is in the audit log as who has asked for it', async () => {
    const [id] = await someMembers(1);
    const action = await asked('/v1/members/bulk-update', {
      ...{ update: { status: 'verified' }, filter: { status: 'unverified' }, dryRun: false },
    });
    await perform(action);
    const { body } = await send('GET', '/v1/audit-log?action=member.verified');
    const [entry] = (body as { data: { actor: object; subject: string }[] }).data;
    expect(entry!.actor).toEqual({ kind: 'member', id: admin.member.id });
    expect(parseId('member', entry!.subject)).toBe(id);
  });

  it('invites many, each address once', async () => {
    const [known, fresh] = [admin.member.email, `${newId()}@people.example`];
    const people = [{ email: known }, { email: fresh, role: 'student' }];
    const twice = await send('POST', '/v1/invitations/bulk', {
      ...{ people: [...people, { email: fresh.toUpperCase() }], dryRun: true },
    });
    expect(outcome(twice)).toEqual([400, 'invalid_request']);
    const dry = await asked('/v1/invitations/bulk', { people, dryRun: true });
    const expected = [
      { email: known, outcome: 'refused', code: 'already_member' },
      { email: fresh, outcome: 'changed' },
    ];
    await perform(dry);
    expect(await results(dry.id)).toEqual(expected);
    expect(await page.mailsTo(fresh)).toHaveLength(0);
    const real = await asked(`/v1/bulk-actions/${dry.id}/run`);
    await perform(real);
    expect(await results(real.id)).toEqual(expected);
    expect(await page.mailsTo(fresh)).toHaveLength(1);
    expect((await page.signIn({ email: fresh })).member).toMatchObject({
      role: 'student',
      status: 'verified',
    });
  });

  it('is refused where nobody is meant, or both ways are taken', async () => {
    const update = { status: 'verified' };
    const post = (body: object) => send('POST', '/v1/members/bulk-update', { update, dryRun: true, ...body });
    expect(outcome(await post({ filter: { q: 'nobody-has-this' } }))).toEqual([400, 'invalid_request']);
    expect(outcome(await post({}))).toEqual([400, 'invalid_request']);
    const memberIds = [admin.member.id];
    expect(outcome(await post({ memberIds, filter: { role: 'admin' } }))).toEqual([400, 'invalid_request']);
    expect(outcome(await send('POST', '/v1/members/bulk-update', { update, memberIds }))).toEqual([
      400,
      'invalid_request',
    ]);
  });

  it('does not reach another institution’s members', async () => {
    const elsewhere = await pageOf(service, await service.createInstitution());
    const stranger = await elsewhere.signIn();
    const action = await asked('/v1/members/bulk-update', {
      ...{ update: { status: 'banned' }, memberIds: [stranger.member.id], dryRun: false },
    });
    await perform(action);
    expect(await results(action.id)).toEqual([
      { memberId: stranger.member.id, outcome: 'refused', code: 'not_found' },
    ]);
    expect((await elsewhere.me(stranger)).status).toBe(200);
  });
});
