import { createKey, getKey, listKeys, revokeKey, rotateKey, updateKey } from '../generated/routes/keys';
import { type Listing, listOf } from '../transport/listing';
import type { Transport } from '../transport/transport';
import type {
  Key,
  KeyCreate,
  KeyPage,
  KeyRotate,
  KeyUpdate,
  ListKeysParams,
  MakeOptions,
  RequestOptions,
} from '../types';

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
    list: (query, options) => listOf(transport, listKeys, { query }, options),

    get: (id, options) => transport.call(getKey, { keyId: id }, options),

    create: (body, options) => transport.call(createKey, { body }, options),

    update: (id, body, options) => transport.call(updateKey, { keyId: id, body }, options),

    rotate: (id, body = {}, options) => transport.call(rotateKey, { keyId: id, body }, options),

    revoke: (id, options) => transport.call(revokeKey, { keyId: id }, options),
  };
}
