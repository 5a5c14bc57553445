import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ChangeType } from '../../platform/change-types';
import { newId } from '../../platform/ids';
import { asOwner } from '../../platform/owner';
import type { Audience } from '../../platform/scope';
import { purgeOld } from '../../testing/purge';
import { startTestService, type TestInstitution, type TestService } from '../../testing/service';
import { callRaw } from '../../testing/wire';
import { Feed, readChanges } from '.';
import { changes } from './feature';

interface Block {
  readonly data: readonly {
    readonly id: string;
    readonly type: string;
    readonly position: string;
    readonly subject: { readonly type: string; readonly id: string };
    readonly version?: number;
    readonly occurredAt: string;
  }[];
  readonly position: string;
  readonly more: boolean;
  readonly code?: string;
}

let service: TestService;
let ours: TestInstitution;
let key: string;
beforeAll(async () => {
  service = await startTestService();
});
beforeEach(async () => {
  ours = await service.createInstitution();
  key = await ours.createKey();
});

const say = (...types: (ChangeType | readonly [ChangeType, Audience])[]) =>
  ours.scope.transaction((tx) => {
    for (const each of types) {
      const [type, audience] = typeof each === 'string' ? [each, 'public' as const] : each;
      tx.changes.add({ type, subjectId: newId(), version: 1, audience });
    }
    return Promise.resolve();
  });

