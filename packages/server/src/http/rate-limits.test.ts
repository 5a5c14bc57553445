import { Redis } from 'ioredis';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Operation, operations } from '../contract/document';
import { MemoryCounters } from '../platform/counters';
import { encodeUuid, formatId, newId } from '../platform/ids';
import { openRedis } from '../platform/redis';
import { RedisCounters } from '../platform/redis-counters';
import { pageOf } from '../testing/members';
import { describeWithRedis, startTestRedis, type TestRedis, until } from '../testing/redis';
import { startTestService, type TestInstitution, type TestService } from '../testing/service';
import { callRaw, type WireAnswer } from '../testing/wire';
import { callWeight } from './call-weight';
import { TrustedProxies } from './client-address';
import {
  declaredRateLimit,
  defaultRateLimits,
  parseRateLimits,
  type RateLimits,
  uniformRateLimits,
} from './rate-limits';

const limits: RateLimits = {
  ...uniformRateLimits(1_000),
  search: { secretKeyMinute: 4, publishableKeyMinute: 10, addressMinute: 5, addressDay: 7 },
  read: { ...uniformRateLimits(1_000).read, addressMinute: 6 },
  refusedKeys: { addressMinute: 3 },
};

interface Asked {
  readonly path?: string;
  readonly key?: string;
  /** As a trusted proxy says. */
  readonly from?: string;
}

const ask = (service: TestService, { path = '/v1/directory/search', key, from }: Asked) =>
  callRaw(service.origin, {
    path,
    headers: { ...(key && { 'Homecoming-Key': key }), ...(from && { 'X-Forwarded-For': from }) },
  });
const codeOf = ({ text }: WireAnswer) => (JSON.parse(text) as { code?: string }).code;

/** How many of so many calls, one after another, are let through. */
async function admitted(service: TestService, times: number, asked: Asked): Promise<number> {
  let count = 0;
  for (let i = 0; i < times; i++) if ((await ask(service, asked)).status !== 429) count++;
  return count;
}

