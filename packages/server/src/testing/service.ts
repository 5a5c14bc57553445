import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:http';
import pg from 'pg';
import type { Logger } from 'pino';
import { silent } from './quiet';
import { inject } from 'vitest';
import { atEnd } from './at-end';
import { testPhotos } from './photos';
import { testAuditKey, testSecret } from './secret';
import { openBus } from '../platform/bus';
import { startRelay } from '../platform/relay';
import { Feed } from '../features/changes';
import { createApp, type Dependencies } from '../app';
import type { Caching, CachingParts } from '../caching';
import { ensureSigningKey, KeyUses, openTokens, scopes, type NewKey, type Tokens } from '../features/access';
import { insertNewKey } from '../features/access/keys';
import { createInstitution } from '../features/institutions';
import { Database, type SlowTransaction } from '../platform/database';
import { uniformRateLimits } from '../http/rate-limits';
import type { FileStorage, Photos } from '../platform/files';
import { newId } from '../platform/ids';
import { Outbound } from '../platform/outbound';
import { asOwnerInTransaction } from '../platform/owner';
import { openScope, type Audience, type Institution, type OnOutgoing, type Scope } from '../platform/scope';

async function asAdmin(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: pathTo(inject('postgresUrl'), 'postgres') });
  await client.connect();
  await client.query(sql);
  await client.end();
}

const newName = () => `test_${randomUUID().replaceAll('-', '')}`;

/** One that nothing has been migrated in. @returns its URL */
export async function createEmptyDatabase(): Promise<string> {
  const name = newName();
  await asAdmin(`create database ${name} template template0 strategy file_copy`);
  return pathTo(inject('postgresUrl'), name);
}

/** A database of a test file's own, cloned from the migrated template; gone with the run's PostgreSQL. */
export async function createTestDatabase(
  reach: (url: string) => Promise<string> = (url) => Promise.resolve(url),
): Promise<{ url: string; database: Database }> {
  const name = newName();
  await asAdmin(`create database ${name} template template strategy file_copy`);
  const url = pathTo(inject('postgresUrl'), name);
  const slow: SlowTransaction[] = [];
  const database = new Database({ url: await reach(url), onSlowTransaction: (each) => slow.push(each) });
  atEnd(async () => {
    const { totalCount, idleCount } = database.pool;
    await database.close();
    if (totalCount !== idleCount)
      throw new Error(`${totalCount - idleCount} connections were not given back.`);
    // Whoever needs a long one takes a Database of their own.
    const [first] = slow;
    if (first) {
      const { durationMs, ran } = first;
      throw new Error(`A writing transaction took ${durationMs.toFixed(0)} ms: ${ran.join('; ')}.`);
    }
  });
  return { url, database };
}

function pathTo(url: string, database: string): string {
  return Object.assign(new URL(url), { pathname: `/${database}` }).href;
}

export { silent, testSecret };

export const testIssuer = 'https://homecoming.example';

export interface TestInstitution {
  readonly institution: Institution;
  /** The command line's scope of it. */
  readonly scope: Scope;
  /** Also one that nobody could make, such as an expired one. */
  readonly createKey: (key?: Partial<NewKey>) => Promise<string>;
}

export interface TestService {
  readonly origin: string;
  readonly feed: Feed;
  readonly outbound: Outbound;
  readonly onOutgoing: OnOutgoing;
  readonly secret: string;
  readonly clock: () => Date;
  readonly tokens: Tokens;
  readonly database: Database;
  readonly ownerUrl: string;
  readonly keyUses: KeyUses;
  readonly photos: Photos;
  createInstitution(settings?: {
    slug?: string;
    audienceDefaults?: Record<string, Audience>;
    publicCountThreshold?: number;
  }): Promise<TestInstitution>;
}

