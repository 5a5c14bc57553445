import { pino } from 'pino';
import { readConfig } from '../packages/server/src/config';
import { uniformRateLimits } from '../packages/server/src/http/rate-limits';
import { openServices } from '../packages/server/src/services';
import { noPhotos } from '../packages/server/src/testing/no-photos';

/** What a service opens, with nothing in the background but, if asked for, the relay. */
export function openBenchServices(url: string, { relays = false, caches = false } = {}) {
  // One key from one address is all visitors here: counted as always, and never refused.
  const config = { ...readConfig({}), databasePoolSize: 12, rateLimits: uniformRateLimits(1e9) };
  return openServices(config, {
    ...{ url, relays, caches, secret: 'bench', oneOff: true },
    log: pino({ level: 'warn' }),
    given: { photos: noPhotos, issuer: 'https://bench.example' },
  });
}