describe('rate limits', () => {
  let service: TestService;
  let now = 0;
  let school: TestInstitution;
  beforeAll(async () => {
    service = await startTestService({
      rateLimits: limits,
      counters: new MemoryCounters(() => now),
      trustedProxies: new TrustedProxies(['127.0.0.1']),
    });
    school = await service.createInstitution();
  });
  const newKey = (kind: 'secret' | 'publishable') => school.createKey({ kind });
  let nextAddress = 0;
  const newAddress = () => `198.51.${Math.floor(++nextAddress / 200)}.${(nextAddress % 200) + 1}`;

  it('are told in headers on each answer, and a refusal says when to come again', async () => {
    const key = await newKey('secret');
    const first = await ask(service, { key });
    expect(first.status).toBe(200);
    expect(first.headers['ratelimit-policy']).toBe('"search-key";q=4;w=60');
    expect(first.headers.ratelimit).toBe('"search-key";r=3;t=60');
    now += 20_500;
    for (let left = 2; left >= 0; left--) {
      expect((await ask(service, { key })).headers.ratelimit).toBe(`"search-key";r=${left};t=40`);
    }
    const refused = await ask(service, { key });
    expect([refused.status, codeOf(refused)]).toEqual([429, 'too_many_requests']);
    expect(refused.headers).toMatchObject({
      'retry-after': '40',
      ratelimit: '"search-key";r=0;t=40',
      'ratelimit-policy': '"search-key";q=4;w=60',
      'cache-control': 'no-store',
      'content-type': 'application/problem+json',
    });
    expect(refused.headers['access-control-expose-headers']).toMatch(
      /Retry-After.*RateLimit, RateLimit-Policy/,
    );
    now += 39_500;
    expect((await ask(service, { key })).status).toBe(200);
  });

  it('tell of a publishable key all that hold', async () => {
    const key = await newKey('publishable');
    const { headers } = await ask(service, { key, from: newAddress() });
    expect(headers['ratelimit-policy']).toBe(
      '"search-key";q=10;w=60, "search-address";q=5;w=60, "search-address-day";q=7;w=86400, ' +
        '"people-address-hour";q=400;w=3600, "people-address-day";q=600;w=86400',
    );
    expect(headers.ratelimit).toMatch(
      /^"search-key";r=9;t=60, "search-address";r=4;t=60, "search-address-day";r=\d;t=86400, "people-address-hour";r=400;t=3600, "people-address-day";r=600;t=86400$/,
    );
  });

  it('hold for each key by itself, and for each class of operations', async () => {
    const [one, other] = [await newKey('secret'), await newKey('secret')];
    expect(await admitted(service, 6, { key: one })).toBe(4);
    expect(await admitted(service, 6, { key: other })).toBe(4);
    expect(await admitted(service, 6, { key: one, path: '/v1/batches' })).toBe(6);
  });

  it('of one address do not use up those of its neighbours, and its flood not those of the key', async () => {
    const key = await newKey('publishable');
    const [loud, quiet] = [newAddress(), newAddress()];
    expect(await admitted(service, 50, { key, from: loud })).toBe(5);
    expect(await admitted(service, 5, { key, from: quiet })).toBe(5);
    expect(await admitted(service, 5, { key, from: newAddress() }), 'the key has given 10').toBe(0);
  });

  it('bound what one address sees in a day, with whatever keys of the institution', async () => {
    const from = newAddress();
    expect(await admitted(service, 9, { key: await newKey('publishable'), from })).toBe(5);
    now += 61_000;
    const key = await newKey('publishable');
    expect(await admitted(service, 9, { key, from })).toBe(2);
    const refused = await ask(service, { key, from });
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(80_000);
    expect(refused.text).toContain('7 such calls in 24 hours from one address');
    now += 24 * 3_600_000;
    expect(await admitted(service, 9, { key, from })).toBe(5);
  });

  it('of members at one address are apart from those of its visitors, so that nobody closes search to them', async () => {
    const from = newAddress();
    const page = await pageOf(service, school);
    const searches = async (headers: Readonly<Record<string, string>>, times: number) => {
      const statuses: number[] = [];
      for (let i = 0; i < times; i++)
        statuses.push(
          (await page.send('GET', '/v1/directory/search', undefined, { ...headers, 'X-Forwarded-For': from }))
            .status,
        );
      return statuses.filter((status) => status === 200).length;
    };
    const [one, other] = [
      await page.signIn({ status: 'verified' }),
      await page.signIn({ status: 'verified' }),
    ];
    const unverified = await page.signIn({ status: 'unverified' });
    const visitor = { 'Homecoming-Key': page.key };
    expect(await searches(visitor, 6)).toBe(5);
    now += 61_000;
    expect(await searches(visitor, 6), 'the visitors’ day is over').toBe(2);
    now += 61_000;
    expect(await searches(unverified.headers, 1), 'whoever has only signed in is a visitor').toBe(0);
    for (let minute = 0; minute < 4; minute++) {
      const member = minute % 2 ? one : other;
      expect(await searches(member.headers, 7), 'four times as many for all members there').toBe(7);
      now += 61_000;
    }
    const refused = await page.send('GET', '/v1/directory/search', undefined, {
      ...one.headers,
      'X-Forwarded-For': from,
    });
    expect(refused.headers.ratelimit).toMatch(/"search-members-address-day";r=0/);
    expect(refused.status).toBe(429);
  });

  it('take larger pages for as many as they are', async () => {
    const [key, from] = [await newKey('publishable'), newAddress()];
    const path = '/v1/directory/search?limit=100';
    expect(await admitted(service, 3, { key, from, path }), 'which has 40 people').toBe(2);
    const another = { key, from: newAddress(), path: '/v1/directory/search?%6cimit=21' };
    expect(await admitted(service, 3, another), 'whatever way it is written').toBe(2);
  });

  it('hold for a whole IPv6 /64, twice over for its /56 and four times for its /48', async () => {
    const admittedFrom = async (times: number, addressOf: (i: number) => string) => {
      let count = 0;
      for (let i = 0; i < times; i++) {
        // The limits of keys aside.
        const key = i % 10 ? lastKey : (lastKey = await newKey('publishable'));
        if ((await ask(service, { key, from: addressOf(i) })).status === 200) count++;
      }
      return count;
    };
    let lastKey = '';
    expect(await admittedFrom(8, (i) => `2001:db8:1:1::${i}`)).toBe(5);
    expect(await admittedFrom(1, () => '2001:db8:1:2::1'), 'a neighbour').toBe(1);
    expect(await admittedFrom(16, (i) => `2001:db8:2:1${i % 10}::1`)).toBe(10);
    expect(await admittedFrom(28, (i) => `2001:db8:3:${i % 10}00::1`)).toBe(20);
    expect(await admittedFrom(1, () => '2001:db8:4::1'), 'the next /48').toBe(1);
  });

  it('cannot be got round by what a caller writes before the proxy’s own word', async () => {
    const key = await newKey('publishable');
    const real = newAddress();
    let count = 0;
    for (let i = 0; i < 12; i++) {
      if ((await ask(service, { key, from: `203.0.113.${i}, ${real}` })).status === 200) count++;
    }
    expect(count).toBe(5);
  });

  it('bound refused keys by address, and let neighbours with good ones through', async () => {
    const from = newAddress();
    const good = await newKey('secret');
    const path = '/v1/batches';
    expect((await ask(service, { key: good, from, path })).status).toBe(200);
    const guess = () => `sk_test_${encodeUuid(school.institution.id)}_${newId().replaceAll('-', '')}00000000`;
    const answers = [];
    for (let i = 0; i < 6; i++) answers.push(codeOf(await ask(service, { key: guess(), from, path })));
    expect(answers).toEqual([...Array<string>(3).fill('invalid_key'), ...Array<string>(3).fill('too_many_requests')]);
    expect((await ask(service, { key: good, from, path })).status).toBe(200);
    expect(codeOf(await ask(service, { key: guess(), from: newAddress(), path }))).toBe('invalid_key');
    const blocked = await ask(service, { key: guess(), from, path });
    expect(Number(blocked.headers['retry-after'])).toBeGreaterThan(0);
  }); // prettier-ignore

  it('bound refused keys by the networks of an IPv6 address too', async () => {
    const path = '/v1/batches';
    const guess = () => `sk_test_${encodeUuid(school.institution.id)}_${newId().replaceAll('-', '')}00000000`;
    const guessed = async (times: number, addressOf: (i: number) => string) => {
      let count = 0;
      for (let i = 0; i < times; i++)
        if (codeOf(await ask(service, { key: guess(), from: addressOf(i), path })) === 'invalid_key') count++;
      return count;
    };
    expect(await guessed(8, (i) => `2001:db8:11:1${i}::1`), 'one /56').toBe(6);
    expect(await guessed(16, (i) => `2001:db8:12:${i.toString(16)}00::1`), 'one /48').toBe(12);
    expect(await guessed(1, () => '2001:db8:13::1')).toBe(1);
  });

  it('look up no further guess where an address had too many', async () => {
    const from = newAddress();
    const guess = () => `sk_test_${encodeUuid(school.institution.id)}_${newId().replaceAll('-', '')}00000000`;
    for (let i = 0; i < 4; i++) await ask(service, { key: guess(), from });
    // One that is good, but that this process has not seen yet, cannot be told from a guess.
    expect(codeOf(await ask(service, { key: await newKey('secret'), from }))).toBe('too_many_requests');
  });

  it('hold for the public keys of a webhook endpoint, which anyone may read, also a page', async () => {
    const path = `/v1/webhook-endpoints/${formatId('webhookEndpoint', newId())}/public-keys`;
    const from = newAddress();
    expect(await admitted(service, 10, { path, from })).toBe(6);
    expect(await admitted(service, 1, { path, from: newAddress() })).toBe(1);
    const headers = { 'X-Forwarded-For': newAddress(), Origin: 'https://receiver.example' };
    const answer = await callRaw(service.origin, { path, headers });
    expect([answer.status, answer.headers.ratelimit]).toEqual([
      200,
      '"read-address";r=5;t=60, "read-address-day";r=999;t=86400',
    ]);
  });

  it('do not hold for what is open to all', async () => {
    expect(await admitted(service, 1_100, { path: '/livez' })).toBe(1_100);
    expect((await ask(service, { path: '/livez' })).headers.ratelimit).toBeUndefined();
  });
});

