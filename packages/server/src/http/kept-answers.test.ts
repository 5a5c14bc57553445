import { beforeAll, describe, expect, it, vi } from 'vitest';
import { operations } from '../contract/document';
import { createProfile, updateProfile } from '../features/directory';
import { parseId } from '../platform/ids';
import { openScope } from '../platform/scope';
import { silent } from '../testing/quiet';
import { testAuditKey } from '../testing/secret';
import { startTestService, type TestInstitution, type TestService } from '../testing/service';
import { callRaw } from '../testing/wire';
import { TrustedProxies } from './client-address';
import { keptAnswersOf } from './kept-answers';
import { uniformRateLimits } from './rate-limits';

let service: TestService;
let school: TestInstitution;
let publicKey: string;
let secretKey: string;
let id: string;

const newPublicKey = (of: TestInstitution) =>
  of.createKey({ kind: 'publishable', scopes: [], origins: ['https://www.example.edu'] });

const call = (path: string, key: string, headers: Record<string, string> = {}) =>
  callRaw(service.origin, { path, headers: { 'Homecoming-Key': key, ...headers } });
const read = async (path: string, key = publicKey, headers: Record<string, string> = {}) => {
  const answer = await call(path, key, headers);
  expect(answer.status, answer.text).toBe(200);
  return answer.text;
};
const write = (method: string, path: string, body?: object) =>
  callRaw(service.origin, {
    method,
    path,
    headers: { 'Homecoming-Key': secretKey, 'Content-Type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
const made = async (draft: object) =>
  (JSON.parse((await write('POST', '/v1/profiles', draft)).text) as { id: string }).id;

beforeAll(async () => {
  service = await startTestService({
    caches: true,
    trustedProxies: new TrustedProxies(['127.0.0.1']),
    rateLimits: {
      ...uniformRateLimits(1e9),
      people: { addressHour: 400, addressDay: 1e9, memberHour: 1e9, memberDay: 1e9 },
    },
  }); // prettier-ignore
  school = await service.createInstitution();
  publicKey = await newPublicKey(school);
  secretKey = await school.createKey();
  // Where nothing is known of a log, its first movement has everything forgotten.
  const moved = new Promise((resolve) => service.feed.onMoved(resolve));
  id = await made({ familyName: 'Curie', givenName: 'Marie', city: 'Paris', degrees: [{ batchYear: 1894 }] });
  await moved;
});

/** The pages of a visitor. */
const pages = () => [
  `/v1/profiles/${id}`,
  `/v1/profiles?ids=${id}`,
  '/v1/directory/search?q=curie',
  '/v1/directory/search?city=paris&facets=city',
  '/v1/directory/suggest?q=cur',
  '/v1/batches',
];

describe('an answer that is kept', () => {
  it('is the same to the byte, with its ETag and how long it may be kept, and isn’t made again', async () => {
    for (const path of pages()) {
      const first = await call(path, publicKey);
      const { hits, misses } = service.cache!.counts;
      const again = await call(path, publicKey);
      expect([again.status, again.text]).toEqual([200, first.text]);
      for (const name of ['etag', 'cache-control', 'vary', 'content-type', 'content-length'])
        expect([path, name, again.headers[name]]).toEqual([path, name, first.headers[name]]);
      expect(again.headers['cache-control']).toBe('public, max-age=10');
      expect(service.cache!.counts, path).toEqual({ hits: hits + 1, misses });
      const known = await call(path, publicKey, { 'If-None-Match': first.headers.etag! });
      expect([known.status, known.text]).toEqual([304, '']);
    }
  });

  it('is asked for together by many and made once', async () => {
    const { misses } = service.cache!.counts;
    const texts = await Promise.all(Array.from({ length: 40 }, () => read('/v1/directory/search?q=marie')));
    expect(new Set(texts).size).toBe(1);
    expect(service.cache!.counts.misses).toBe(misses + 1);
  });

  it('is gone when the writer has an answer: a change, a new profile, a deleted and an undeleted one', async () => {
    const all = () => Promise.all(pages().map((path) => call(path, publicKey)));
    await all();
    expect((await write('PATCH', `/v1/profiles/${id}`, { city: 'Warsaw', headline: 'Physicist' })).status).toBe(200);
    expect(await read(`/v1/profiles/${id}`)).toContain('Physicist');
    expect(await read(`/v1/profiles?ids=${id}`)).toContain('Warsaw');
    expect(await read('/v1/directory/search?city=paris&facets=city')).not.toContain('Curie');
    expect(await read('/v1/directory/search?q=curie')).toContain('Physicist');
    const other = await made({ familyName: 'Curiel', degrees: [{ batchYear: 1999 }] });
    expect(await read('/v1/directory/suggest?q=cur')).toContain('Curiel');
    expect(await read('/v1/batches')).toContain('1999');
    await write('DELETE', `/v1/profiles/${other}`);
    expect((await call(`/v1/profiles/${other}`, publicKey)).status).toBe(404);
    expect(await read('/v1/directory/suggest?q=cur')).not.toContain('Curiel');
    await write('POST', `/v1/profiles/${other}/undelete`);
    expect(await read(`/v1/profiles/${other}`)).toContain('Curiel');
    await write('DELETE', `/v1/profiles/${other}`);
  }); // prettier-ignore

  it('is gone at once where a field or a person is hidden', async () => {
    await write('PATCH', `/v1/profiles/${id}`, { company: 'Radium Institute' });
    expect(await read(`/v1/profiles/${id}`)).toContain('Radium');
    await write('PATCH', `/v1/profiles/${id}`, { audiences: { company: 'private' } });
    for (const path of pages()) expect(await read(path), path).not.toContain('Radium');
    await write('PATCH', `/v1/profiles/${id}`, { audiences: { name: 'private' } });
    expect((await call(`/v1/profiles/${id}`, publicKey)).status).toBe(404);
    expect(await read('/v1/directory/search?q=curie')).not.toContain('Curie');
    await write('PATCH', `/v1/profiles/${id}`, { audiences: { name: null, company: null } });
    expect(await read(`/v1/profiles/${id}`)).toContain('Radium');
  });

  it('of one profile outlives a change of another', async () => {
    await read(`/v1/profiles/${id}`);
    await made({ familyName: 'Meitner' });
    const { hits } = service.cache!.counts;
    await read(`/v1/profiles/${id}`);
    expect(service.cache!.counts.hits).toBe(hits + 1);
  });

  it('is never the answer to another institution, to a secret key, or to another question', async () => {
    const theirs = await service.createInstitution();
    const theirKey = await newPublicKey(theirs);
    expect(await read('/v1/directory/search?q=curie')).toContain('Curie');
    expect(await read('/v1/directory/search?q=curie', theirKey)).not.toContain('Curie');
    expect((await call(`/v1/profiles/${id}`, theirKey)).status).toBe(404);
    await write('PATCH', `/v1/profiles/${id}`, { email: 'marie@example.edu' });
    expect(await read(`/v1/profiles/${id}`)).not.toContain('marie@');
    expect(await read(`/v1/profiles/${id}`, secretKey)).toContain('marie@');
    expect(await read(`/v1/profiles/${id}`)).not.toContain('marie@');
    expect((await call(`/v1/profiles/${id}`, secretKey)).headers['cache-control']).toBe('private, no-store');
    expect((await call(`/v1/profiles/${id}?audience=private`, publicKey)).status).toBe(403);
    expect(await read('/v1/directory/search?q=curie&limit=1')).not.toBe(await read('/v1/directory/search?q=meitner'));
    const inAddress = await callRaw(service.origin, { path: `/v1/profiles/${id}?key=${publicKey}` });
    expect(inAddress.text).toBe(await read(`/v1/profiles/${id}`));
    expect((await callRaw(service.origin, { path: `/v1/profiles/${id}` })).status).toBe(401);
  }); // prettier-ignore

  it('counts against the budget of people, and the key’s use is noted', async () => {
    const crowd = await service.createInstitution();
    const key = await newPublicKey(crowd);
    for (let i = 0; i < 8; i++)
      await crowd.scope.transaction(async (tx) => {
        for (let n = 0; n < 60; n++) await createProfile(tx, { familyName: `Person ${i} ${n}` });
      });
    const visit = async (from: string) => {
      for (let people = 0, cursor = ''; ; ) {
        const path = `/v1/directory/search?q=person${cursor && `&cursor=${cursor}`}`;
        const { status, text } = await call(path, key, { 'X-Forwarded-For': from });
        if (status !== 200) return { status, people };
        const page = JSON.parse(text) as { data: unknown[]; nextCursor: string };
        people += page.data.length;
        cursor = page.nextCursor;
      }
    };
    const refused = { status: 429, people: 400 };
    expect(await visit('198.51.100.1')).toEqual(refused);
    const { misses } = service.cache!.counts;
    expect(await visit('198.51.100.2')).toEqual(refused);
    expect(service.cache!.counts.misses, 'the second is shown what is kept').toBe(misses);
    await service.keyUses.flush();
    const [used] = await crowd.scope.db.query<{ used: boolean }>({
      text: `select last_used_at is not null as used from api_keys where kind = 'publishable'`,
    });
    expect(used).toEqual({ used: true });
  }); // prettier-ignore

  it('is gone within a moment where somebody else has written, such as another process', async () => {
    const path = `/v1/profiles/${id}`;
    await read(path);
    await vi.waitUntil(async () => (await school.scope.db.query({ text: 'select from outbox' })).length === 0);
    const elsewhere = openScope({
      database: service.database, institution: school.institution, principal: { kind: 'system' }, clock: service.clock, log: silent,
      auditKey: testAuditKey,
    });
    await updateProfile(elsewhere, parseId('profile', id)!, { headline: 'Laureate' });
    await vi.waitUntil(async () => (await read(path)).includes('Laureate'), { timeout: 3_000 });
  }); // prettier-ignore
});

describe('an operation', () => {
  it('that is no GET, or says not for how long, can’t have its answers kept', () => {
    const search = operations.find(({ operationId }) => operationId === 'searchDirectory')!;
    for (const wrong of [{ method: 'post' }, { cacheSeconds: undefined }])
      expect(() => keptAnswersOf({ ...search, ...wrong }, undefined)).toThrow('searchDirectory');
  });
});
