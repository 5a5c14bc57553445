import { timingSafeEqual } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { Problem } from '../../contract/problems';
import type { Database } from '../../platform/database';
import type { Institution, Principal } from '../../platform/scope';
import { digestOf, institutionIdOf } from './key-text';
import { findKey, type KnownKey } from './store';

export interface Caller {
  readonly institution: Institution;
  readonly principal: Principal;
}

/** How long a process trusts what it knows of a key: a revoked key ends within it. */
const trustMs = 1_000;

/**
 * Finds whose key a text is. Keys just seen are remembered for a second, unknown ones too, and calls that come together ask
 * the database once.
 */
export function keyAuthenticator(
  database: Database,
  clock: () => Date,
): { authenticate: (key: string) => Promise<Caller>; remembers: (key: string) => boolean } {
  const texts = new LRUCache<string, KeyText>({ max: 10_000, memoMethod: readText });
  const known = new LRUCache<string, (KnownKey & Caller) | 'none'>({
    max: 10_000,
    ttl: trustMs,
    // What was good a while ago is still remembered as that, until it is looked up again.
    noDeleteOnStaleGet: true,
    fetchMethod: async (digest, _stale, { context }) => {
      const key = await findKey(database.of(context as string), Buffer.from(digest, 'hex'));
      return key ? { ...key, principal: principalOf(key) } : 'none';
    },
  });
  const authenticate = async (text: string): Promise<Caller> => {
    const { institutionId, digest, hex } = texts.memo(text);
    if (!institutionId) throw new Problem('invalid_key', 'This isn’t a key. Copy the whole key.');
    const key = known.get(hex) ?? (await known.fetch(hex, { context: institutionId }));
    if (!key || key === 'none' || !timingSafeEqual(key.digest, digest)) {
      throw new Problem('invalid_key', 'No such key. It may have been revoked.');
    }
    if (key.expiresAt && key.expiresAt <= clock()) {
      throw new Problem('expired_key', `The key expired at ${key.expiresAt.toISOString()}.`);
    }
    return key;
  };
  return {
    authenticate,
    remembers: (text) => {
      const key = known.peek(texts.memo(text).hex, { allowStale: true });
      return key !== undefined && key !== 'none';
    },
  };
}

/** What follows from a key's text alone. */
interface KeyText {
  /** Undefined where it has not the shape of one. */
  readonly institutionId: string | undefined;
  readonly digest: Buffer;
  readonly hex: string;
}

function readText(text: string): KeyText {
  const digest = digestOf(text);
  return { institutionId: institutionIdOf(text), digest, hex: digest.toString('hex') };
}

function principalOf({ kind, id, origins, scopes }: KnownKey): Principal {
  return kind === 'publishable' ? { kind, keyId: id, origins } : { kind, keyId: id, scopes };
}