describe('X-Forwarded-For', () => {
  it('means nothing where no proxy is trusted', async () => {
    const service = await startTestService({ rateLimits: limits });
    const key = await (await service.createInstitution()).createKey({ kind: 'publishable' });
    let count = 0;
    for (let i = 0; i < 12; i++) {
      if ((await ask(service, { key, from: `203.0.113.${i}` })).status === 200) count++;
    }
    expect(count).toBe(5);
  });
});

describeWithRedis('rate limits of two services with one Redis', () => {
  let redis: TestRedis;
  const opened: { counters: RedisCounters; connection: Redis }[] = [];
  async function open(): Promise<TestService> {
    const connection = openRedis(redis.url, () => undefined);
    const counters = new RedisCounters(connection, new MemoryCounters(), pino({ level: 'silent' }));
    opened.push({ counters, connection });
    await until(() => connection.status === 'ready');
    return startTestService({ rateLimits: limits, counters });
  }
  beforeAll(async () => {
    redis = await startTestRedis();
  });
  afterAll(async () => {
    for (const { counters, connection } of opened) {
      counters.close();
      connection.disconnect();
    }
    await redis.kill();
  });

  it('hold together, and each by itself while Redis is away', async () => {
    // Two databases, as it happens: of the same institution in both only the calls are counted.
    const [one, other] = [await open(), await open()];
    const guess = `sk_test_${encodeUuid(newId())}_${'0'.repeat(40)}`;
    expect(await admitted(one, 2, { key: guess })).toBe(2);
    expect(await admitted(other, 5, { key: guess })).toBe(1);
    await redis.kill();
    const key = await (await one.createInstitution()).createKey();
    const started = performance.now();
    expect(await admitted(one, 6, { key })).toBe(4);
    expect(performance.now() - started).toBeLessThan(2_000);
    await redis.start();
  });
});

