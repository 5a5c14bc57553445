import { beforeAll, describe, expect, it } from 'vitest';
import { encodeUuid, newId } from '../../platform/ids';
import { asOwner } from '../../platform/owner';
import { startTestService, type TestInstitution, type TestService } from '../../testing/service';
import { callRaw, type WireAnswer } from '../../testing/wire';
import { exposureReporter, keyAuthenticator, type KeyScope } from '.';
import { revokeKey } from './keys';

let service: TestService;
beforeAll(async () => {
  service = await startTestService();
});

interface Shown {
  readonly id: string;
  readonly key?: string;
  readonly code?: string;
  readonly [field: string]: unknown;
}

interface School extends TestInstitution {
  readonly managing: string;
}

const everyScope: readonly KeyScope[] = [
  'directory:read',
  'directory:write',
  'directory:private',
  'keys:manage',
];

async function openSchool(): Promise<School> {
  const school = await service.createInstitution();
  return { ...school, managing: await school.createKey() };
}

const call = (
  as: string,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
) =>
  callRaw(service.origin, {
    method,
    path,
    headers: {
      'Homecoming-Key': as,
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
const jsonOf = ({ text }: WireAnswer) => JSON.parse(text || '{}') as Shown;
const outcome = (answer: WireAnswer) => (answer.status < 300 ? answer.status : jsonOf(answer).code);

async function made(as: string, draft: object): Promise<Shown & { key: string }> {
  const answer = await call(as, 'POST', '/v1/keys', { name: 'test', ...draft });
  expect(answer.status, answer.text).toBe(201);
  return jsonOf(answer) as Shown & { key: string };
}
const secret = (as: string, scopes: readonly KeyScope[]) => made(as, { kind: 'secret', scopes });

/** What a process says that remembers nothing yet. */
const accepts = (key: string, now = new Date()) =>
  keyAuthenticator(service.database, () => now).authenticate(key).then(
    () => true,
    () => false,
  ); // prettier-ignore

const idOf = async (as: string, key: string) => {
  const { data } = jsonOf(await call(as, 'GET', '/v1/keys?limit=100')) as unknown as { data: Shown[] };
  return data.find(({ ending }) => ending === key.slice(-4))!.id;
};

/** The changes that an institution's commands have told of, oldest first, whether or not the relay has taken them. */
async function changesOf({ institution }: TestInstitution) {
  const text = `
    select 1 as part, position as nth, type, audience, version from changes where institution_id = $1
    union all
    select 2, number, change ->> 'type', change ->> 'audience', (change ->> 'version')::integer
      from outbox where institution_id = $1 and change is not null
    order by 1, 2`;
  return asOwner(service.ownerUrl, (owner) =>
    owner.query<{ type: string; audience: string; version: number }>({ text }, [institution.id]),
  );
}

describe('keys over the API', () => {
  it('are made, shown without their secret, listed newest first, and told of', async () => {
    const school = await openSchool();
    const { managing } = school;
    const first = await secret(managing, ['directory:read']);
    expect(first.key).toMatch(/^sk_test_/);
    expect(first).toMatchObject({ kind: 'secret', scopes: ['directory:read'], origins: [], ending: first.key.slice(-4) });
    expect(first.expiresAt).toBeUndefined();
    const second = await made(managing, { kind: 'publishable', origins: ['https://a.example'] });
    expect(await accepts(first.key)).toBe(true);

    const list = await call(managing, 'GET', '/v1/keys?limit=2');
    const { data, nextCursor } = jsonOf(list) as unknown as { data: Shown[]; nextCursor: string };
    expect(data.map(({ id }) => id)).toEqual([second.id, first.id]);
    expect(data[0]!.key, 'a publishable key may be shown again').toBe(second.key);
    expect(data[1]!.key).toBeUndefined();
    expect(list.text).not.toContain(first.key);
    const rest = await call(managing, 'GET', `/v1/keys?limit=2&cursor=${nextCursor}`);
    expect(rest.text).not.toContain(managing);
    expect((jsonOf(rest) as unknown as { data: Shown[] }).data).toHaveLength(1);

    const changes = await changesOf(school);
    expect(changes.slice(-2)).toMatchObject([{ type: 'key.created', audience: 'private' }, { type: 'key.created' }]);
  }); // prettier-ignore

  it('give away no scope that the calling key lacks', async () => {
    const { managing } = await openSchool();
    const lesser = await secret(managing, ['keys:manage', 'directory:read']);
    for (const scopes of [['directory:private'], ['directory:read', 'directory:write'], everyScope]) {
      const answer = await call(lesser.key, 'POST', '/v1/keys', { kind: 'secret', name: 'more', scopes });
      expect(outcome(answer)).toBe('missing_scope');
    }
    await secret(lesser.key, ['directory:read']);
    const greater = await secret(managing, ['directory:private']);
    const rotated = await call(lesser.key, 'POST', `/v1/keys/${greater.id}/rotate`, {});
    expect(outcome(rotated), 'nor by rotating a greater key').toBe('missing_scope');
    expect(outcome(await call(greater.key, 'GET', '/v1/keys'))).toBe('missing_scope');
  });

  it.each([
    ['a secret key without scopes', { kind: 'secret' }],
    ['a secret key with origins', { kind: 'secret', scopes: ['directory:read'], origins: ['https://a.example'] }],
    ['a publishable key without origins', { kind: 'publishable' }],
    ['a publishable key with scopes', { kind: 'publishable', origins: ['https://a.example'], scopes: ['directory:read'] }],
    ['an unknown scope', { kind: 'secret', scopes: ['everything'] }],
    ['any origin', { kind: 'publishable', origins: ['*'] }],
    ['any host', { kind: 'publishable', origins: ['https://*'] }],
    ['any host of a top-level domain', { kind: 'publishable', origins: ['https://*.edu'] }],
    ['any host of a registry’s', { kind: 'publishable', origins: ['https://*.co.uk'] }],
    ['any host of a company that gives out names', { kind: 'publishable', origins: ['https://*.github.io:8443'] }],
    ['two stars', { kind: 'publishable', origins: ['https://*.a.example:*'] }],
    ['a star within a name', { kind: 'publishable', origins: ['https://a*.example'] }],
    ['a path', { kind: 'publishable', origins: ['https://a.example/'] }],
    ['another scheme', { kind: 'publishable', origins: ['file://a'] }],
    ['an end in the past', { kind: 'secret', scopes: ['directory:read'], expiresAt: '2020-01-01T00:00:00Z' }],
    ['an end of null', { kind: 'secret', scopes: ['directory:read'], expiresAt: null }],
    ['an end that is no text', { kind: 'secret', scopes: ['directory:read'], expiresAt: 0 }],
    ['an empty end', { kind: 'secret', scopes: ['directory:read'], expiresAt: '' }],
    ['an end that no clock shows', { kind: 'secret', scopes: ['directory:read'], expiresAt: '2099-12-31T23:59:60Z' }],
    ['an institution of its own choice', { kind: 'secret', scopes: ['directory:read'], institutionId: newId() }],
    ['an id', { kind: 'secret', scopes: ['directory:read'], id: newId() }],
    ['a text', { kind: 'secret', scopes: ['directory:read'], key: 'sk_test_known' }],
  ])('are not made with %s', async (_, draft) => {
    const { managing } = await openSchool();
    expect(outcome(await call(managing, 'POST', '/v1/keys', { name: 'odd', ...draft }))).toBe('invalid_request');
  }); // prettier-ignore

  it('are made by no key that was revoked or restricted a moment ago', async () => {
    const { managing } = await openSchool();
    const [revoked, restricted] = [await secret(managing, everyScope), await secret(managing, everyScope)];
    const grasping = { kind: 'secret', name: 'heir', scopes: ['directory:private'] };
    for (const { key } of [revoked, restricted])
      expect(outcome(await call(key, 'GET', '/v1/keys'))).toBe(200);
    await call(managing, 'DELETE', `/v1/keys/${revoked.id}`);
    await call(managing, 'PATCH', `/v1/keys/${restricted.id}`, { scopes: ['keys:manage'] });
    // Both are remembered as they were.
    expect(outcome(await call(revoked.key, 'POST', '/v1/keys', grasping))).toBe('missing_scope');
    expect(outcome(await call(restricted.key, 'POST', '/v1/keys', grasping))).toBe('missing_scope');
    expect(outcome(await call(revoked.key, 'DELETE', `/v1/keys/${restricted.id}`))).toBe('missing_scope');
  });

  it('can lose rights and never gain any', async () => {
    const { managing } = await openSchool();
    const { id, key } = await secret(managing, ['directory:read', 'directory:write']);
    const patch = (body: unknown, as = managing) => call(as, 'PATCH', `/v1/keys/${id}`, body);
    expect(outcome(await patch({ scopes: ['directory:read', 'keys:manage'] }))).toBe('invalid_request');
    expect(jsonOf(await patch({ scopes: ['directory:read'], name: 'read only' }))).toMatchObject({
      scopes: ['directory:read'],
      name: 'read only',
    });
    expect(outcome(await patch({ scopes: ['directory:read', 'directory:write'] }))).toBe('invalid_request');
    expect(outcome(await patch({ origins: ['https://a.example'] }))).toBe('invalid_request');
    expect(outcome(await patch({ scopes: [] }))).toBe('invalid_request');
    expect(await keyAuthenticator(service.database, () => new Date()).authenticate(key)).toMatchObject({
      principal: { scopes: ['directory:read'] },
    });
    // The end can come earlier, and neither later nor go away.
    expect(outcome(await patch({ expiresAt: '2090-01-01T00:00:00Z' }))).toBe(200);
    expect(outcome(await patch({ expiresAt: '2080-01-01T00:00:00Z' }))).toBe(200);
    for (const expiresAt of ['2085-01-01T00:00:00Z', '2020-01-01T00:00:00Z', null])
      expect([expiresAt, outcome(await patch({ expiresAt }))]).toEqual([expiresAt, 'invalid_request']);
    expect(jsonOf(await patch({})).expiresAt).toBe('2080-01-01T00:00:00.000Z');
  });

  it('change their origins where they are publishable', async () => {
    const { managing } = await openSchool();
    const { id, key } = await made(managing, { kind: 'publishable', origins: ['https://a.example'] });
    const origins = ['https://*.b.example', 'http://localhost:*'];
    expect(outcome(await call(managing, 'PATCH', `/v1/keys/${id}`, { origins }))).toBe(200);
    const wide = { origins: ['https://b.example', 'https://*.github.io'] };
    const refused = await call(managing, 'PATCH', `/v1/keys/${id}`, wide);
    expect(jsonOf(refused)).toMatchObject({ code: 'invalid_request', errors: [{ path: '/origins/1' }] });
    const from = (Origin: string) => call(key, 'GET', '/v1/batches', undefined, { Origin });
    expect(outcome(await from('https://www.b.example'))).toBe(200);
    expect(outcome(await from('https://a.example'))).toBe('origin_not_allowed');
    expect(outcome(await call(managing, 'PATCH', `/v1/keys/${id}`, { scopes: ['directory:read'] }))).toBe('invalid_request');
  }); // prettier-ignore

  it('end within a second of being revoked, and stay as a memory', { timeout: 10_000 }, async () => {
    const school = await openSchool();
    const { id, key } = await secret(school.managing, ['directory:read']);
    expect(outcome(await call(key, 'GET', '/v1/batches'))).toBe(200);
    expect(outcome(await call(school.managing, 'DELETE', `/v1/keys/${id}`))).toBe(204);
    const revokedAt = performance.now();
    while (outcome(await call(key, 'GET', '/v1/batches')) === 200) {
      expect(performance.now() - revokedAt).toBeLessThan(2_000);
    }
    expect(outcome(await call(key, 'GET', '/v1/batches'))).toBe('invalid_key');
    expect(jsonOf(await call(school.managing, 'GET', `/v1/keys/${id}`)).revokedAt).toEqual(
      expect.any(String),
    );
    for (const [method, path, body] of [
      ['DELETE', '', undefined],
      ['PATCH', '', { name: 'again' }],
      ['POST', '/rotate', {}],
    ] as const) {
      expect(outcome(await call(school.managing, method, `/v1/keys/${id}${path}`, body))).toBe('not_found');
    }
    expect((await changesOf(school)).at(-1)).toMatchObject({ type: 'key.revoked', version: 2 });
  });
});

describe('rotating', () => {
  it('gives a key with the same rights, and lets the old one go on for the overlap only', async () => {
    const school = await openSchool();
    const old = await secret(school.managing, ['directory:read', 'directory:private']);
    const before = Date.now();
    const answer = await call(school.managing, 'POST', `/v1/keys/${old.id}/rotate`, { overlapSeconds: 3600 });
    const fresh = jsonOf(answer) as Shown & { key: string };
    expect([answer.status, fresh.scopes, fresh.name]).toEqual([201, old.scopes, old.name]);
    expect(fresh.expiresAt).toBeUndefined();
    expect(fresh.key).not.toBe(old.key);
    const shown = jsonOf(await call(school.managing, 'GET', `/v1/keys/${old.id}`));
    expect(shown.replacedById).toBe(fresh.id);
    const ends = Date.parse(shown.expiresAt as string);
    expect(ends - before).toBeGreaterThanOrEqual(3_600_000);
    expect(ends - Date.now()).toBeLessThanOrEqual(3_600_000);
    expect(await accepts(old.key)).toBe(true);
    expect(await accepts(fresh.key)).toBe(true);
    expect(await accepts(old.key, new Date(ends))).toBe(false);
    expect(await accepts(fresh.key, new Date(ends))).toBe(true);
    expect((await changesOf(school)).slice(-2).map(({ type }) => type)).toEqual([
      'key.created',
      'key.rotated',
    ]);
    const again = await call(school.managing, 'POST', `/v1/keys/${old.id}/rotate`, {});
    expect(outcome(again)).toBe('key_replaced');
  });

  it('makes one key of two tries at once', async () => {
    const { managing } = await openSchool();
    const old = await secret(managing, ['directory:read']);
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => call(managing, 'POST', `/v1/keys/${old.id}/rotate`, {})),
    );
    expect(answers.map(outcome).sort()).toEqual([201, ...Array<string>(4).fill('key_replaced')]);
  });

  it('does not lengthen what was to end, and lasts as long again', async () => {
    const { managing } = await openSchool();
    const hour = 3_600_000;
    const old = await made(managing, {
      kind: 'secret', scopes: ['directory:read'], expiresAt: new Date(Date.now() + hour).toISOString(),
    }); // prettier-ignore
    const fresh = jsonOf(await call(managing, 'POST', `/v1/keys/${old.id}/rotate`, {}));
    expect(Math.abs(Date.parse(fresh.expiresAt as string) - Date.now() - hour)).toBeLessThan(60_000);
    const shown = jsonOf(await call(managing, 'GET', `/v1/keys/${old.id}`));
    expect(shown.expiresAt).toBe(old.expiresAt);
  });

  it('may be done by a key to itself, at once', async () => {
    const { managing } = await openSchool();
    const id = await idOf(managing, managing);
    const fresh = jsonOf(await call(managing, 'POST', `/v1/keys/${id}/rotate`, { overlapSeconds: 0 }));
    expect(await accepts(managing)).toBe(false);
    expect(outcome(await call(fresh.key!, 'GET', '/v1/keys'))).toBe(200);
  });
});

describe('the last key that can manage keys', () => {
  it('is not revoked, nor stripped of the scope, over the API', async () => {
    const school = await openSchool();
    const { managing } = school;
    const id = await idOf(managing, managing);
    expect(outcome(await call(managing, 'DELETE', `/v1/keys/${id}`))).toBe('last_managing_key');
    expect(outcome(await call(managing, 'PATCH', `/v1/keys/${id}`, { scopes: ['directory:read'] }))).toBe('last_managing_key');
    const other = await secret(managing, ['keys:manage']);
    expect(outcome(await call(other.key, 'DELETE', `/v1/keys/${id}`))).toBe(204);
    // The command line needs no key.
    await revokeKey(school.scope, (await asOwner(service.ownerUrl, (owner) => owner.query<{ id: string }>({ text: 'select id from api_keys where digest = sha256($1::text::bytea)' }, [other.key])))[0]!.id);
    expect(await accepts(other.key)).toBe(false);
  }); // prettier-ignore

  it('is left where two revoke each other at once', async () => {
    for (let round = 0; round < 5; round++) {
      const { managing } = await openSchool();
      const other = await secret(managing, ['keys:manage']);
      const id = await idOf(managing, managing);
      // Both are remembered, so that neither is looked up after it was revoked.
      expect(outcome(await call(other.key, 'GET', '/v1/keys'))).toBe(200);
      const outcomes = await Promise.all([
        call(managing, 'DELETE', `/v1/keys/${other.id}`).then(outcome),
        call(other.key, 'DELETE', `/v1/keys/${id}`).then(outcome),
      ]);
      // Whoever came second is revoked by then.
      expect(outcomes.sort()).toEqual([204, 'missing_scope']);
    }
  });

  it('is not one that was rotated, and soon ends', async () => {
    const { managing } = await openSchool();
    const [rotated, other] = [await idOf(managing, managing), await secret(managing, ['keys:manage'])];
    const heir = jsonOf(await call(managing, 'POST', `/v1/keys/${rotated}/rotate`, {}));
    expect(outcome(await call(heir.key!, 'DELETE', `/v1/keys/${other.id}`))).toBe(204);
    expect(outcome(await call(managing, 'DELETE', `/v1/keys/${heir.id}`))).toBe('last_managing_key');
    expect(outcome(await call(heir.key!, 'DELETE', `/v1/keys/${rotated}`))).toBe(204);
  });
});

describe('a key’s secret', () => {
  it('is given again to the same call, and kept nowhere in clear', async () => {
    const { managing } = await openSchool();
    const draft = { kind: 'secret', name: 'twice', scopes: ['directory:read'] };
    const headers = { 'Idempotency-Key': newId() };
    const first = await call(managing, 'POST', '/v1/keys', draft, headers);
    const second = await call(managing, 'POST', '/v1/keys', draft, headers);
    expect([first.status, second.text, second.headers['idempotent-replayed']]).toEqual([201, first.text, 'true']);
    const { id, key } = jsonOf(first);
    const rotating = { 'Idempotency-Key': newId() };
    const rotated = await call(managing, 'POST', `/v1/keys/${id}/rotate`, {}, rotating);
    const again = await call(managing, 'POST', `/v1/keys/${id}/rotate`, {}, rotating);
    expect([rotated.status, again.text]).toEqual([201, rotated.text]);
    const secrets = [key!, jsonOf(rotated).key!].map((text) => text.split('_')[3]!);
    const dump = await asOwner(service.ownerUrl, async (owner) => {
      const tables = await owner.query<{ name: string }>({
        text: `select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
      });
      const rows = await Promise.all(
        tables.map(({ name }) => owner.query({ text: `select t::text as row from ${name} t` })),
      );
      return JSON.stringify(rows);
    });
    expect(dump, 'the dump holds what was kept').toContain('twice');
    for (const each of secrets) {
      expect(dump).not.toContain(each);
      expect(dump).not.toContain(Buffer.from(each).toString('base64').slice(0, 40));
    }
  }); // prettier-ignore
});

describe('a secret key in a page', () => {
  const Origin = 'https://leaky.example';
  const fromPage = (key: string, origin = Origin) =>
    call(key, 'GET', '/v1/batches', undefined, { Origin: origin });
  const exposures = async (school: TestInstitution) =>
    (await changesOf(school)).filter(({ type }) => type === 'key.exposed');

  it('is refused, noted on the key and told of, once however often it is sent', async () => {
    const school = await openSchool();
    const { id, key } = await secret(school.managing, ['directory:read']);
    const answers = await Promise.all(Array.from({ length: 30 }, () => fromPage(key)));
    expect(new Set(answers.map(outcome))).toEqual(new Set(['secret_key_in_browser']));
    const shown = jsonOf(await call(school.managing, 'GET', `/v1/keys/${id}`));
    expect(shown).toMatchObject({ exposedOrigin: Origin, exposedAt: expect.any(String) as string });
    expect(await exposures(school)).toMatchObject([{ audience: 'private', version: 2 }]);
    await fromPage(key, 'https://other.example');
    expect(await exposures(school)).toHaveLength(1);
  });

  it('is told of again only after an hour, also by a process that knows nothing of it', async () => {
    const school = await openSchool();
    const { id, key } = await secret(school.managing, ['directory:read']);
    await fromPage(key);
    const ago = (interval: string) =>
      asOwner(service.ownerUrl, (owner) =>
        owner.query({ text: `update api_keys set exposed_at = now() - $2::interval where digest = sha256($1::text::bytea)` }, [key, interval]),
      );
    const [row] = await asOwner(service.ownerUrl, (owner) =>
      owner.query<{ id: string }>({ text: 'select id from api_keys where digest = sha256($1::text::bytea)' }, [key]),
    );
    const scope = {
      ...school.scope,
      principal: { kind: 'secret', keyId: row!.id, scopes: [] } as const,
    };
    await ago('59 minutes');
    await exposureReporter()(scope, Origin);
    expect(await exposures(school)).toHaveLength(1);
    await ago('61 minutes');
    await exposureReporter()(scope, `https://${'a'.repeat(1_000)}.example`);
    expect(await exposures(school)).toHaveLength(2);
    expect((jsonOf(await call(school.managing, 'GET', `/v1/keys/${id}`)).exposedOrigin as string).length).toBe(300);
  }); // prettier-ignore

  it('is nobody’s to note where there is no such key', async () => {
    const school = await openSchool();
    const guess = `sk_test_${encodeUuid(school.institution.id)}_${'0'.repeat(40)}`;
    expect(outcome(await fromPage(guess))).toBe('secret_key_in_browser');
    expect(await exposures(school)).toEqual([]);
  });
});

describe('the last use of a key', () => {
  it('is written in batches, to the minute, and by no call itself', async () => {
    const school = await openSchool();
    const { id, key } = await secret(school.managing, ['directory:read']);
    const shown = async () => jsonOf(await call(school.managing, 'GET', `/v1/keys/${id}`)).lastUsedAt;
    for (let i = 0; i < 5; i++) await call(key, 'GET', '/v1/batches');
    expect(await shown()).toBeUndefined();
    const from = Math.floor(Date.now() / 60_000) * 60_000;
    await service.keyUses.flush();
    const lastUsedAt = Date.parse((await shown()) as string);
    expect(lastUsedAt % 60_000).toBe(0);
    expect(lastUsedAt).toBeGreaterThanOrEqual(from - 60_000);
    expect(lastUsedAt).toBeLessThanOrEqual(Date.now());
  });

  it('is not made by a call that was refused', async () => {
    const school = await openSchool();
    const { id, key } = await secret(school.managing, ['directory:read']);
    expect(outcome(await call(key, 'GET', '/v1/keys'))).toBe('missing_scope');
    await service.keyUses.flush();
    expect(jsonOf(await call(school.managing, 'GET', `/v1/keys/${id}`)).lastUsedAt).toBeUndefined();
  });
});
