import { Redis } from 'ioredis';
import { pino } from 'pino';
import { beforeAll, describe, expect, it } from 'vitest';
import { operations, resolve, type Schema } from '../contract/document';
import { loadProfiles } from '../features/directory';
import { MemoryCounters } from '../platform/counters';
import { openRedis } from '../platform/redis';
import { RedisCounters } from '../platform/redis-counters';
import { atEnd } from '../testing/at-end';
import { pageOf } from '../testing/members';
import { describeWithRedis, startTestRedis, until } from '../testing/redis';
import { startTestService, type TestInstitution, type TestService } from '../testing/service';
import { callRaw } from '../testing/wire';
import { TrustedProxies } from './client-address';
import { defaultRateLimits, type RateLimits, uniformRateLimits } from './rate-limits';

const hourMs = 3_600_000;
const trustedProxies = new TrustedProxies(['127.0.0.1']);
/** Only the budget bounds anything. */
const limitsOf = (people: Partial<RateLimits['people']>): RateLimits => ({
  ...uniformRateLimits(1e9),
  people: { addressHour: 1e9, addressDay: 1e9, memberHour: 1e9, memberDay: 1e9, ...people },
});

let nextAddress = 0;
const newAddress = () => `198.51.100.${++nextAddress}`;

interface Entry {
  readonly id: string;
}

interface Page {
  readonly status: number;
  readonly data: readonly Entry[];
  readonly nextCursor?: string | null;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly code?: string;
  readonly detail?: string;
}

/** Asks as a visitor does. */
const visitor = (service: TestService, key: string, from: string, more: Readonly<Record<string, string>> = {}) =>
  async (path: string): Promise<Page> => {
    const headers = { 'Homecoming-Key': key, 'X-Forwarded-For': from, ...more };
    const answer = await callRaw(service.origin, { path, headers });
    const body = JSON.parse(answer.text) as Partial<Page> & Partial<Entry>;
    const data = body.data ?? (body.id ? [{ id: body.id }] : []);
    return { ...body, data, status: answer.status, headers: answer.headers };
  }; // prettier-ignore

async function schoolOf(service: TestService, people: number): Promise<TestInstitution> {
  const school = await service.createInstitution();
  const drafts = Array.from({ length: people }, (_, i) => ({
    familyName: `Person${String(i).padStart(4, '0')}`,
    degrees: [{ batchYear: 1950 + (i % 50) }],
  }));
  await loadProfiles(school.scope, drafts);
  return school;
}

