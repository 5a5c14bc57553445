import type { Logger } from 'pino';
import { type Config, readConfig } from '../config';
import { ensureSigningKey } from '../features/tokens';
import { uniformRateLimits } from '../http/rate-limits';
import { MailFolder, parseSender } from '../platform/mail';
import { Outbound } from '../platform/outbound';
import { asOwnerInTransaction } from '../platform/owner';
import { type Opening, openServices, type Services } from '../services';
import { atEnd } from './at-end';
import { createTestDatabase } from './database';
import { testPhotos } from './photos';
import { silent } from './quiet';
import { testSecret } from './secret';

export const testIssuer = 'https://homecoming.example';

export interface TestServicesOptions {
  /** Whether what transactions leave in the outbox is relayed. */
  readonly relays?: boolean;
  /** Whether answers to the public are kept: by default not, so that tests may write past the service. */
  readonly caches?: boolean;
  /** What time it is. */
  readonly clock?: () => Date;
  readonly log?: Logger;
  readonly origin?: () => string;
  /** By which URL the service reaches its database, if that isn't the database's own. */
  readonly reach?: (url: string) => Promise<string>;
  readonly stopping?: AbortSignal | undefined;
  readonly given?: Opening['given'];
  readonly settings?: Partial<Pick<Config, 'rateLimits' | 'trustedProxies'>>;
}

/** Everything that a service opens, on a database of the test file's own; closed at the end of the file. */
export async function openTestServices({
  relays = true,
  caches = false,
  clock = () => new Date(),
  log = silent,
  origin = () => 'http://localhost',
  reach,
  stopping,
  given,
  settings,
}: TestServicesOptions = {}): Promise<Services & { readonly ownerUrl: string; close(): Promise<void> }> {
  const { url, database } = await createTestDatabase(reach);
  await asOwnerInTransaction(url, (owner) => ensureSigningKey(owner, { secret: testSecret, clock }));
  // Reached by no test, unless it is about them.
  const config = { ...readConfig({}), rateLimits: uniformRateLimits(1e9), ...settings };
  const services = await openServices(config, {
    ...{ url, log, clock, origin, relays, caches, secret: testSecret },
    ...(stopping && { stopping }),
    given: {
      database,
      issuer: testIssuer,
      // Partners of tests listen on this machine; all other names lead nowhere, at once.
      outbound: new Outbound({
        allowedHosts: [{ host: '127.0.0.1', port: undefined }],
        resolveName: () => Promise.resolve([]),
      }),
      photos: given?.photos ?? (await testPhotos({ clock, origin })),
      mail: {
        transport: new MailFolder('/nowhere'),
        sender: parseSender('office@school.example'),
        folder: undefined,
      },
      ...given,
    },
  });
  atEnd(() => services.close());
  return { ...services, ownerUrl: url };
}