describe('the setting RATE_LIMITS', () => {
  it('changes what it names', () => {
    const parsed = parseRateLimits('search.addressDay=5000, write.secretKeyMinute=60');
    expect(parsed.search).toEqual({ ...defaultRateLimits.search, addressDay: 5_000 });
    expect(parsed.write).toEqual({ ...defaultRateLimits.write, secretKeyMinute: 60 });
    expect(parsed.read).toEqual(defaultRateLimits.read);
    expect(parseRateLimits('people.addressDay=20000').people.addressDay).toBe(20_000);
  });

  it.each([
    'search', 'search.addressDay', 'search.addressDay=', 'search.addressDay=0', 'search.addressDay=-1', 'search.addressDay=1e3', 'search.addressDay=off',
    'search.addressDay=9999999999', 'nothing.addressDay=1', 'search.nothing=1', '__proto__.a=1', 'search.__proto__=1', 'write.addressDay=1', ',',
    'search.addressDay=1,search.addressDay=2', 'search.toString=1',
  ])('is refused as “%s”', (text) => {
    expect(() => parseRateLimits(text)).toThrow(/“/);
  }); // prettier-ignore
});

describe('an operation', () => {
  const search = operations.find(({ operationId }) => operationId === 'searchDirectory')!;
  const getMember = operations.find(({ operationId }) => operationId === 'getOwnMember')!;

  it.each<[string, Operation]>([
    ['declares nothing', { ...search, rateLimit: undefined }],
    ['says none though it needs a key', { ...search, rateLimit: 'none' }],
    ['says a class that is not', { ...search, rateLimit: 'toString' }],
    ['says what is no class', { ...search, rateLimit: 'refusedKeys' }],
    ['says the budget of people', { ...search, rateLimit: 'people' }],
    ['takes secret keys in a class without limits for them', { ...search, rateLimit: 'signIn' }],
    ['takes members in a class without limits for them', { ...getMember, rateLimit: 'session' }],
  ])('that %s stops the start', (_, operation) => {
    expect(() => declaredRateLimit(operation)).toThrow(operation.operationId);
  });

  it('weighs as many pages of twenty as it asks for', () => {
    const profiles = operations.find(({ operationId }) => operationId === 'listProfiles')!;
    const weight = callWeight(search);
    const texts = ['', 'q=a', 'limit=20', 'limit=21', 'limit=100', 'limit=1e9', 'limit=abc', 'limit=-5'].map(
      (text) => new URLSearchParams(text),
    );
    expect(texts.map(weight)).toEqual([1, 1, 1, 2, 2, 2, 1, 1]);
    const members = operations.find(({ operationId }) => operationId === 'listMembers')!;
    expect(texts.map(callWeight(members))).toEqual([1, 1, 1, 2, 5, 5, 1, 1]);
    const ids = Array(41).fill('prof_x').join(',');
    expect(callWeight(profiles)(new URLSearchParams({ ids }))).toBe(3);
    expect(callWeight(profiles)(new URLSearchParams({ ids: 'prof_x' }))).toBe(1);
  });
});
