import { createCipheriv, createHash, createHmac } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type ChangeType, changeTypes } from '../../platform/change-types';
import { formatId, newId } from '../../platform/ids';
import { asOwner } from '../../platform/owner';
import { purgeOld } from '../../testing/purge';
import { startTestService, type TestInstitution, type TestService } from '../../testing/service';
import { callRaw } from '../../testing/wire';
import { type KeyScope, scopes } from '../keys';
import { changes } from './feature';

/*
 * Who may read which changes, from where on, and as whose consumer.
 */

interface Answer {
  readonly status: number;
  readonly code?: string;
  readonly detail?: string;
  readonly data: readonly { readonly type: string; readonly position: string }[];
  readonly position: string;
  readonly acknowledgedAt?: string;
}

let service: TestService;
let ours: TestInstitution;
let key: string;
beforeAll(async () => {
  service = await startTestService({ relays: false });
});
beforeEach(async () => {
  ours = await service.createInstitution();
  key = await ours.createKey();
});

const call = async (
  method: string,
  path: string,
  { as = key, body }: { as?: string; body?: unknown } = {},
) => {
  const answer = await callRaw(service.origin, {
    method,
    path,
    headers: { 'Homecoming-Key': as, ...(body !== undefined && { 'Content-Type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { ...(JSON.parse(answer.text || '{}') as object), status: answer.status } as Answer;
};
const read = (query = '', as = key) => call('GET', `/v1/changes${query}`, { as });
const typesOf = ({ data }: Answer) => data.map(({ type }) => type);

/** Leaves changes in the log, each as wide as its type can be. */
async function say(...types: ChangeType[]): Promise<void> {
  await ours.scope.transaction((tx) => {
    for (const type of types)
      tx.changes.add({ type, subjectId: newId(), version: 1, audience: changeTypes[type].widest });
    return Promise.resolve();
  });
  await service.database.across.query({ text: 'select relay_outbox(1000)' });
}

const ownerQuery = (text: string, ...values: unknown[]) =>
  asOwner(service.ownerUrl, (owner) => owner.query({ text }, [ours.institution.id, ...values]));

/** The log ends at this position again, as it did when a backup was taken. */
const restoreTo = (position: number) =>
  ownerQuery('delete from changes where institution_id = $1 and position > $2', position);

/** A position as the first release wrote it. */
function earlierPosition(number: number): string {
  const secret = createHash('sha256').update('positions ').update(service.secret).digest();
  const plain = Buffer.alloc(16);
  createHmac('sha256', secret).update(ours.institution.id).digest().copy(plain, 0, 0, 8);
  plain.writeBigUInt64BE(BigInt(number), 8);
  const cipher = createCipheriv('aes-256-ecb', secret, null).setAutoPadding(false);
  return Buffer.concat([cipher.update(plain), cipher.final()]).toString('base64url');
}

describe('a position', () => {
  it('looks different each time, so that nobody sees whether something hidden has happened', async () => {
    const narrow = await ours.createKey({ scopes: ['changes:read', 'directory:read'] });
    await say('profile.created');
    const quiet = [await read('', narrow), await read('', narrow)];
    await say('member.updated');
    const texts = [...quiet, await read('', narrow)].flatMap(({ data, position }) => [
      data[0]!.position,
      position,
    ]);
    expect(new Set(texts).size).toBe(6);
    const shared = (one: string, two: string) => [...one].filter((letter, i) => letter === two[i]).length;
    // Of 70 letters out of 64 about one stands at the same place by chance.
    for (const text of texts) {
      expect(text).toMatch(/^[A-Za-z0-9_-]{70}$/);
      for (const other of texts) if (other !== text) expect(shared(text, other)).toBeLessThan(20);
      expect(typesOf(await read(`?after=${text}`, narrow))).toEqual([]);
    }
  });

  it('that is acknowledged looks the same whether or not something hidden has happened', async () => {
    const narrow = await ours.createKey({ scopes: ['changes:read', 'directory:read'] });
    await call('PUT', '/v1/changes/consumers/crm', { as: narrow, body: { from: 'start' } });
    await say('profile.created');
    const acknowledge = async () => {
      const { position } = await read('?consumer=crm', narrow);
      const path = '/v1/changes/consumers/crm/acknowledge';
      const { acknowledgedAt } = await call('POST', path, { as: narrow, body: { position } });
      return Date.parse(acknowledgedAt!);
    };
    const first = await acknowledge();
    const quiet = await acknowledge();
    await say('member.updated');
    const hidden = await acknowledge();
    expect([quiet > first, hidden > quiet]).toEqual([true, true]);
  });

  it('of an earlier version is still accepted, and answered with one that tells the log', async () => {
    await say('profile.created', 'profile.updated');
    const block = await read(`?after=${earlierPosition(1)}`);
    expect(typesOf(block)).toEqual(['profile.updated']);
    const { data, position } = await read(`?after=${earlierPosition(2)}`);
    expect(data).toEqual([]);
    await restoreTo(1);
    await say('profile.deleted', 'profile.undeleted');
    expect(await read(`?after=${position}`)).toMatchObject({ status: 410, code: 'position_expired' });
  });

  it('that a restored backup has cut off is refused, also once the log has grown past it', async () => {
    await say('profile.created', 'profile.updated', 'profile.deleted');
    const [first, , third] = (await read()).data;
    const end = (await read(`?types=member.*`)).position;
    await restoreTo(1);
    const ahead = [third!.position, end, earlierPosition(3)];
    const expired = { status: 410, code: 'position_expired' };
    for (const position of ahead) expect(await read(`?after=${position}`)).toMatchObject(expired);
    await say('member.updated', 'member.verified', 'profile.undeleted');
    for (const position of ahead.slice(0, 2)) expect(await read(`?after=${position}`)).toMatchObject(expired);
    expect(typesOf(await read(`?after=${first!.position}`)), 'a reader that was behind goes on').toEqual([
      'member.updated', 'member.verified', 'profile.undeleted',
    ]); // prettier-ignore
  });

  it('that a restored backup has cut off acknowledges nothing', async () => {
    await call('PUT', '/v1/changes/consumers/crm', { body: { from: 'start' } });
    await say('profile.created', 'profile.updated');
    const acknowledge = (position: string) =>
      call('POST', '/v1/changes/consumers/crm/acknowledge', { body: { position } });
    const block = await read('?consumer=crm');
    await restoreTo(1);
    expect(await acknowledge(block.position)).toMatchObject({ status: 410, code: 'position_expired' });
    await say('profile.deleted', 'profile.undeleted');
    expect(await acknowledge(block.position)).toMatchObject({ status: 410, code: 'position_expired' });
    expect(typesOf(await read('?consumer=crm'))).toEqual([
      'profile.created',
      'profile.deleted',
      'profile.undeleted',
    ]);
  });

  it('stays good for a reader that has read everything, however old the last change is', async () => {
    await say('profile.created', 'profile.updated');
    const { position } = await read();
    await ownerQuery(`update changes set occurred_at = now() - interval '40 days' where institution_id = $1`);
    const expire = () => purgeOld(ours.scope, changes);
    await expire();
    await say('profile.deleted');
    await expire();
    expect(typesOf(await read(`?after=${position}`))).toEqual(['profile.deleted']);
  });
});

describe('the scope of a type', () => {
  const all = Object.keys(changeTypes) as ChangeType[];
  const keyOf = (...more: KeyScope[]) =>
    ours.createKey({ scopes: ['changes:read', 'directory:private', ...more] });

  it.each([...new Set(all.map((type) => changeTypes[type].scope))])(
    'with %s a key reads the types that need it, and no others',
    async (scope) => {
      await say(...all);
      const [theirs, others] = [
        all.filter((type) => changeTypes[type].scope === scope),
        all.filter((type) => changeTypes[type].scope !== scope),
      ];
      const one = await keyOf(scope);
      expect(typesOf(await read('?limit=100', one))).toEqual(theirs);
      expect(typesOf(await read(`?types=${theirs.join(',')}`, one))).toEqual(theirs);
      for (const type of others) {
        const refused = {
          status: 403,
          code: 'missing_scope',
          detail: expect.stringContaining(changeTypes[type].scope) as string,
        };
        const subject = type.replace(/\..*/, '.*');
        expect(await read(`?types=${theirs[0]},${type}`, one)).toMatchObject(refused);
        if (theirs.every((each) => !each.startsWith(subject.slice(0, -1))))
          expect(
            await call('PUT', '/v1/changes/consumers/other', { as: one, body: { types: [subject] } }),
          ).toMatchObject(refused);
      }
    },
  );

  it('narrows what a consumer gives, and what is pending of it, to what the key that reads may see', async () => {
    const granted = await keyOf('members:read');
    const body = { from: 'start', grantedKeyIds: [await idOf(granted)] };
    await call('PUT', '/v1/changes/consumers/crm', { body });
    await say('key.created', 'member.created', 'profile.created');
    expect(typesOf(await read('?consumer=crm', granted))).toEqual(['member.created']);
    expect(await call('PUT', '/v1/changes/consumers/crm', { as: granted, body: {} })).toMatchObject({
      status: 200,
      pending: { value: 1 },
    });
  });

  it('that no type needs reads nothing, and says which are needed', async () => {
    const none = await ours.createKey({ scopes: ['changes:read', 'tasks:read'] });
    expect(await read('', none)).toMatchObject({
      status: 403, code: 'missing_scope', detail: expect.stringContaining('directory:read') as string,
    }); // prettier-ignore
  });

  it.each(['profile.exploded', 'pigeon.*', 'webhookEndpoint.tested'])(
    '%s is refused: there is no such type',
    async (type) => {
      const refused = {
        status: 400,
        code: 'unknown_change_type',
        detail: expect.stringContaining(type) as string,
      };
      expect(await read(`?types=profile.*,${type}`)).toMatchObject(refused);
      expect(
        await call('PUT', '/v1/changes/consumers/crm', { body: { types: ['profile.*', type] } }),
      ).toMatchObject(refused);
    },
  );
});

/** The public id of a key. */
async function idOf(text: string): Promise<string> {
  const rows = await ours.scope.db.query<{ id: string }>(
    { text: 'select id from api_keys where digest = $1' },
    [createHash('sha256').update(text).digest()],
  );
  return formatId('key', rows[0]!.id);
}

describe('a consumer', () => {
  const readers: KeyScope[] = scopes.filter((scope) => scope !== 'keys:manage');
  const path = '/v1/changes/consumers/crm';
  const refused = { status: 403, code: 'consumer_not_granted' };
  let owner: string;
  let other: string;
  beforeEach(async () => {
    owner = await ours.createKey({ scopes: readers });
    other = await ours.createKey({ scopes: readers });
    expect(await call('PUT', path, { as: owner, body: { from: 'start' } })).toMatchObject({
      status: 200, ownerKeyId: await idOf(owner), grantedKeyIds: [],
    }); // prettier-ignore
    await say('profile.created');
  });
  const acknowledge = async (as: string) => {
    const { position } = await read('', as);
    return call('POST', `${path}/acknowledge`, { as, body: { position } });
  };

  it('is of the key that made it: others can neither read, acknowledge, change nor delete it', async () => {
    expect(await read('?consumer=crm', other)).toMatchObject(refused);
    expect(await acknowledge(other)).toMatchObject(refused);
    for (const body of [{}, { types: ['profile.*'] }, { grantedKeyIds: [await idOf(other)] }])
      expect(await call('PUT', path, { as: other, body })).toMatchObject(refused);
    expect(await call('DELETE', path, { as: other })).toMatchObject(refused);
    expect((await call('GET', '/v1/changes/consumers', { as: other })).data).toEqual([]);
    expect(typesOf(await read('?consumer=crm', owner))).toEqual(['profile.created']);
  });

  it('can be granted to another key, which then uses it but cannot grant or delete it', async () => {
    const granted = { grantedKeyIds: [await idOf(other)] };
    expect(await call('PUT', path, { as: owner, body: granted })).toMatchObject({ status: 200, ...granted });
    expect(await call('PUT', path, { as: owner, body: {} })).toMatchObject(granted);
    expect(typesOf(await read('?consumer=crm', other))).toEqual(['profile.created']);
    expect(await call('PUT', path, { as: other, body: { types: ['profile.*'] } })).toMatchObject({
      status: 200,
    });
    expect(await acknowledge(other)).toMatchObject({ status: 200, pending: { value: 0 } });
    expect(await call('PUT', path, { as: other, body: { grantedKeyIds: [] } })).toMatchObject(refused);
    expect(await call('DELETE', path, { as: other })).toMatchObject(refused);
    expect(await call('PUT', path, { as: owner, body: { grantedKeyIds: [] } })).toMatchObject({
      status: 200,
    });
    expect(await read('?consumer=crm', other)).toMatchObject(refused);
    const log = await call('GET', `/v1/audit-log?subject=${await idOf(other)}`);
    expect((log.data as unknown as { action: string }[]).map(({ action }) => action)).toEqual([
      'change_consumer.withdrawn', 'change_consumer.granted', 'key.created',
    ]); // prettier-ignore
  });

  it('tells nothing to a key whose grant is withdrawn while it waits', async () => {
    await call('PUT', path, { as: owner, body: { grantedKeyIds: [await idOf(other)] } });
    expect(await acknowledge(other)).toMatchObject({ status: 200 });
    const waiting = read('?consumer=crm&wait=30', other);
    await expect.poll(() => service.feed.waitingCount, { interval: 5 }).toBe(1);
    await call('PUT', path, { as: owner, body: { grantedKeyIds: [] } });
    await say('profile.updated');
    expect(await waiting).toMatchObject(refused);
  });

  it('is granted to secret keys of the institution only', async () => {
    const elsewhere = await service.createInstitution();
    const theirs = await elsewhere.createKey();
    const [row] = await elsewhere.scope.db.query<{ id: string }>(
      { text: 'select id from api_keys where digest = $1' },
      [createHash('sha256').update(theirs).digest()],
    );
    const page = await idOf(await ours.createKey({ kind: 'publishable', scopes: [] }));
    for (const id of [formatId('key', row!.id), page, formatId('key', newId())])
      expect(await call('PUT', path, { as: owner, body: { grantedKeyIds: [id] } })).toMatchObject({
        status: 400, code: 'invalid_request',
      }); // prettier-ignore
  });

  it('stays with its owner and its grants when keys are rotated, for old and new keys alike', async () => {
    await call('PUT', path, { as: owner, body: { grantedKeyIds: [await idOf(other)] } });
    const rotate = async (text: string) =>
      (await call('POST', `/v1/keys/${await idOf(text)}/rotate`, { body: {} })) as unknown as { key: string };
    const [second, newOther] = [(await rotate(owner)).key, (await rotate(other)).key];
    const third = (await rotate(second)).key;
    for (const text of [owner, second, third, other, newOther])
      expect(typesOf(await read('?consumer=crm', text))).toEqual(['profile.created']);
    expect(await call('PUT', '/v1/changes/consumers/new', { as: third, body: {} })).toMatchObject({
      status: 200,
    });
    expect(await read('?consumer=new', owner)).toMatchObject({ status: 200 });
    expect(await call('DELETE', path, { as: newOther })).toMatchObject(refused);
    expect(await call('DELETE', path, { as: third })).toMatchObject({ status: 204 });
  });

  it('whose owner is revoked can be granted anew, or deleted, by a key that manages keys', async () => {
    await call('DELETE', `/v1/keys/${await idOf(owner)}`);
    const all = (await call('GET', '/v1/changes/consumers')).data as unknown as { name: string }[];
    expect(all.map(({ name }) => name)).toEqual(['crm']);
    await call('PUT', path, { body: { grantedKeyIds: [await idOf(other)] } });
    expect(typesOf(await read('?consumer=crm', other))).toEqual(['profile.created']);
    expect(await call('DELETE', path)).toMatchObject({ status: 204 });
  });

  it('that an earlier version made goes on for any key, and belongs to the first that acknowledges or puts it', async () => {
    await ownerQuery('update change_consumers set owner_key_id = null where institution_id = $1');
    expect(typesOf(await read('?consumer=crm', owner))).toEqual(['profile.created']);
    expect(await acknowledge(other)).toMatchObject({ status: 200, ownerKeyId: await idOf(other) });
    expect(await read('?consumer=crm', owner)).toMatchObject(refused);
  });
});