describe('the budget of people', () => {
  let service: TestService;
  let school: TestInstitution;
  let now = 0;
  beforeAll(async () => {
    service = await startTestService({
      rateLimits: limitsOf({ addressHour: 45, addressDay: 60, memberHour: 45 }),
      counters: new MemoryCounters(() => now),
      trustedProxies,
    });
    school = await schoolOf(service, 200);
  });
  const newKey = (kind: 'publishable' | 'secret' = 'publishable') => school.createKey({ kind });
  const newVisitor = async () => visitor(service, await newKey(), newAddress());

  it('is one for search, its pages, profiles by their ids and suggestions', async () => {
    const ids = (await visitor(service, await newKey('secret'), newAddress())('/v1/directory/search?limit=100')).data;
    const from = newAddress();
    const ask = visitor(service, await newKey(), from);
    const first = await ask('/v1/directory/search?limit=20');
    expect(first.status).toBe(200);
    expect((await ask(`/v1/directory/search?limit=20&cursor=${first.nextCursor}`)).status).toBe(200);
    const unseen = ids.slice(50);
    const others = [
      '/v1/directory/search?limit=20&sort=-batchYear',
      '/v1/directory/search?q=person015&limit=10',
      '/v1/directory/suggest?q=person015',
      `/v1/profiles?ids=${unseen.slice(0, 6).map(({ id }) => id).join(',')}`,
    ];
    for (const path of others) expect((await ask(path)).status, path).toBe(429);
    for (const { id } of unseen.slice(0, 5)) expect((await ask(`/v1/profiles/${id}`)).status).toBe(200);
    expect((await ask(`/v1/profiles/${unseen[5]!.id}`)).status).toBe(429);
    const another = visitor(service, await newKey(), from);
    expect((await another(`/v1/profiles/${unseen[6]!.id}`)).status, 'with another key').toBe(429);
  }); // prettier-ignore

  it('counts a person once, however often they are shown, also when it is used up', async () => {
    const ask = await newVisitor();
    const page = '/v1/directory/search?limit=40';
    for (let i = 0; i < 5; i++) expect((await ask(page)).status).toBe(200);
    expect((await ask('/v1/directory/search?limit=10&sort=-batchYear')).status).toBe(429);
    expect((await ask(page)).status).toBe(200);
  });

  it('says in headers and in the refusal how it stands, and opens again by the hour and by the day', async () => {
    const ask = await newVisitor();
    const first = await ask('/v1/directory/search?limit=40');
    expect(first.headers['ratelimit-policy']).toMatch(/"people-address-hour";q=45;w=3600, "people-address-day";q=60;w=86400$/);
    expect(first.headers.ratelimit).toMatch(/"people-address-hour";r=5;t=3600, "people-address-day";r=20;t=86400$/);
    now += 20 * 60_000;
    const more = '/v1/directory/search?limit=20&sort=-batchYear';
    const refused = await ask(more);
    expect([refused.status, refused.code]).toEqual([429, 'too_many_requests']);
    expect(refused.headers['retry-after']).toBe('2400');
    expect(refused.detail).toBe('The limit is 45 different people in an hour from one address. Try again in 2400 seconds.');
    now += 40 * 60_000;
    expect((await ask(more)).status).toBe(200);
    const day = await ask('/v1/directory/search?limit=20&q=person0100');
    expect(day.detail).toMatch(/^The limit is 60 different people in 24 hours/);
    now += 23 * hourMs;
    expect((await ask('/v1/directory/search?limit=20&q=person0100')).status).toBe(200);
  }); // prettier-ignore

  it('is each address’s own', async () => {
    const [loud, quiet] = [await newVisitor(), await newVisitor()];
    for (const year of [1950, 1955, 1960, 1970])
      await loud(`/v1/directory/search?batchYear=${year}..${year + 4}`);
    expect((await loud('/v1/directory/search?batchYear=1980..1984')).status).toBe(429);
    expect((await quiet('/v1/directory/search?batchYear=1980..1984')).status).toBe(200);
  });

  it('is that of a /56 twice over, and of a /48 four times, for IPv6', async () => {
    const key = await newKey();
    const shown = async (addresses: readonly string[]) => {
      const people = new Set<string>();
      for (const [i, address] of addresses.entries()) {
        const { data } = await visitor(service, key, address)(`/v1/directory/search?batchYear=${1950 + 10 * (i % 5)}..${1959 + 10 * (i % 5)}&limit=40`);
        for (const { id } of data) people.add(id);
      }
      return people.size;
    }; // prettier-ignore
    const each = (network: (i: number) => string) => Array.from({ length: 5 }, (_, i) => network(i));
    expect(await shown(each(() => '2001:db8:1:1::5')), 'one address').toBe(40);
    expect(await shown(each((i) => `2001:db8:2:1::${i}`)), 'one /64').toBe(40);
    expect(await shown(each((i) => `2001:db8:3:1${i}::1`)), 'one /56').toBe(80);
    expect(await shown(each((i) => `2001:db8:4:${i}00::1`)), 'one /48').toBe(160);
    expect(await shown(each((i) => `2001:db8:5${i}::1`)), 'several').toBe(200);
  });

  it('follows a member from address to address, and leaves admins and secret keys alone', async () => {
    const page = await pageOf(service, school);
    const [member, admin] = [await page.signIn({ status: 'verified' }), await page.signIn({ role: 'admin' })];
    const as = ({ headers }: typeof member) => (path: string) =>
      visitor(service, page.key, newAddress(), headers)(path); // prettier-ignore
    expect((await as(member)('/v1/directory/search?limit=40')).status).toBe(200);
    const more = '/v1/directory/search?limit=40&sort=-batchYear';
    const refused = await as(member)(more);
    expect([refused.status, refused.detail]).toEqual([
      429,
      expect.stringMatching('45 .* by one member') as string,
    ]);
    for (const path of ['/v1/directory/search?limit=40', more])
      expect((await as(admin)(path)).status).toBe(200);
    const secret = visitor(service, await newKey('secret'), newAddress());
    expect((await secret(more.replace('40', '100'))).data).toHaveLength(100);
  });

  it('of members at one address is apart from that of its other visitors, so that nobody closes the directory to them', async () => {
    const address = newAddress();
    const page = await pageOf(service, school);
    const at = (headers: Readonly<Record<string, string>>) => visitor(service, page.key, address, headers);
    const signIn = async (status: 'verified' | 'unverified') => at((await page.signIn({ status })).headers);
    const [pageOne, pageTwo] = ['/v1/directory/search?limit=40', '/v1/directory/search?limit=40&sort=-batchYear'];
    await at({})(pageOne);
    expect((await at({})(pageTwo)).status, 'a visitor uses the address up').toBe(429);
    expect((await (await signIn('unverified'))(pageTwo)).status, 'whoever has only signed in is one').toBe(429);
    const decades = Array.from({ length: 5 }, (_, i) => `${pageOne}&batchYear=${1950 + 10 * i}..${1959 + 10 * i}`);
    const statuses = [];
    for (const decade of decades) statuses.push((await (await signIn('verified'))(decade)).status);
    expect(statuses, 'four times as many people for all members there').toEqual([200, 200, 200, 200, 429]);
  }); // prettier-ignore

  it('comes in pages of 40 at most', async () => {
    const { data, nextCursor } = await (await newVisitor())('/v1/directory/search?limit=100');
    expect(data).toHaveLength(40);
    expect(nextCursor).not.toBeNull();
  });

  it('holds for each operation that shows people to visitors', () => {
    const showing = operations.filter(
      ({ callers, permission, method, responses }) =>
        callers.includes('publishable') &&
        permission === 'directory:read' &&
        method === 'get' &&
        hasProfileId(responses['200']!.content?.['application/json']?.schema),
    );
    expect(showing.map(({ operationId, people }) => [operationId, people])).toEqual([
      ['searchDirectory', 'data.id'],
      ['suggestDirectory', 'data.profileId'],
      ['listProfiles', 'data.id'],
      ['getProfile', 'id'],
    ]);
  });
});

