import type { components } from '@homecoming/contract';
import { webhooks } from '@homecoming/sdk';
import { Webhook as StandardWebhook } from 'standardwebhooks';
import { Webhook as SvixWebhook } from 'svix';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { contract, type Schema } from '../../contract/document';
import { validatorOf } from '../../contract/validation';
import { parseId } from '../../platform/ids';
import { asOwner } from '../../platform/owner';
import { type Partner, type Received, startPartner, startTestDispatcher } from '../../testing/partner';
import {
  everythingPublic,
  startTestService,
  type TestInstitution,
  type TestService,
} from '../../testing/service';
import { callRaw } from '../../testing/wire';
import { createProfile, deleteProfile, undeleteProfile, updateProfile } from '../directory/profiles';
import { scopes } from '../keys';
import type { Dispatcher } from '.';

type Schemas = components['schemas'];
type Endpoint = Schemas['WebhookEndpointWithSecret'];

/** The service's time: real, and moved by the tests. */
let movedMs = 0;
const clock = () => new Date(Date.now() + movedMs);
const minutes = 60_000;
const days = 24 * 60 * minutes;

let service: TestService;
let ours: TestInstitution;
let key: string;
let dispatcher: Dispatcher;
let partner: Partner;

beforeAll(async () => {
  service = await startTestService({ clock });
  dispatcher = startTestDispatcher(service);
});
beforeEach(async () => {
  ours = await service.createInstitution();
  key = await ours.createKey();
  partner = await startPartner();
});
afterEach(() => partner.close());