/**
 * The whole service on a port of its own, every answer checked against the contract.
 * @param options.relays false: what transactions leave in the outbox stays there
 * @param options.storage where photos are stored: a folder by default
 * @param options.reach by which URL the service reaches its database, where that isn't the database's own
 * @param options.caching what keeps answers to the public: nothing by default
 * @param options.clock what time it is, for the service and the scopes of its institutions
 */
export async function startTestService({
  relays = true,
  clock = () => new Date(),
  log = silent,
  storage,
  reach,
  caching,
  ...limiting
}: {
  relays?: boolean;
  clock?: () => Date;
  log?: Logger;
  storage?: FileStorage;
  reach?: (url: string) => Promise<string>;
  caching?: (parts: Pick<CachingParts, 'feed' | 'wake' | 'secret'>) => Caching;
} & Partial<
  Pick<Dependencies, 'rateLimits' | 'counters' | 'trustedProxies' | 'stopping'>
> = {}): Promise<TestService> {
  const { url, database } = await createTestDatabase(reach);
  const secret = testSecret;
  await asOwnerInTransaction(url, (owner) => ensureSigningKey(owner, { secret, clock }));
  const bus = openBus({ log: silent });
  const relay = relays ? startRelay({ database, bus, log: silent }) : undefined;
  const feed = new Feed({ database, bus, log: silent });
  const wake = () => relay?.wake();
  const { cache, onOutgoing } = caching?.({ feed, wake, secret }) ?? { cache: undefined, onOutgoing: wake };
  // Partners of tests listen on this machine; all other names lead nowhere, at once.
  const outbound = new Outbound({
    allowedHosts: [{ host: '127.0.0.1', port: undefined }],
    resolveName: () => Promise.resolve([]),
  });
  const keyUses = new KeyUses(database, clock);
  const tokens = await openTokens({ database, secret, issuer: testIssuer, clock, log, wakeUps: bus });
  const photos = await testPhotos({ clock, origin: () => origin, ...(storage && { storage }) });
  const app = createApp({
    database,
    log,
    clock,
    secret,
    tokens,
    photos,
    feed,
    outbound,
    onOutgoing,
    ...(cache && { cache }),
    // Reached by no test, unless it is about them.
    rateLimits: uniformRateLimits(1e9),
    checkAnswers: true,
    onKeyUse: keyUses.note,
    ...limiting,
  });
  const server = createServer(app.callback() as never);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  atEnd(async () => {
    feed.close();
    await closeServer(server);
    await tokens.close();
    await relay?.stop();
    await bus.close();
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    feed,
    tokens,
    photos,
    outbound,
    onOutgoing,
    secret,
    clock,
    origin,
    database,
    ownerUrl: url,
    keyUses,
    createInstitution: async ({
      slug = `school-${newId().slice(-8)}`,
      audienceDefaults = everythingPublic,
      publicCountThreshold = 1,
    } = {}) => {
      const draft = { slug, name: slug, mode: 'test', audienceDefaults, publicCountThreshold } as const;
      const institution = await createInstitution({ ownerUrl: url, auditKey: testAuditKey, clock }, draft);
      const scope = openScope({
        database,
        institution: institution!,
        principal: { kind: 'system' },
        clock,
        log: silent,
        onOutgoing,
        auditKey: testAuditKey,
      });
      return {
        institution: institution!,
        scope,
        createKey: async (key) => {
          const draft = {
            kind: 'secret',
            name: 'test',
            scopes,
            origins: ['https://allowed.example'],
            ...key,
          } as const;
          return (await scope.transaction((tx) => insertNewKey(tx, draft))).text;
        },
      };
    },
  };
}

export const everythingPublic: Record<string, Audience> = Object.fromEntries(
  [
    'name',
    'otherNames',
    'degrees',
    'company',
    'title',
    'industry',
    'city',
    'country',
    'skills',
    'headline',
    'bio',
    'links',
    'photoUrl',
  ].map((field) => [field, 'public']),
);

async function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise<void>((resolve) => server.close(() => resolve()));
}
