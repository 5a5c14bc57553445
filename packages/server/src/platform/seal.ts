import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const version = 1;
const nonceBytes = 12;
const tagBytes = 16;

/**
 * Keeps secrets that have to be read again: AES-256-GCM (NIST SP 800-38D) under a key derived (HKDF, RFC 5869) from the
 * service's secret for one purpose, so that what is sealed for one opens for no other.
 */
export class Seal {
  readonly #key: Buffer;

  constructor(secret: string, purpose: string) {
    this.#key = Buffer.from(hkdfSync('sha256', secret, '', `homecoming seal: ${purpose}`, 32));
  }

  /** `place` says where it will lie, such as its row's ids: sealed for one place, it opens at no other. */
  close(text: string, place: string): Buffer {
    const nonce = randomBytes(nonceBytes);
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce).setAAD(Buffer.from(place));
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([Buffer.of(version), nonce, cipher.getAuthTag(), sealed]);
  }

  /** @throws where it was sealed by another secret, for another purpose or place, or was changed */
  open(sealed: Buffer, place: string): string {
    try {
      const tagAt = 1 + nonceBytes;
      const textAt = tagAt + tagBytes;
      if (sealed[0] !== version || sealed.length < textAt) throw new Error('It is not of a form known here.');
      const decipher = createDecipheriv('aes-256-gcm', this.#key, sealed.subarray(1, tagAt), {
        authTagLength: tagBytes,
      });
      decipher.setAuthTag(sealed.subarray(tagAt, textAt)).setAAD(Buffer.from(place));
      return Buffer.concat([decipher.update(sealed.subarray(textAt)), decipher.final()]).toString('utf8');
    } catch (cause) {
      throw new Error(
        'A kept secret cannot be opened: is HOMECOMING_SECRET the one that it was sealed with?',
        {
          cause,
        },
      );
    }
  }
}
