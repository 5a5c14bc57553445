import { createPublicKey, type JsonWebKey } from 'node:crypto';
import { createLocalJWKSet, createRemoteJWKSet, customFetch, errors, type JWTVerifyGetKey } from 'jose';
import { LRUCache } from 'lru-cache';
import { Problem } from '../../contract/problems';
import { outboundFetch } from '../../platform/outbound-fetch';
import type { Outbound } from '../../platform/outbound';
import type { Scope } from '../../platform/scope';
import { RecentFailures } from './recent-failures';
import { allowsHttp, type Provider, type PublicKeySet } from './provider';

const timeoutMs = 5_000;
const smallestModulus = 2_048;
const curves = ['prime256v1', 'secp384r1', 'secp521r1'];

/** The public part of each key. @throws {Problem} invalid_request for keys that cannot check a token's signature */
export function publicKeysOf({ keys }: PublicKeySet): PublicKeySet {
  return {
    keys: keys.map((key, place) => {
      const fault = faultOf(key);
      if (fault === undefined) {
        const { kty, kid, alg, use, crv, x, y, n, e } = key;
        return JSON.parse(JSON.stringify({ kty, kid, alg, use, crv, x, y, n, e })) as typeof key;
      }
      throw new Problem('invalid_request', `/jwks/keys/${place}: ${fault}.`, {
        errors: [{ path: `/jwks/keys/${place}`, message: fault }],
      });
    }),
  };
}

function faultOf(key: PublicKeySet['keys'][number]): string | undefined {
  if ('d' in key || 'k' in key)
    return 'is a private or a shared key: replace it, and give only the public part of the new one';
  try {
    const { asymmetricKeyType: type, asymmetricKeyDetails: details } = createPublicKey({
      key: key as JsonWebKey,
      format: 'jwk',
    });
    if (type === 'rsa' && details!.modulusLength! < smallestModulus)
      return `must have at least ${smallestModulus} bits`;
    if (type === 'ec' && !curves.includes(details!.namedCurve!))
      return 'must be of the curve P-256, P-384 or P-521';
    return type === 'rsa' || type === 'ec' || type === 'ed25519' ? undefined : 'cannot check a signature';
  } catch {
    return 'is not a whole public key';
  }
}

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
        scope.log.warn({ err: error, providerId: provider.id }, 'a host site’s keys could not be read');
        throw new Problem('sign_in_provider_failed', 'The host site’s keys could not be read.', {
          cause: error,
        });
      }
    };
  }

  #open({ institution }: Scope, { jwks, jwksUrl }: Provider): JWTVerifyGetKey {
    if (jwks) return createLocalJWKSet(jwks);
    const fetch = outboundFetch(this.outbound, { allowHttp: allowsHttp(institution), timeoutMs });
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
