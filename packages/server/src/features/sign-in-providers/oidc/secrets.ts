import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { derivedKey } from '../../../platform/derived-key';
import { decodeUuid, encodeUuid } from '../../../platform/ids';

export const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();

/** 256 bits of chance, as text. */
export const randomText = (): string => randomBytes(32).toString('base64url');

const macBytes = 16;
const lettersOfId = 26;

/**
 * What goes with a sign-in and is kept nowhere: all of it follows from its id and a key that is not in the database. A state
 * carries its institution, so that a scope can be opened; one that was not made here is refused without a look into the database.
 */
export class SignInSecrets {
  readonly #key: Buffer;

  constructor(secret: string) {
    this.#key = derivedKey(secret, 'sign-ins by providers');
  }

  #mac(purpose: string, text: string): Buffer {
    return createHmac('sha256', this.#key).update(`${purpose} ${text}`).digest();
  }

  state(institutionId: string, id: string): string {
    const ids = encodeUuid(institutionId) + encodeUuid(id);
    return `${ids}.${this.#mac('state', ids).subarray(0, macBytes).toString('base64url')}`;
  }

  /** Which sign-in a state is of; undefined where it was not made here. */
  parseState(text: string): { readonly institutionId: string; readonly id: string } | undefined {
    const [ids = '', mac = ''] = text.split('.');
    const given = Buffer.from(mac, 'base64url');
    const right = this.#mac('state', ids).subarray(0, macBytes);
    if (given.length !== macBytes || !timingSafeEqual(given, right)) return undefined;
    const institutionId = decodeUuid(ids.slice(0, lettersOfId));
    const id = decodeUuid(ids.slice(lettersOfId));
    return institutionId && id ? { institutionId, id } : undefined;
  }

  /** Stands in the ID token that is made for it (OpenID Connect Core, 3.1.2.1). */
  nonce(id: string): string {
    return this.#mac('nonce', id).toString('base64url');
  }

  /** PKCE's, towards the provider (RFC 7636). */
  codeVerifier(id: string): string {
    return this.#mac('code verifier', id).toString('base64url');
  }
}

/** A grant's text, which names its sign-in. */
export const grantText = (id: string, secret: string) => `hcg_${encodeUuid(id)}_${secret}`;

/** The sign-in that a grant names, and the rest of it. */
export function parseGrant(text: string): { readonly id: string; readonly secret: string } | undefined {
  const [, letters = '', secret = ''] = /^hcg_([0-9a-z]{26})_([\w-]{43})$/.exec(text) ?? [];
  const id = decodeUuid(letters);
  return id === undefined ? undefined : { id, secret };
}
