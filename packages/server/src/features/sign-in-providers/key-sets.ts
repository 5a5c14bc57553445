import { createLocalJWKSet, createRemoteJWKSet, customFetch, errors, type JWTVerifyGetKey } from 'jose';
import { LRUCache } from 'lru-cache';
import { Problem } from '../../contract/problems';
import type { Outbound } from '../../platform/outbound';
import { outboundFetch } from '../../platform/outbound-fetch';
import type { Scope } from '../../platform/scope';
import { allowsHttp, type Provider } from './provider';
import { soundKeysOnly } from './public-keys';
import { RecentFailures } from './recent-failures';

const timeoutMs = 5_000;

/** The keys of hosts: those that are kept, and those that are fetched, which are remembered for ten minutes. */
export class KeySets {
  readonly #known = new LRUCache<string, JWTVerifyGetKey>({ max: 1_000 });

  readonly #failures = new RecentFailures();

  constructor(private readonly outbound: Outbound) {}

  /** Finds the key of a token; it rejects with `sign_in_provider_failed` where the set cannot be had. */
  of(scope: Scope, provider: Provider): JWTVerifyGetKey {
    const name = `${provider.id} ${provider.version}`;
    const known = this.#known.get(name) ?? this.#open(scope, provider);
    this.#known.set(name, known);
    return async (header, token) => {
      try {
        return await this.#failures.unlessFailed(name, async () => known(header, token), isOfTheSet);
      } catch (error) {
        if (!isOfTheSet(error)) throw error;
        scope.log.warn({ err: error, providerId: provider.id }, 'could not read a host site’s keys');
        throw new Problem('sign_in_provider_failed', 'The host site’s keys couldn’t be read.', {
          cause: error,
        });
      }
    };
  }

  #open({ institution, log }: Scope, { id: providerId, jwks, jwksUrl }: Provider): JWTVerifyGetKey {
    if (jwks) return createLocalJWKSet(jwks);
    const reach = outboundFetch(this.outbound, { allowHttp: allowsHttp(institution), timeoutMs });
    const fetch = soundKeysOnly(
      reach,
      () => true,
      (place, fault) => log.warn({ providerId, place, fault }, 'ignoring an invalid key of a host site'),
    );
    // An unknown key has the set read again, but not twice in half a minute: tokens of nobody must not make us a nuisance.
    return createRemoteJWKSet(new URL(jwksUrl!), {
      [customFetch]: fetch,
      cooldownDuration: 30_000,
      cacheMaxAge: 600_000,
      timeoutDuration: timeoutMs,
    });
  }
}

/** Whether the set could not be had; else it is the token that names no key of it. */
const isOfTheSet = (error: unknown) =>
  !(
    error instanceof errors.JWKSNoMatchingKey ||
    error instanceof errors.JWKSMultipleMatchingKeys ||
    error instanceof errors.JOSENotSupported
  );
