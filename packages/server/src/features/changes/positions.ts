import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';
import { Problem } from '../../contract/problems';
import { derivedKey } from '../../platform/derived-key';
import type { LogPosition } from './log-position';

const nonceBytes = 12;
const tagBytes = 16;
const idBytes = 16;
const plainBytes = 8 + idBytes;
const sealedBytes = nonceBytes + plainBytes + tagBytes;

/**
 * Positions as callers see them: AES-256-GCM (NIST SP 800-38D) of the number and the change's id, bound to the institution, under a
 * random nonce. Two texts of one position have nothing in common, so that a reader can't see whether anything happened that they may not know of.
 */
export class Positions {
  readonly #key: Buffer;
  readonly #earlier: EarlierPositions;

  constructor(secret: string) {
    this.#key = derivedKey(secret, 'change positions');
    this.#earlier = new EarlierPositions(secret);
  }

  encode(institutionId: string, positions: readonly LogPosition[]): string[] {
    const nonces = randomBytes(positions.length * nonceBytes);
    return positions.map(({ number, changeId }, i) => {
      const nonce = nonces.subarray(i * nonceBytes, (i + 1) * nonceBytes);
      const plain = Buffer.alloc(plainBytes);
      plain.writeBigUInt64BE(BigInt(number));
      if (changeId) plain.write(changeId.replaceAll('-', ''), 8, 'hex');
      const cipher = createCipheriv('aes-256-gcm', this.#key, nonce).setAAD(Buffer.from(institutionId));
      const sealed = [nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()];
      return Buffer.concat(sealed).toString('base64url');
    });
  }

  /** @throws {Problem} invalid_position */
  decode(institutionId: string, text: string): LogPosition {
    const sealed = Buffer.from(text, 'base64url');
    const position =
      sealed.toString('base64url') === text
        ? (this.#open(institutionId, sealed) ?? this.#earlier.open(institutionId, sealed))
        : undefined;
    if (position) return position;
    throw new Problem(
      'invalid_position',
      'This isn’t a position in this institution’s log. Send one exactly as you received it.',
    );
  }

  #open(institutionId: string, sealed: Buffer): LogPosition | undefined {
    if (sealed.length !== sealedBytes) return undefined;
    const decipher = createDecipheriv('aes-256-gcm', this.#key, sealed.subarray(0, nonceBytes), {
      authTagLength: tagBytes,
    });
    decipher.setAuthTag(sealed.subarray(-tagBytes)).setAAD(Buffer.from(institutionId));
    try {
      const plain = Buffer.concat([
        decipher.update(sealed.subarray(nonceBytes, -tagBytes)),
        decipher.final(),
      ]);
      return { number: Number(plain.readBigUInt64BE()), changeId: idOf(plain.subarray(8)) };
    } catch {
      return undefined;
    }
  }
}

/** All zeros stand for no change. */
function idOf(bytes: Buffer): string | undefined {
  if (bytes.every((byte) => byte === 0)) return undefined;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** The positions of earlier versions, which readers may have saved: a number without the change's id, in one block of AES. */
class EarlierPositions {
  readonly #key: Buffer;

  constructor(secret: string) {
    this.#key = createHash('sha256').update('positions ').update(secret).digest();
  }

  open(institutionId: string, sealed: Buffer): LogPosition | undefined {
    if (sealed.length !== 16) return undefined;
    const decipher = createDecipheriv('aes-256-ecb', this.#key, null).setAutoPadding(false);
    const plain = Buffer.concat([decipher.update(sealed), decipher.final()]);
    const tag = createHmac('sha256', this.#key).update(institutionId).digest().subarray(0, 8);
    if (!timingSafeEqual(plain.subarray(0, 8), tag)) return undefined;
    return { number: Number(plain.readBigUInt64BE(8)) };
  }
}
