import { createListing, type Listing } from './listing';
import type { Transport } from './transport';
import type {
  Key,
  KeyCreate,
  KeyPage,
  KeyRotate,
  KeyUpdate,
  ListKeysParams,
  MakeOptions,
  RequestOptions,
} from './types';

/** The institution's keys. All of it needs a secret key with the scope `keys:manage`. */
export interface Keys {
  /** Those that are not revoked, newest first: `await` for a page, `for await` for all. */
  list(params?: ListKeysParams, options?: RequestOptions): Listing<KeyPage>;

  /** Also one that was revoked. @throws NotFoundError */
  get(id: string, options?: RequestOptions): Promise<Key>;

  /** Makes a key; `key` of the answer is its text, which of a secret key is shown this once. */
  create(key: KeyCreate, options?: MakeOptions): Promise<Key>;

  /** Renames it, takes scopes away, replaces origins, sets or brings forward its end. @throws NotFoundError */
  update(id: string, changes: KeyUpdate, options?: RequestOptions): Promise<Key>;

  /**
   * Makes a key with the same rights, whose text the answer has; the old one goes on for `overlapSeconds` (a day).
   * @throws ConflictError (`key_replaced`)
   */
  rotate(id: string, rotation?: KeyRotate, options?: MakeOptions): Promise<Key>;

  /** Ends it within a second. @throws ConflictError (`last_managing_key`) */
  revoke(id: string, options?: RequestOptions): Promise<void>;
}

export function createKeys(transport: Transport): Keys {
  return {
    list(params, options) {
      const query = { ...params };
      return createListing(async (cursor = query.cursor) =>
        transport.send('listKeys', { query: { ...query, cursor } }, transport.begin(options)),
      );
    },

    get: async (id, options) => transport.send('getKey', { keyId: id }, transport.begin(options)),

    create: async (body, options) =>
      transport.send(
        'createKey',
        { body, idempotencyKey: options?.idempotencyKey },
        transport.begin(options),
      ),

    update: async (id, body, options) =>
      transport.send('updateKey', { keyId: id, body }, transport.begin(options)),

    rotate: async (id, body = {}, options) =>
      transport.send(
        'rotateKey',
        { keyId: id, body, idempotencyKey: options?.idempotencyKey },
        transport.begin(options),
      ),

    revoke: async (id, options) => transport.send('revokeKey', { keyId: id }, transport.begin(options)),
  };
}
