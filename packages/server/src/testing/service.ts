import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApp } from '../app';
import { createInstitution } from '../features/institutions';
import { type NewKey, scopes } from '../features/keys';
import { insertNewKey } from '../features/keys/keys';
import type { Counters } from '../platform/counters';
import type { FileStorage } from '../platform/files';
import { newId } from '../platform/ids';
import type { Audience, Institution, Scope } from '../platform/scope';
import type { Services } from '../services';
import { atEnd } from './at-end';
import { createEmptyDatabase, createTestDatabase } from './database';
import { testPhotos } from './photos';
import { silent } from './quiet';
import { testSecret } from './secret';
import { openTestServices, testIssuer, type TestServicesOptions } from './services';

export { createEmptyDatabase, createTestDatabase, silent, testIssuer, testSecret };

export interface TestInstitution {
  readonly institution: Institution;
  /** The command line's scope of it. */
  readonly scope: Scope;
  /** Also one that nobody could make, such as an expired one. */
  readonly createKey: (key?: Partial<NewKey>) => Promise<string>;
}

export interface TestService extends Services {
  readonly origin: string;
  readonly ownerUrl: string;
  createInstitution(settings?: {
    slug?: string;
    audienceDefaults?: Record<string, Audience>;
    publicCountThreshold?: number;
  }): Promise<TestInstitution>;
}

export interface TestServiceOptions
  extends
    Pick<TestServicesOptions, 'relays' | 'caches' | 'clock' | 'log' | 'reach' | 'stopping'>,
    NonNullable<TestServicesOptions['settings']> {
  /** Where photos are stored: a folder by default. */
  readonly storage?: FileStorage;
  readonly counters?: Counters | undefined;
}

/** The whole service on a port of its own, every answer checked against the contract. */
export async function startTestService({
  storage,
  counters,
  rateLimits,
  trustedProxies,
  ...options
}: TestServiceOptions = {}): Promise<TestService> {
  const photos = await testPhotos({
    origin: () => origin,
    ...(options.clock && { clock: options.clock }),
    ...(storage && { storage }),
  });
  const services = await openTestServices({
    ...options,
    given: { photos, ...(counters && { counters }) },
    settings: { ...(rateLimits && { rateLimits }), ...(trustedProxies && { trustedProxies }) },
  });
  const app = createApp(services, { checkAnswers: true });
  const server = createServer(app.callback() as never);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  atEnd(async () => {
    services.feed.close();
    await closeServer(server);
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { ownerUrl, clock, auditKey, systemScope } = services;
  return {
    ...services,
    origin,
    createInstitution: async ({
      slug = `school-${newId().slice(-8)}`,
      audienceDefaults = everythingPublic,
      publicCountThreshold = 1,
    } = {}) => {
      const draft = { slug, name: slug, mode: 'test', audienceDefaults, publicCountThreshold } as const;
      const institution = (await createInstitution({ ownerUrl, auditKey, clock }, draft))!;
      const scope = systemScope(institution);
      return {
        institution,
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
