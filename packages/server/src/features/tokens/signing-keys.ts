import { type CryptoKey, importJWK, type JWK } from 'jose';
import type { Logger } from 'pino';
import type { Database } from '../../platform/database';
import { openKey } from './sealed-key';
import { listSigningKeys } from './signing-key-store';
import { keysReadEveryMs, unknownKeyPauseMs } from './times';

interface SigningKey {
  readonly id: string;
  readonly jwk: JWK;
  readonly publicKey: CryptoKey;
  /** Undefined where another secret sealed it. */
  readonly privateKey: CryptoKey | undefined;
  readonly signsFromMs: number;
  readonly verifiesUntilMs: number;
}

export interface SigningKeysOptions {
  readonly database: Database;
  readonly secret: string;
  readonly clock: () => Date;
  readonly log: Logger;
}

/** The keys of access tokens, in memory: neither signing nor verifying reads the database. */
export class SigningKeys {
  #keys: readonly SigningKey[] = [];
  #readAt = -Infinity;
  #reading: Promise<void> | undefined;

  constructor(private readonly options: SigningKeysOptions) {}

  /** Reads the list where it has not been for a while. A failure leaves what is known. */
  async keepFresh(): Promise<void> {
    if (performance.now() - this.#readAt < keysReadEveryMs) return;
    await this.read().catch((error: unknown) =>
      this.options.log.warn({ err: error }, 'could not read the signing keys'),
    );
  }

  /** Those who ask together read once. */
  async read(): Promise<void> {
    this.#reading ??= this.#read().finally(() => (this.#reading = undefined));
    return this.#reading;
  }

  /**
   * The key that signs now: of those that do already, the one that began last. If none has begun by this machine's clock, the clock
   * is behind, and the newest key signs: it is the one that surely hasn't ended.
   */
  async signer(): Promise<{ readonly id: string; readonly privateKey: CryptoKey }> {
    const found = this.#signer() ?? (await this.read(), this.#signer());
    if (!found) throw new Error('There is no signing key that HOMECOMING_SECRET opens.');
    return found;
  }

  #signer(): { id: string; privateKey: CryptoKey } | undefined {
    const nowMs = this.options.clock().getTime();
    const able = this.#keys.filter((key) => key.privateKey && nowMs < key.verifiesUntilMs);
    const { id, privateKey } = able.findLast((key) => key.signsFromMs <= nowMs) ?? able.at(-1) ?? {};
    return id !== undefined && privateKey ? { id, privateKey } : undefined;
  }

  /** The public key of this id. One that is not known has the list read again, now and then: callers can make up any number. */
  async find(id: string): Promise<CryptoKey | undefined> {
    const known = this.#find(id);
    if (known || performance.now() - this.#readAt < unknownKeyPauseMs) return known;
    await this.read();
    return this.#find(id);
  }

  #find(id: string): CryptoKey | undefined {
    const nowMs = this.options.clock().getTime();
    return this.#keys.find((key) => key.id === id && nowMs < key.verifiesUntilMs)?.publicKey;
  }

  /** As a JSON Web Key Set (RFC 7517) has them. */
  async publicKeys(): Promise<JWK[]> {
    if (!this.#keys.length) await this.read();
    return this.#keys.map(({ id, jwk }) => ({ ...jwk, kid: id, alg: 'ES256', use: 'sig' }));
  }

  async #read(): Promise<void> {
    const { database, secret, clock } = this.options;
    // Also after a failure it is not asked for at once again.
    this.#readAt = performance.now();
    const rows = await listSigningKeys(database.across, clock());
    this.#keys = await Promise.all(
      rows.map(async ({ id, publicKey, sealedKey, signsFrom, verifiesUntil }) => {
        const known = this.#keys.find((key) => key.id === id);
        const opened = known ? undefined : openKey(secret, id, sealedKey);
        return {
          id,
          jwk: publicKey,
          publicKey: known?.publicKey ?? (await importKey(publicKey)),
          privateKey: known?.privateKey ?? (opened && (await importKey(opened))),
          signsFromMs: signsFrom.getTime(),
          verifiesUntilMs: verifiesUntil?.getTime() ?? Infinity,
        };
      }),
    );
  }
}

const importKey = (jwk: JWK) => importJWK(jwk, 'ES256') as Promise<CryptoKey>;