const ask = async <T = Block>(
  path: string,
  { method = 'GET', as = key, body }: { method?: string; as?: string; body?: unknown } = {},
) => {
  const answer = await callRaw(service.origin, {
    method,
    path: `/v1/changes${path}`,
    headers: { 'Homecoming-Key': as, ...(body !== undefined && { 'Content-Type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: answer.status, ...(JSON.parse(answer.text || '{}') as T) };
};
const typesOf = ({ data }: Pick<Block, 'data'>) => data.map(({ type }) => type);

/** Until the log has so many changes. */
const relayed = async (count: number) => {
  for (;;) {
    const [row] = await ours.scope.db.query<{ count: number }>({
      text: 'select count(*)::int as count from changes',
    });
    if (row!.count >= count) return;
  }
};

describe('reading changes', () => {
  it('gives each once, in the order of the log, from where a position leads', async () => {
    await say('profile.created', 'profile.updated');
    await say('profile.deleted');
    await relayed(3);
    const first = await ask('?limit=2');
    expect([typesOf(first), first.more]).toEqual([['profile.created', 'profile.updated'], true]);
    expect(first.data[0]!.occurredAt).toBe(first.data[1]!.occurredAt);
    const second = await ask(`?limit=2&after=${first.position}`);
    expect([typesOf(second), second.more]).toEqual([['profile.deleted'], false]);
    const third = await ask(`?after=${second.position}`);
    expect([third.data, third.more]).toEqual([[], false]);
  });

  it('narrows to types and wildcards, and moves on over the others', async () => {
    await say('profile.created', 'member.created', 'profile.updated');
    await relayed(3);
    expect(typesOf(await ask('?types=profile.*'))).toEqual(['profile.created', 'profile.updated']);
    expect(typesOf(await ask('?types=member.created,profile.updated'))).toEqual([
      'member.created',
      'profile.updated',
    ]);
    const none = await ask('?types=key.*');
    expect(none.data).toEqual([]);
    expect(await ask(`?after=${none.position}`)).toMatchObject({ data: [], more: false });
  });

  it('tells a key nothing of what only a narrower audience may notice', async () => {
    const members = await ours.createKey({ scopes: ['changes:read', 'directory:read'] });
    await say(['profile.created', 'private'], ['profile.updated', 'members'], ['profile.deleted', 'private']);
    await relayed(3);
    const seen = await ask('', { as: members });
    expect(typesOf(seen)).toEqual(['profile.updated']);
    expect(seen.data[0]).not.toHaveProperty('version');
    expect((await ask('')).data.map(({ version }) => version)).toEqual([1, 1, 1]);
  });

  it('refuses positions of others and forged ones', async () => {
    await say('profile.created');
    await relayed(1);
    const { position } = await ask('');
    const theirs = await service.createInstitution();
    const flipped = position.at(-9) === 'A' ? 'B' : 'A';
    const wrong = [
      await ask(`?after=${position}`, { as: await theirs.createKey() }),
      await ask(`?after=${position.slice(0, -9)}${flipped}${position.slice(-8)}`),
      await ask(`?after=${position.slice(1)}`),
      await ask(`?after=${'A'.repeat(22)}`),
      await ask(`?after=${'A'.repeat(70)}`),
    ];
    expect(wrong.map(({ status, code }) => [status, code])).toEqual(Array(5).fill([400, 'invalid_position']));
  });

  it('refuses a position before what is kept, and begins with the oldest without one', async () => {
    await say('profile.created');
    await relayed(1);
    const { position } = await ask('');
    await say('profile.updated', 'profile.deleted', 'profile.undeleted');
    await relayed(4);
    await expireTo(3);
    expect(await ask(`?after=${position}`)).toMatchObject({ status: 410, code: 'position_expired' });
    expect(typesOf(await ask(''))).toEqual(['profile.deleted', 'profile.undeleted']);
  });

  it('shows nothing of another institution', async () => {
    const theirs = await service.createInstitution();
    await say('profile.created');
    await relayed(1);
    expect((await ask('', { as: await theirs.createKey() })).data).toEqual([]);
  });
});

/** Removes the log before a position. */
const expireTo = (position: number) =>
  asOwner(service.ownerUrl, (owner) =>
    owner.query({ text: 'delete from changes where institution_id = $1 and position < $2' }, [
      ours.institution.id,
      position,
    ]),
  );

describe('waiting for changes', () => {
  it('is answered by the next change that is wanted, without a connection meanwhile', async () => {
    await say('profile.created');
    await relayed(1);
    const { position } = await ask('');
    const waiting = ask(`?after=${position}&wait=30&types=profile.*`);
    await untilWaiting(1);
    const { totalCount, idleCount } = service.database.pool;
    expect(totalCount - idleCount).toBeLessThanOrEqual(1); // the relay may be looking
    await say('member.created');
    await say('profile.updated');
    expect(typesOf(await waiting)).toEqual(['profile.updated']);
    expect(service.feed.waitingCount).toBe(0);
  });

  it('ends without one when the time is over, moved on over what was not wanted', async () => {
    const { position } = await ask('');
    const waiting = ask(`?after=${position}&wait=1&types=profile.*`);
    await untilWaiting(1);
    await say('member.created');
    const { data, position: next } = await waiting;
    expect(data).toEqual([]);
    expect(typesOf(await ask(`?after=${next}`))).toEqual([]);
  });

  it('ends when the caller leaves', async () => {
    const leaving = new AbortController();
    const call = fetch(`${service.origin}/v1/changes?wait=30`, {
      headers: { 'Homecoming-Key': key },
      signal: leaving.signal,
    });
    await untilWaiting(1);
    leaving.abort();
    await expect(call).rejects.toThrow();
    await untilWaiting(0);
  });

  it('tells nothing to a key that was revoked meanwhile', async () => {
    const waiting = ask('?wait=30');
    await untilWaiting(1);
    await asOwner(service.ownerUrl, (owner) =>
      owner.query({ text: 'update api_keys set revoked_at = now() where institution_id = $1' }, [
        ours.institution.id,
      ]),
    );
    // The key is trusted for a second at most.
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    await say('profile.created');
    expect(await waiting).toMatchObject({ status: 401, code: 'invalid_key' });
  });

  it('is woken by relays of other processes though no message arrives', async () => {
    const waiting = ask('?wait=30');
    await untilWaiting(1);
    await asOwner(service.ownerUrl, (owner) =>
      owner.query(
        {
          text: `insert into changes (institution_id, position, id, type, subject_id, version, audience, occurred_at)
                 values ($1, 1, $2, 'profile.created', $2, 1, 'public', now())`,
        },
        [ours.institution.id, newId()],
      ),
    );
    expect(typesOf(await waiting)).toEqual(['profile.created']);
  });

  it('is bounded, per institution and in all, and ends at once when the process is to end', async () => {
    const bus = {
      publish: () => undefined,
      subscribe: () => () => true,
      isShared: false,
      close: () => Promise.resolve(),
    };
    const feed = new Feed({
      database: service.database,
      bus,
      log: ours.scope.log,
      mostWaiting: { all: 3, institution: 2 },
    });
    const enter = (institution: string) => feed.enter(institution, () => true);
    const [one, two] = [newId(), newId()];
    const first = enter(one)!;
    expect([enter(one), enter(one), enter(two), enter(two)].map(Boolean)).toEqual([true, false, true, false]);
    first.leave();
    first.leave();
    const last = enter(two)!;
    expect([feed.waitingCount, enter(newId())]).toEqual([3, undefined]);
    const sleeping = last.moved(30_000, new AbortController().signal);
    feed.close();
    expect(await sleeping).toBe('ended');
  });
});

const untilWaiting = async (count: number) => {
  while (service.feed.waitingCount !== count) await new Promise(setImmediate);
};

interface Consumer {
  readonly name: string;
  readonly types: readonly string[] | null;
  readonly position: string;
  readonly pending: { readonly value: number; readonly relation: string; readonly oldestAt?: string };
  readonly expired: boolean;
  readonly acknowledgedAt?: string;
  readonly code?: string;
}

describe('a consumer', () => {
  const put = (body: object, name = 'crm') => ask<Consumer>(`/consumers/${name}`, { method: 'PUT', body });
  const acknowledge = (position: string, name = 'crm') =>
    ask<Consumer>(`/consumers/${name}/acknowledge`, { method: 'POST', body: { position } });

  it('gets the same block until that is acknowledged', async () => {
    await put({ types: ['profile.*'], from: 'start' });
    await say('profile.created', 'member.created', 'profile.updated', 'profile.deleted');
    await relayed(4);
    const block = await ask('?consumer=crm&limit=2');
    expect(typesOf(block)).toEqual(['profile.created', 'profile.updated']);
    expect(typesOf(await ask('?consumer=crm&limit=2'))).toEqual(typesOf(block));
    expect(await acknowledge(block.position)).toMatchObject({ pending: { value: 1 } });
    const next = await ask('?consumer=crm&limit=2');
    expect(typesOf(next)).toEqual(['profile.deleted']);
    expect(await acknowledge(next.position)).toMatchObject({ pending: { value: 0, relation: 'exact' } });
    expect((await ask('?consumer=crm')).data).toEqual([]);
  });

  it('never moves back', async () => {
    await put({ from: 'start' });
    await say('profile.created', 'profile.updated');
    await relayed(2);
    const [one, two] = (await ask('')).data;
    await acknowledge(two!.position);
    expect(await acknowledge(one!.position)).toMatchObject({ status: 200, pending: { value: 0 } });
    expect((await ask('?consumer=crm')).data).toEqual([]);
  });

  it('begins now or at the start, and keeps its place when it is put again', async () => {
    await say('profile.created');
    await relayed(1);
    expect(await put({})).toMatchObject({ types: null, pending: { value: 0 } });
    expect(await put({ from: 'start' }, 'late')).toMatchObject({ pending: { value: 1 } });
    expect(await put({ from: 'start', types: ['profile.*'] })).toMatchObject({
      types: ['profile.*'],
      pending: { value: 0 },
    });
    expect(await put({})).toMatchObject({ types: ['profile.*'] });
    expect(await put({ types: null })).toMatchObject({ types: null });
  });

  it('is told when changes have gone before it read them, until it is deleted and made anew', async () => {
    await put({ from: 'start' });
    await say('profile.created', 'profile.updated', 'profile.deleted');
    await relayed(3);
    await expireTo(3);
    expect(await ask('?consumer=crm')).toMatchObject({ status: 410, code: 'position_expired' });
    const { data } = await ask<{ data: Consumer[] }>('/consumers');
    expect(data).toMatchObject([{ name: 'crm', expired: true }]);
    expect(await put({ from: 'start' })).toMatchObject({ expired: true });
    await ask('/consumers/crm', { method: 'DELETE' });
    expect(await put({ from: 'start' })).toMatchObject({ expired: false, pending: { value: 1 } });
    expect(typesOf(await ask('?consumer=crm'))).toEqual(['profile.deleted']);
  });

  it('can be listed and deleted, and is of one institution', async () => {
    for (const name of ['b', 'a', 'c']) await put({}, name);
    const theirKey = await (await service.createInstitution()).createKey();
    const page = await ask<{ data: Consumer[]; nextCursor: string }>('/consumers?limit=2');
    expect(page.data.map(({ name }) => name)).toEqual(['a', 'b']);
    const rest = await ask<{ data: Consumer[]; nextCursor: null }>(
      `/consumers?limit=2&cursor=${page.nextCursor}`,
    );
    expect([rest.data.map(({ name }) => name), rest.nextCursor]).toEqual([['c'], null]);
    expect((await ask<{ data: Consumer[] }>('/consumers', { as: theirKey })).data).toEqual([]);
    expect((await ask('?consumer=a', { as: theirKey })).status).toBe(404);
    expect((await ask('/consumers/a', { method: 'DELETE', as: theirKey })).status).toBe(404);
    expect((await ask('/consumers/a', { method: 'DELETE' })).status).toBe(204);
    expect(await ask('?consumer=a')).toMatchObject({ status: 404, code: 'not_found' });
  });

  it('has its own position and types', async () => {
    await put({});
    const { position } = await ask('');
    for (const more of [`after=${position}`, 'types=profile.*']) {
      expect(await ask(`?consumer=crm&${more}`)).toMatchObject({ status: 400, code: 'invalid_request' });
    }
  });
});

describe('retention', () => {
  const expire = (now: Date) => purgeOld({ ...ours.scope, clock: () => now }, changes);
  const inDays = (days: number) => new Date(Date.now() + days * 24 * 60 * 60 * 1_000);

  it('removes what is old enough, in chunks, and keeps where the log ends', async () => {
    await asOwner(service.ownerUrl, (owner) =>
      owner.query(
        {
          text: `insert into changes (institution_id, position, id, type, subject_id, version, audience, occurred_at)
                 select $1, n, gen_random_uuid(), 'profile.updated', gen_random_uuid(), n, 'public',
                        now() - case when n <= 2500 then interval '31 days' else interval '1 day' end
                 from generate_series(1, 2600) n`,
        },
        [ours.institution.id],
      ),
    );
    await expire(new Date());
    const block = await readChanges(ours.scope, { after: undefined, limit: 1_000 });
    expect(
      [block.changes.length, block.changes[0]!.position],
      'and the one before the oldest that is young enough',
    ).toEqual([101, 2500]);
    await expire(inDays(100));
    expect(await readChanges(ours.scope, { after: undefined, limit: 10 })).toMatchObject({
      changes: [{ position: 2600 }],
      position: { number: 2600 },
    });
    await say('profile.created');
    await relayed(2);
    expect(await readChanges(ours.scope, { after: { number: 2600 }, limit: 10 })).toMatchObject({
      changes: [{ position: 2601 }],
    });
  });

  it('leaves no hole where a clock went back', async () => {
    await asOwner(service.ownerUrl, (owner) =>
      owner.query(
        {
          text: `insert into changes (institution_id, position, id, type, subject_id, version, audience, occurred_at)
                 select $1, n, gen_random_uuid(), 'profile.updated', gen_random_uuid(), n, 'public',
                        now() - case when n = 2 then interval '1 day' else interval '31 days' end
                 from generate_series(1, 4) n`,
        },
        [ours.institution.id],
      ),
    );
    await expire(new Date());
    const { changes } = await readChanges(ours.scope, { after: undefined, limit: 10 });
    expect(changes.map(({ position }) => position)).toEqual([1, 2, 3, 4]);
  });
});
