import { createPublicKey, type JsonWebKey } from 'node:crypto';
import { invalidField } from '../../contract/problems';
import type { outboundFetch } from '../../platform/outbound-fetch';
import type { PublicKeySet } from './provider';

const smallestModulus = 2_048;
/** FIPS 186-5, 5.1: with smaller ones signatures can be forged where padding is checked carelessly. */
const smallestExponent = 65_537n;
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
      throw invalidField(`/jwks/keys/${place}`, fault);
    }),
  };
}

function faultOf(key: object): string | undefined {
  if ('d' in key || 'k' in key)
    return 'is a private or symmetric key: replace it, and send only the public part of the new one';
  try {
    const { asymmetricKeyType: type, asymmetricKeyDetails: details } = createPublicKey({
      key: key as JsonWebKey,
      format: 'jwk',
    });
    if (type === 'rsa' && details!.modulusLength! < smallestModulus)
      return `must have at least ${smallestModulus} bits`;
    if (type === 'rsa' && details!.publicExponent! < smallestExponent)
      return `must have an exponent of at least ${smallestExponent}`;
    if (type === 'ec' && !curves.includes(details!.namedCurve!))
      return 'must have the curve P-256, P-384 or P-521';
    return type === 'rsa' || type === 'ec' || type === 'ed25519' ? undefined : 'can’t verify a signature';
  } catch {
    return 'isn’t a complete public key';
  }
}

type Fetch = ReturnType<typeof outboundFetch>;

/**
 * The same fetch, but that a key set loses the keys that would be refused at registration: a token that names one of them names no
 * key then.
 * @param isKeySet which answers are key sets
 * @param onRefused told of each key that is left out: its place in the set, and why. What the set calls it is a foreign text.
 */
export function soundKeysOnly(
  fetch: Fetch,
  isKeySet: (url: string) => boolean,
  onRefused: (place: number, fault: string) => void,
): Fetch {
  return async (url, init) => {
    const answer = await fetch(url, init);
    if (!isKeySet(url) || answer.status !== 200) return answer;
    const set = (await answer.json()) as { readonly keys?: unknown };
    const keys = Array.isArray(set?.keys) ? set.keys.filter(isObject) : undefined;
    const sound = keys?.filter((key, place) => {
      const fault = faultOf(key);
      // What is for encrypting, say, is nothing to sign with anyway.
      if (fault !== undefined) onRefused(place, fault);
      return fault === undefined;
    });
    return Response.json(sound ? { keys: sound } : set, { status: 200 });
  };
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