function hasProfileId(schema: Schema | undefined): boolean {
  if (!schema) return false;
  const { items, properties, 'x-typeid': kind } = resolve<Schema>(schema);
  return kind === 'prof' || [items, ...Object.values(properties ?? {})].some(hasProfileId);
}

describe('whoever carries a register off with the publishable key', () => {
  it('has, with one address, a tenth of it a day; of a small one 600', async () => {
    let now = 0;
    const service = await startTestService({
      rateLimits: limitsOf(defaultRateLimits.people),
      counters: new MemoryCounters(() => now),
      trustedProxies,
    });
    const school = await schoolOf(service, 1_500);
    const ask = visitor(service, await school.createKey({ kind: 'publishable' }), newAddress());
    // As the first trial did: by years, page after page, and each person of a page by id.
    const patiently = async (path: string): Promise<Page> => {
      const page = await ask(path);
      if (page.status !== 429) return page;
      now += Number(page.headers['retry-after']) * 1_000;
      return ask(path);
    };
    const gotAt = new Map<string, number>();
    for (let year = 1950; year < 2000; year++) {
      let cursor: string | null | undefined;
      do {
        const page = await patiently(`/v1/directory/search?batchYear=${year}&limit=100${cursor ? `&cursor=${cursor}` : ''}`);
        const ids = page.data.map(({ id }) => id);
        for (const { id } of (await patiently(`/v1/profiles?ids=${ids.join(',')}`)).data) gotAt.set(id, now);
        cursor = page.nextCursor;
      } while (cursor);
    } // prettier-ignore
    const gotWithin = (ms: number) => [...gotAt.values()].filter((at) => at < ms).length;
    expect(gotAt.size).toBe(1_500);
    expect(gotWithin(hourMs), 'in an hour').toBeLessThanOrEqual(400);
    expect(gotWithin(24 * hourMs), 'in a day').toBeLessThanOrEqual(600);
    expect(gotWithin(48 * hourMs), 'in two days').toBeLessThanOrEqual(1_200);
  });
});

describeWithRedis('the budget of people of two services with one Redis', () => {
  it('is one, and survives a Redis that comes back empty', async () => {
    const redis = await startTestRedis();
    const admin = new Redis(redis.url);
    atEnd(async () => {
      admin.disconnect();
      await redis.kill();
    });
    const open = async () => {
      const connection = openRedis(redis.url, () => undefined);
      const counters = new RedisCounters(connection, new MemoryCounters(), pino({ level: 'silent' }));
      atEnd(async () => {
        counters.close();
        connection.disconnect();
      });
      await until(() => connection.status === 'ready');
      return counters;
    };
    const [one, other] = [await open(), await open()];
    const quotas = [
      { name: 'hour', most: 30, windowMs: 60_000 },
      { name: 'day', most: 1_000, windowMs: 120_000 },
    ];
    const people = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);
    const used = async (counters: RedisCounters, from: number, to: number) => {
      const { isTaken, standings } = await counters.takeNew(quotas, people(from, to));
      return [isTaken, ...standings.map((each) => each.used)];
    };
    expect(await used(one, 0, 20)).toEqual([true, 20, 20]);
    expect(await used(other, 10, 25), 'five of them are new').toEqual([true, 25, 25]);
    expect(await used(one, 20, 40), 'more than there is room for').toEqual([false, 25, 25]);
    expect(await used(one, 20, 40), 'and still').toEqual([false, 25, 25]);
    expect(await used(one, 20, 25)).toEqual([true, 25, 25]);
    await admin.flushall();
    expect(await used(one, 25, 40), 'after a flush').toEqual([false, 25, 25]);
    expect(await used(other, 25, 30)).toEqual([true, 30, 30]);
    const left = await admin.pttl((await admin.keys('*:seen:hour'))[0]!);
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThanOrEqual(60_000);
    await redis.kill();
    expect(await used(other, 30, 31), 'while it is away').toEqual([false, 30, 30]);
    expect(await used(other, 10, 30)).toEqual([true, 30, 30]);
    const third = await one.takeNew(quotas, people(30, 40));
    expect(third.isTaken, 'also where others have shown most').toBe(false);
    await redis.start();
  });
});
