import { createHmac, createSecretKey, hkdfSync, type KeyObject, timingSafeEqual } from 'node:crypto';
import type { Audience } from '../audience';
import { minuteMs } from '../time';

/** What an address gives: one object of one institution's file, to one audience, until it ends. */
export interface Grant {
  readonly institutionId: string;
  readonly fileId: string;
  /** Which of the file's objects, by its number. */
  readonly variant: number;
  /** Whom it was given to. */
  readonly audience: Audience;
}

export interface OpenedGrant extends Grant {
  readonly expiresAt: Date;
}

const audiences: readonly Audience[] = ['public', 'members', 'private'];

/**
 * Addresses that are made within one window are the same, so that pages and caches can keep what they give. What everybody may
 * see need not end soon: a day, and caches stay warm.
 */
const windowMinutes: Readonly<Record<Audience, number>> = { public: 24 * 60, members: 10, private: 10 };
/** An address ends with the window after its own: it holds for one window at least, for two at most. */
const windows = 2;

const version = 1;
const payloadBytes = 1 + 16 + 16 + 1 + 1 + 5;
const tokenPattern = /^[A-Za-z0-9_-]{96}$/;

/**
 * Tokens that stand in an address: they name what they give, to whom and until when, under an HMAC (RFC 2104, SHA-256) whose
 * key is derived (HKDF, RFC 5869) from the service's secret for one purpose. One that was not made here costs nothing to refuse.
 */
export class SignedAddresses {
  readonly #key: KeyObject;
  readonly #clock: () => Date;

  constructor({ secret, purpose, clock }: { secret: string; purpose: string; clock: () => Date }) {
    const key = hkdfSync('sha256', secret, '', `homecoming addresses: ${purpose}`, 32);
    this.#key = createSecretKey(Buffer.from(key));
    this.#clock = clock;
  }

  sign({ institutionId, fileId, variant, audience }: Grant): string {
    const window = windowMinutes[audience];
    const minutes = (Math.floor(this.#clock().getTime() / minuteMs / window) + windows) * window;
    const payload = Buffer.alloc(payloadBytes);
    payload[0] = version;
    payload.set(bytesOf(institutionId), 1);
    payload.set(bytesOf(fileId), 17);
    payload[33] = variant;
    payload[34] = audiences.indexOf(audience);
    payload.writeUIntBE(minutes, 35, 5);
    return Buffer.concat([payload, this.#mac(payload)]).toString('base64url');
  }

  /** What a token gives now; undefined where it was not signed here, was changed, or has ended. */
  open(token: string): OpenedGrant | undefined {
    if (!tokenPattern.test(token)) return undefined;
    const bytes = Buffer.from(token, 'base64url');
    const payload = bytes.subarray(0, payloadBytes);
    if (!timingSafeEqual(bytes.subarray(payloadBytes), this.#mac(payload)) || payload[0] !== version)
      return undefined;
    const expiresAt = new Date(payload.readUIntBE(35, 5) * minuteMs);
    if (expiresAt <= this.#clock()) return undefined;
    return {
      institutionId: uuidOf(payload.subarray(1, 17)),
      fileId: uuidOf(payload.subarray(17, 33)),
      variant: payload[33]!,
      audience: audiences[payload[34]!]!,
      expiresAt,
    };
  }

  #mac(payload: Buffer): Buffer {
    return createHmac('sha256', this.#key).update(payload).digest();
  }
}

/** Which file a token speaks of, whoever has signed it and however long ago: nothing may follow from it but recognition. */
export function fileNamedBy(token: string): string | undefined {
  if (!tokenPattern.test(token)) return undefined;
  return uuidOf(Buffer.from(token, 'base64url').subarray(17, 33));
}

const bytesOf = (uuid: string) => Buffer.from(uuid.replaceAll('-', ''), 'hex');

function uuidOf(bytes: Buffer): string {
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
