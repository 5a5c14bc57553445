import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Database } from '../../platform/database';
import { decodeUuid, encodeUuid, newId } from '../../platform/ids';
import { Problem } from '../../contract/problems';
import type { Institution, Principal, Scope } from '../../platform/scope';
import { findKey, insertKey, type KeyRow } from './store';

export const scopes = [
  'directory:read',
  'directory:write',
  'directory:private',
  'changes:read',
  'tasks:read',
  'tasks:write',
  'webhooks:manage',
] as const;
export type KeyScope = (typeof scopes)[number];

export interface NewKey {
  readonly kind: 'publishable' | 'secret';
  readonly name: string;
  /** Of a secret key: what it may do. */
  readonly scopes?: readonly KeyScope[];
  /** Of a publishable key: the pages that it may be used from. */
  readonly origins?: readonly string[];
  readonly expiresAt?: Date;
}

const prefixes = { publishable: 'pk', secret: 'sk' } as const;
const digestOf = (key: string) => createHash('sha256').update(key).digest();

/**
 * Creates a key and gives its text, which for a secret key is shown this once. The text carries the institution, so that a
 * scope can be opened before anything is compared.
 */
export async function createKey(scope: Scope, key: NewKey): Promise<string> {
  const { institution } = scope;
  const secret = randomBytes(20).toString('hex');
  const text = `${prefixes[key.kind]}_${institution.mode}_${encodeUuid(institution.id)}_${secret}`;
  await insertKey(scope, {
    id: newId(),
    kind: key.kind,
    name: key.name,
    digest: digestOf(text),
    text: key.kind === 'publishable' ? text : null,
    scopes: key.scopes ?? [],
    origins: key.origins ?? [],
    expiresAt: key.expiresAt,
  });
  return text;
}

export interface Caller {
  readonly institution: Institution;
  readonly principal: Principal;
}

const shape = /^(?:pk|sk)_(?:live|test)_([0-9a-hjkmnp-tv-z]{26})_[0-9a-f]{40}$/;

/** How long a process trusts what it knows of a key: a revoked key ends within it. */
const trustMs = 1_000;

/**
 * A function that finds whose key a text is. Keys just seen are remembered for a second, unknown ones too, and calls that
 * come together ask the database once.
 */
export function keyAuthenticator(
  database: Database,
  clock: () => Date,
): { authenticate: (key: string) => Promise<Caller>; remembers: (key: string) => boolean } {
  const known = new LRUCache<string, KeyRow | 'none'>({
    max: 10_000,
    ttl: trustMs,
    fetchMethod: async (digest, _stale, { context }) =>
      (await findKey(database.of(context as string), Buffer.from(digest, 'hex'))) ?? 'none',
  });
  const authenticate = async (text: string): Promise<Caller> => {
    const institutionId = decodeUuid(shape.exec(text)?.[1] ?? '');
    if (!institutionId) throw new Problem('invalid_key', 'That is not the text of a key. Copy it whole.');
    const digest = digestOf(text);
    const row = await known.fetch(digest.toString('hex'), { context: institutionId });
    if (!row || row === 'none' || !timingSafeEqual(row.digest, digest)) {
      throw new Problem('invalid_key', 'There is no such key. It may have been revoked.');
    }
    if (row.expiresAt && row.expiresAt <= clock()) {
      throw new Problem('expired_key', `The key ended at ${row.expiresAt.toISOString()}.`);
    }
    return { institution: row.institution, principal: principalOf(row) };
  };
  return {
    authenticate,
    remembers: (text) => {
      const row = known.peek(digestOf(text).toString('hex'), { allowStale: true });
      return row !== undefined && row !== 'none';
    },
  };
}

function principalOf({ kind, id, origins, scopes }: KeyRow): Principal {
  return kind === 'publishable' ? { kind, keyId: id, origins } : { kind, keyId: id, scopes };
}
