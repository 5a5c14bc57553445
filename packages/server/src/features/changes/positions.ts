import { createCipheriv, createDecipheriv, createHmac, createHash, timingSafeEqual } from 'node:crypto';
import { Problem } from '../../contract/problems';

const bytes = 16;

/**
 * Positions as callers see them: one block of AES, so that equal positions are equal texts, and neither the number (it would
 * tell how much happens that one may not see) nor another institution's position can be had by trying.
 */
export class Positions {
  readonly #key: Buffer;

  constructor(secret: string) {
    this.#key = createHash('sha256').update('positions ').update(secret).digest();
  }

  encode(institutionId: string, positions: readonly number[]): string[] {
    const tag = this.#tag(institutionId);
    const plain = Buffer.alloc(positions.length * bytes);
    positions.forEach((position, i) => {
      tag.copy(plain, i * bytes);
      plain.writeBigUInt64BE(BigInt(position), i * bytes + 8);
    });
    const cipher = createCipheriv('aes-256-ecb', this.#key, null).setAutoPadding(false);
    const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
    return positions.map((_, i) => sealed.toString('base64url', i * bytes, (i + 1) * bytes));
  }

  /** @throws {Problem} invalid_position */
  decode(institutionId: string, text: string): number {
    const sealed = Buffer.from(text, 'base64url');
    if (sealed.length === bytes && sealed.toString('base64url') === text) {
      const decipher = createDecipheriv('aes-256-ecb', this.#key, null).setAutoPadding(false);
      const plain = Buffer.concat([decipher.update(sealed), decipher.final()]);
      const position = Number(plain.readBigUInt64BE(8));
      if (timingSafeEqual(plain.subarray(0, 8), this.#tag(institutionId))) return position;
    }
    throw new Problem(
      'invalid_position',
      'That is no position of this institution’s log. Send one as it was given.',
    );
  }

  #tag(institutionId: string): Buffer {
    return createHmac('sha256', this.#key).update(institutionId).digest().subarray(0, 8);
  }
}