async function call<T>(
  method: string,
  path: string,
  body?: object,
  as = key,
): Promise<{ status: number; body: T }> {
  const answer = await callRaw(service.origin, {
    method,
    path,
    headers: { 'Homecoming-Key': as, ...(body && { 'Content-Type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  });
  return { status: answer.status, body: (answer.text ? JSON.parse(answer.text) : undefined) as T };
}
const endpointsPath = '/v1/webhook-endpoints';

async function createEndpoint(draft: Partial<Schemas['WebhookEndpointCreate']> = {}): Promise<Endpoint> {
  const { status, body } = await call<Endpoint>('POST', endpointsPath, {
    url: partner.url, types: ['*'], audience: 'private', ...draft,
  }); // prettier-ignore
  expect(status, JSON.stringify(body)).toBe(201);
  return body;
}
const readEndpoint = async ({ id }: { id: string }) =>
  (await call<Schemas['WebhookEndpoint']>('GET', `${endpointsPath}/${id}`)).body;
const deliveriesOf = async ({ id }: { id: string }, query = '') =>
  (await call<Schemas['WebhookDeliveryPage']>('GET', `${endpointsPath}/${id}/deliveries${query}`)).body.data;
const readDelivery = async ({ id }: { id: string }) =>
  (await call<Schemas['WebhookDelivery']>('GET', `/v1/webhook-deliveries/${id}`)).body;

const add = (familyName = 'Curie') =>
  createProfile(ours.scope, { givenName: 'Marie', familyName, email: 'marie@example.org' });
const parsed = ({ body }: Received) =>
  JSON.parse(body) as { type: string; timestamp: string; data: Record<string, unknown> };

/** Resolves when nothing that is due is left to be sent or noted. */
async function settled(): Promise<void> {
  await expect.poll(async () => {
    dispatcher.wake();
    const [row] = await asOwner(service.ownerUrl, (owner) =>
      owner.query<{ left: number }>({
        text: `select (select count(*) from outbox where change is not null)::int + (select count(*) from webhook_backlog())::int
          + (select count(*) from webhook_deliveries d join webhook_endpoints e on (e.institution_id, e.id) = (d.institution_id, d.endpoint_id)
              where d.state = 'pending' and e.enabled and e.deleted_at is null and (d.claim_id is not null
                or d.due_at <= $1 and coalesce(e.paused_until, $1) <= $1))::int as left` },
        [clock()],
      ));
    return row!.left + dispatcher.underWay;
  }, { interval: 10, timeout: 15_000 }).toBe(0);
} // prettier-ignore

/** Moves the service's time, and lets what has become due happen. */
async function pass(ms: number): Promise<void> {
  movedMs += ms;
  await settled();
}

describe('a change', () => {
  it('is sent within a second, signed so that any library of the standard verifies it', async () => {
    const { secret } = await createEndpoint();
    const began = performance.now();
    const { id } = await add();
    await partner.has(1);
    expect(partner.received[0]!.at - began).toBeLessThan(1_000);
    const { headers, body } = partner.received[0]!;
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'user-agent': 'Homecoming-Webhooks/1',
    });
    const now = { now: clock() };
    const message = await webhooks.verify(body, headers, secret, now);
    expect(message.type).toBe('profile.created');
    if (message.type === 'profile.created') expect(parseId('profile', message.data.id)).toBe(id);
    for (const Webhook of [StandardWebhook, SvixWebhook]) {
      // They know the real time only.
      if (Math.abs(movedMs) < 4 * minutes) expect(new Webhook(secret).verify(body, headers)).toEqual(message);
    }
    await settled();
    expect(partner.received).toHaveLength(1);
  });

  it('is described by the contract, every type of it, and shows what the audience may see', async () => {
    const school = await service.createInstitution({
      audienceDefaults: { ...everythingPublic, company: 'members' },
    });
    ours = school;
    key = await school.createKey();
    const partners = {
      public: await startPartner(),
      members: await startPartner(),
      private: await startPartner(),
    };
    for (const [audience, { url }] of Object.entries(partners)) {
      await createEndpoint({ url, audience: audience as 'public', types: ['profile.*'] });
    }
    const { id } = await createProfile(school.scope, {
      familyName: 'Curie',
      company: 'Sorbonne',
      email: 'marie@example.org',
    });
    await settled();
    await updateProfile(school.scope, id, { city: 'Paris' });
    await settled();
    await deleteProfile(school.scope, id);
    await settled();
    await undeleteProfile(school.scope, id);
    await settled();
    const schemas = contract.webhooks as unknown as Record<
      string,
      { post: { requestBody: { content: Record<string, { schema: Schema }> } } }
    >;
    for (const [audience, { received }] of Object.entries(partners)) {
      const messages = received.map(parsed);
      expect(messages.map(({ type }) => type)).toEqual([
        'profile.created',
        'profile.updated',
        'profile.deleted',
        'profile.undeleted',
      ]);
      for (const message of messages) {
        const validate = validatorOf(
          schemas[message.type]!.post.requestBody.content['application/json']!.schema,
        );
        expect(validate(message), JSON.stringify(validate.errors)).toBe(true);
      }
      const [created, updated, deleted] = messages.map(({ data }) => data);
      expect([created!.company, created!.email, updated!.city]).toEqual([
        audience === 'public' ? undefined : 'Sorbonne',
        audience === 'private' ? 'marie@example.org' : undefined,
        'Paris',
      ]);
      expect(Object.keys(deleted!)).toEqual(['id']);
    }
    for (const each of Object.values(partners)) await each.close();
  });

  it('that an audience cannot notice is not sent to it', async () => {
    const endpoint = await createEndpoint({ audience: 'public' });
    const { id } = await add();
    await settled();
    await updateProfile(ours.scope, id, { email: 'other@example.org' });
    await settled();
    expect(partner.received.map((one) => parsed(one).type)).toEqual(['profile.created']);
    expect(await deliveriesOf(endpoint)).toHaveLength(1);
  });

  it('that hides somebody from an audience tells it that they are gone, and nothing else', async () => {
    await createEndpoint({ audience: 'public' });
    const { id } = await add();
    await settled();
    await updateProfile(ours.scope, id, { audiences: { name: 'members' }, familyName: 'Secret' });
    await settled();
    const last = partner.received.at(-1)!;
    expect(parsed(last)).toMatchObject({
      type: 'profile.deleted',
      data: { id: parsed(partner.received[0]!).data.id },
    });
    expect(last.body).not.toContain('Secret');
  });

  it('whose subject has gone meanwhile is withheld from who takes no deletions', async () => {
    const endpoint = await createEndpoint({ types: ['profile.created'] });
    partner.answer = (response) => void response.writeHead(500).end();
    const { id } = await add();
    await settled();
    await deleteProfile(ours.scope, id);
    await pass(10_000);
    expect(partner.received).toHaveLength(1);
    const [delivery] = await deliveriesOf(endpoint);
    expect(delivery).toMatchObject({ state: 'withheld', type: 'profile.created' });
  });

  it('is sent to those whose types and times it is of', async () => {
    await add('Before');
    await settled();
    const [all, updates, off] = [
      await createEndpoint(),
      await createEndpoint({ types: ['profile.updated'] }),
      await createEndpoint({ enabled: false }),
    ];
    const { id } = await add('After');
    await updateProfile(ours.scope, id, { city: 'Paris' });
    await settled();
    expect((await deliveriesOf(all)).map(({ type }) => type)).toEqual(['profile.updated', 'profile.created']);
    expect((await deliveriesOf(updates)).map(({ type }) => type)).toEqual(['profile.updated']);
    expect(await deliveriesOf(off)).toEqual([]);
    expect(partner.received.some(({ body }) => body.includes('Before'))).toBe(false);
  });
});

describe('a delivery', () => {
  const statusOf = (response: Schemas['WebhookDelivery']) => response.attempts.map(({ status }) => status);

  it('is tried ten times by the schedule with one id, then given up, and can be sent again', async () => {
    partner.answer = (response) => void response.writeHead(500).end('no');
    const endpoint = await createEndpoint();
    await add();
    await settled();
    const pauses: number[] = [];
    for (;;) {
      const [delivery] = await deliveriesOf(endpoint);
      if (delivery!.state !== 'pending') break;
      const waitMs = Date.parse(delivery!.nextAttemptAt!) - Date.parse(delivery!.attempts[0]!.at);
      pauses.push(waitMs);
      const before = partner.received.length;
      // The breaker does not open for nine failures, so that nothing but the schedule counts.
      await pass(waitMs - 2_000);
      expect(partner.received, 'not before').toHaveLength(before);
      await pass(4_000);
      expect(partner.received).toHaveLength(before + 1);
    }
    const expected = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400];
    expect(pauses).toHaveLength(9);
    pauses.forEach((ms, i) => {
      expect(ms / 1000).toBeGreaterThan(expected[i]! * 0.89);
      expect(ms / 1000).toBeLessThan(expected[i]! * 1.11 + 1);
    });
    const [{ id }] = (await deliveriesOf(endpoint, '?state=failed')) as [Schemas['WebhookDelivery']];
    const log = await readDelivery({ id });
    expect(statusOf(log)).toEqual(Array(10).fill(500));
    expect(log.attempts.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(log.attempts[0]).toMatchObject({ responseStart: 'no' });
    expect(new Set(partner.received.map(({ headers }) => headers['webhook-id']))).toEqual(
      new Set([log.messageId]),
    );
    expect(new Set(partner.received.map(({ headers }) => headers['webhook-timestamp'])).size).toBe(10);

    partner.answer = (response) => void response.end('welcome');
    await pass(10 * minutes); // until the breaker, opened by the tenth failure, lets one through
    expect((await call('POST', `/v1/webhook-deliveries/${id}/resend`)).status).toBe(202);
    await settled();
    expect(await readDelivery({ id })).toMatchObject({ state: 'succeeded' });
    expect(partner.received.at(-1)!.headers['webhook-id']).toBe(log.messageId);
    expect((await readEndpoint(endpoint)).health).toEqual({ state: 'healthy' });
  }, 60_000);

  it.each([300, 301, 400, 404, 429, 500, 503])('that is answered with %i is tried again', async (status) => {
    partner.answer = (response) => void response.writeHead(status, { Location: partner.url }).end();
    const endpoint = await createEndpoint();
    await add();
    await settled();
    expect(partner.received).toHaveLength(1);
    partner.answer = (response) => void response.writeHead(204).end();
    await pass(6_000);
    const [delivery] = await deliveriesOf(endpoint);
    expect(statusOf(await readDelivery(delivery!))).toEqual([status, 204]);
    expect(delivery!.state).toBe('succeeded');
  });

  it('waits as long as Retry-After asks, and with it the whole endpoint', async () => {
    partner.answer = (response) => void response.writeHead(429, { 'Retry-After': '120' }).end();
    await createEndpoint();
    await add();
    await settled();
    await add('Another');
    await pass(110_000);
    expect(partner.received).toHaveLength(1);
    partner.answer = (response) => void response.end();
    await pass(11_000);
    expect(partner.received).toHaveLength(3);
  });

  it('that is answered with 410 ends it all at once, with a change and a mail', async () => {
    await asOwner(service.ownerUrl, (owner) =>
      owner.query({ text: 'update institutions set contact_email = $2 where id = $1' }, [
        ours.institution.id,
        'office@example.edu',
      ]),
    );
    const watcher = await startPartner();
    await createEndpoint({ url: watcher.url, types: ['webhookEndpoint.*'] });
    partner.answer = (response) => void response.writeHead(410).end();
    const endpoint = await createEndpoint({ description: 'Our CRM' });
    await add();
    await settled();
    expect(await readEndpoint(endpoint)).toMatchObject({ enabled: false, disabledReason: 'gone' });
    expect((await deliveriesOf(endpoint))[0]).toMatchObject({ state: 'failed' });
    await watcher.has(1);
    expect(parsed(watcher.received[0]!)).toMatchObject({
      type: 'webhookEndpoint.disabled',
      data: { id: endpoint.id, enabled: false },
    });
    expect(watcher.received[0]!.body).not.toContain('whsec_');
    const mails = await asOwner(service.ownerUrl, (owner) =>
      owner.query({ text: 'select recipient, subject, text from mails where institution_id = $1' }, [
        ours.institution.id,
      ]),
    );
    expect(mails).toMatchObject([
      { recipient: 'office@example.edu', subject: 'Webhooks to Our CRM were disabled' },
    ]);
    await add('Another');
    await pass(10 * minutes);
    expect(partner.received).toHaveLength(1);
    await watcher.close();
  });

  it('has a message that is remembered: it fails for five days, then its endpoint is disabled', async () => {
    partner.answer = (response) => void response.writeHead(500).end();
    const endpoint = await createEndpoint();
    await add();
    await settled();
    await pass(4.9 * days);
    await add('Another');
    await settled();
    expect(await readEndpoint(endpoint)).toMatchObject({ enabled: true });
    await pass(0.2 * days);
    await add('One more');
    await settled();
    expect(await readEndpoint(endpoint)).toMatchObject({ enabled: false, disabledReason: 'failing' });
  });

  it('that a killed process had under way is sent again with the same id', async () => {
    const endpoint = await createEndpoint();
    await add();
    await settled();
    // As a process leaves it that was killed after it had claimed it.
    await asOwner(service.ownerUrl, (owner) =>
      owner.query(
        {
          text: `update webhook_deliveries set state = 'pending', claim_id = gen_random_uuid(), due_at = $2 where institution_id = $1`,
        },
        [ours.institution.id, new Date(clock().getTime() + minutes)],
      ),
    );
    movedMs += minutes + 1;
    await partner.has(2);
    await settled();
    expect(new Set(partner.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(await deliveriesOf(endpoint)).toMatchObject([{ state: 'succeeded' }]);
  });
});

describe('a secret', () => {
  it('is shown once, kept sealed, and replaced while both verify', async () => {
    const endpoint = await createEndpoint();
    expect(endpoint.secret).toMatch(/^whsec_/);
    expect(JSON.stringify(await readEndpoint(endpoint))).not.toContain('whsec_');
    const { body: rotated } = await call<Endpoint>('POST', `${endpointsPath}/${endpoint.id}/rotate-secret`, {
      overlapSeconds: 3600,
    });
    expect(rotated.secret).not.toBe(endpoint.secret);
    expect(Date.parse(rotated.secretExpiresAt!)).toBeGreaterThan(clock().getTime() + 59 * minutes);
    const dump = await asOwner(service.ownerUrl, (owner) =>
      owner.query({ text: 'select encode(sealed, $1) as sealed from webhook_secrets' }, ['escape']),
    );
    for (const secret of [endpoint.secret, rotated.secret])
      expect(JSON.stringify(dump)).not.toContain(secret.slice(6, 30));

    await add();
    await settled();
    const { headers, body } = partner.received[0]!;
    const at = { now: clock() };
    for (const secret of [endpoint.secret, rotated.secret])
      await expect(webhooks.verify(body, headers, secret, at)).resolves.toBeDefined();

    movedMs += 61 * minutes;
    await add('Later');
    await settled();
    const later = partner.received.at(-1)!;
    await expect(
      webhooks.verify(later.body, later.headers, rotated.secret, { now: clock() }),
    ).resolves.toBeDefined();
    await expect(
      webhooks.verify(later.body, later.headers, endpoint.secret, { now: clock() }),
    ).rejects.toThrow('No signature fits');
    expect((await readEndpoint(endpoint)).secretExpiresAt).toBeUndefined();
  });

  it('of a pair has public keys that anybody may read, and nothing more', async () => {
    const endpoint = await createEndpoint({ signature: 'ed25519' });
    expect(endpoint.secret).toMatch(/^whpk_/);
    const keysOf = async (id: string) =>
      JSON.parse((await callRaw(service.origin, { path: `${endpointsPath}/${id}/public-keys` })).text) as {
        data: { key: string }[];
      };
    expect(await keysOf(endpoint.id)).toEqual({ data: [{ key: endpoint.secret }] });
    const { body: rotated } = await call<Endpoint>(
      'POST',
      `${endpointsPath}/${endpoint.id}/rotate-secret`,
      {},
    );
    expect((await keysOf(endpoint.id)).data.map((each) => each.key)).toEqual([
      rotated.secret,
      endpoint.secret,
    ]);
    expect(await keysOf((await createEndpoint()).id)).toEqual({ data: [] });
    await add();
    await settled();
    const { headers, body } = partner.received.find((one) =>
      one.headers['webhook-signature']!.startsWith('v1a,'),
    )!;
    for (const secret of [endpoint.secret, rotated.secret]) {
      await expect(webhooks.verify(body, headers, secret, { now: clock() })).resolves.toBeDefined();
    }
    await call('DELETE', `${endpointsPath}/${endpoint.id}`);
    expect(await keysOf(endpoint.id)).toEqual({ data: [] });
  });
});

describe('a test', () => {
  it('is sent now, and says what the partner answered', async () => {
    partner.answer = (response) => void response.writeHead(418).end('a teapot');
    const endpoint = await createEndpoint({ enabled: false });
    const { body } = await call<Schemas['WebhookTest']>('POST', `${endpointsPath}/${endpoint.id}/test`);
    expect(body).toMatchObject({ succeeded: false, status: 418, responseStart: 'a teapot' });
    const { headers, body: sent } = partner.received[0]!;
    expect(headers['webhook-id']).toBe(body.messageId);
    expect(await webhooks.verify(sent, headers, endpoint.secret, { now: clock() })).toMatchObject({
      type: 'webhookEndpoint.tested',
    });
    expect(await deliveriesOf(endpoint)).toEqual([]);
    await partner.close();
    const { body: nobody } = await call<Schemas['WebhookTest']>(
      'POST',
      `${endpointsPath}/${endpoint.id}/test`,
    );
    expect(nobody).toMatchObject({ succeeded: false, error: { code: 'connection_failed' } });
  });
});

describe('a replay', () => {
  it('sends all since an instant again, with the same ids, and what was missed', async () => {
    const endpoint = await createEndpoint();
    await add('First');
    await settled();
    await pass(10 * minutes);
    const from = clock();
    await add('Second');
    await settled();
    await call('PATCH', `${endpointsPath}/${endpoint.id}`, { enabled: false });
    await add('Missed');
    await settled();
    const replayPath = `${endpointsPath}/${endpoint.id}/replay`;
    expect(await call('POST', replayPath, { from: from.toISOString() })).toMatchObject({
      status: 409,
      body: { code: 'webhook_endpoint_disabled' },
    });
    await call('PATCH', `${endpointsPath}/${endpoint.id}`, { enabled: true });
    expect((await call('POST', replayPath, { from: from.toISOString() })).status).toBe(202);
    await settled();
    const ids = partner.received.map(({ headers }) => headers['webhook-id']);
    expect(partner.received.map((one) => parsed(one).data.familyName)).toEqual([
      'First',
      'Second',
      expect.anything(),
      expect.anything(),
    ]);
    expect(new Set(ids).size).toBe(3);
    expect(await deliveriesOf(endpoint)).toHaveLength(3);
  });
});

describe('an endpoint', () => {
  it.each([
    ['a private address', { url: 'http://10.0.0.1/' }, 'webhook_url_refused'],
    ['a name of this machine', { url: 'https://localhost/' }, 'webhook_url_refused'],
    ['an unknown type', { types: ['pigeon.*'] }, 'unknown_change_type'],
    ['a misspelt type', { types: ['profile.*', 'profile.udpated'] }, 'unknown_change_type'],
  ])('is refused with %s', async (_, draft, code) => {
    const answer = await call<{ code: string }>('POST', endpointsPath, {
      url: partner.url,
      types: ['*'],
      ...draft,
    });
    expect(answer).toMatchObject({ status: 400, body: { code } });
  });

  it('is no way around the scopes of a key: private needs a key that sees what is private', async () => {
    const narrow = await ours.createKey({ scopes: ['webhooks:manage', 'directory:read'] });
    const wide = await createEndpoint();
    const refused = { status: 403, body: { code: 'missing_scope' } };
    expect(
      await call('POST', endpointsPath, { url: partner.url, types: ['*'], audience: 'private' }, narrow),
    ).toMatchObject(refused);
    const path = `${endpointsPath}/${wide.id}`;
    expect(await call('PATCH', path, { url: `${partner.url}/mine` }, narrow)).toMatchObject(refused);
    expect(await call('PATCH', path, { audience: 'public' }, narrow)).toMatchObject(refused);
    for (const [what, body] of [
      ['rotate-secret', {}],
      ['replay', { from: clock().toISOString() }],
      ['test', undefined],
    ] as const) {
      expect(await call('POST', `${path}/${what}`, body, narrow)).toMatchObject(refused);
    }
    const { body: own } = await call<Endpoint>(
      'POST',
      endpointsPath,
      { url: partner.url, types: ['*'] },
      narrow,
    );
    expect(own.audience).toBe('members');
    expect(await call('PATCH', `${endpointsPath}/${own.id}`, { audience: 'private' }, narrow)).toMatchObject(
      refused,
    );
    await add();
    await settled();
    const [delivery] = await deliveriesOf(wide);
    expect(
      await call('POST', `/v1/webhook-deliveries/${delivery!.id}/resend`, undefined, narrow),
    ).toMatchObject(refused);
  });

  it('of members and claims in private needs a key that sees those, too', async () => {
    const directory = await ours.createKey({
      scopes: ['webhooks:manage', 'directory:private', 'directory:read'],
    });
    const create = (types: string[], key: string) =>
      call<Endpoint>('POST', endpointsPath, { url: partner.url, types, audience: 'private' }, key);
    const { status, body } = await create(['profile.*'], directory);
    expect(status).toBe(201);
    for (const types of [['*'], ['member.*'], ['profile.*', 'claim.approved']]) {
      const refused = { status: 403, body: { code: 'missing_scope' } };
      expect(await create(types, directory)).toMatchObject(refused);
      expect(await call('PATCH', `${endpointsPath}/${body.id}`, { types }, directory)).toMatchObject(refused);
    }
    const members = await ours.createKey({
      scopes: ['webhooks:manage', 'directory:private', 'members:read'],
    });
    expect((await create(['member.*'], members)).status).toBe(201);
    expect((await create(['*'], members)).status).toBe(403);
  });

  it('of a key without keys:manage hears nothing of keys, nor without directory:read of anybody', async () => {
    const withoutKeys = await ours.createKey({ scopes: scopes.filter((scope) => scope !== 'keys:manage') });
    const refused = { status: 403, body: { code: 'missing_scope' } };
    const create = (body: object, key: string) =>
      call<Endpoint>('POST', endpointsPath, { url: partner.url, ...body }, key);
    for (const types of [['key.*'], ['*'], ['profile.*', 'key.rotated']])
      expect(await create({ types, audience: 'private' }, withoutKeys)).toMatchObject(refused);
    const blind = await ours.createKey({ scopes: ['webhooks:manage'] });
    for (const audience of ['public', 'members'])
      expect(await create({ types: ['profile.*'], audience }, blind)).toMatchObject(refused);
    expect((await create({ types: ['*'] }, withoutKeys)).status, 'as members, who know of no keys').toBe(201);
  });

  it('that an earlier version made for everything gets changes of keys once a key that manages keys has changed it', async () => {
    const endpoint = await createEndpoint({ types: ['*'] });
    await asOwner(service.ownerUrl, (owner) =>
      owner.query({ text: `delete from webhook_endpoint_scopes where endpoint_id = $1` }, [
        parseId('webhookEndpoint', endpoint.id),
      ]),
    );
    const draft = { kind: 'secret', name: 'CRM', scopes: ['directory:read'] };
    await call('POST', '/v1/keys', draft);
    await add();
    await settled();
    const path = `${endpointsPath}/${endpoint.id}`;
    expect((await deliveriesOf(endpoint)).map(({ type }) => type)).toEqual(['profile.created']);
    expect((await call('PATCH', path, { description: 'Our CRM' })).status).toBe(200);
    await call('POST', '/v1/keys', draft);
    await settled();
    expect((await deliveriesOf(endpoint)).map(({ type }) => type)).toEqual([
      'key.created',
      'profile.created',
    ]);
  });

  it('that is deleted gets nothing more, and its log is gone with it', async () => {
    const endpoint = await createEndpoint();
    await add();
    await settled();
    const [delivery] = await deliveriesOf(endpoint);
    expect((await call('DELETE', `${endpointsPath}/${endpoint.id}`)).status).toBe(204);
    await add('Another');
    await settled();
    expect(partner.received).toHaveLength(1);
    for (const path of [`${endpointsPath}/${endpoint.id}`, `/v1/webhook-deliveries/${delivery!.id}`]) {
      expect((await call('GET', path)).status).toBe(404);
    }
    const [{ count }] = (await asOwner(service.ownerUrl, (owner) =>
      owner.query<{ count: number }>(
        { text: 'select count(*)::int as count from webhook_secrets where institution_id = $1' },
        [ours.institution.id],
      ),
    )) as [{ count: number }];
    expect(count).toBe(0);
  });

  it('may be one of a hundred', async () => {
    await ours.scope.transaction(async (tx) => {
      await tx.db.query({
        text: `insert into webhook_endpoints (institution_id, id, url, types, description, audience, signature, enabled, after_position, created_at, updated_at)
               select current_institution(), gen_random_uuid(), 'https://partner.example/', '{*}', null, 'public', 'hmac', false, 0, now(), now()
               from generate_series(1, 100)`,
      });
    });
    expect(await call('POST', endpointsPath, { url: partner.url, types: ['*'] })).toMatchObject({
      status: 409,
      body: { code: 'too_many_webhook_endpoints' },
    });
  });
});
