import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { Problem } from '../contract/problems';

const algorithm = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;

/**
 * Keeps answers that hold a secret so that only this service can read them: encrypted with a key of its own, each bound to the
 * call that it answers.
 */
export class AnswerSeal {
  readonly #key: Buffer;

  constructor(secret: string) {
    this.#key = createHash('sha256').update('kept answers ').update(secret).digest();
  }

  close(json: string, call: unknown): string {
    const nonce = randomBytes(nonceBytes);
    const cipher = createCipheriv(algorithm, this.#key, nonce).setAAD(boundTo(call));
    const sealed = [nonce, cipher.update(json, 'utf8'), cipher.final(), cipher.getAuthTag()];
    return Buffer.concat(sealed).toString('base64');
  }

  /** @throws {Problem} conflict where it was closed with another secret */
  open(text: string, call: unknown): string {
    const sealed = Buffer.from(text, 'base64');
    try {
      const opener = createDecipheriv(algorithm, this.#key, sealed.subarray(0, nonceBytes));
      opener.setAAD(boundTo(call)).setAuthTag(sealed.subarray(-tagBytes));
      const json = [opener.update(sealed.subarray(nonceBytes, -tagBytes)), opener.final()];
      return Buffer.concat(json).toString('utf8');
    } catch (cause) {
      throw new Problem(
        'conflict',
        'The first answer can no longer be read: the service has another secret since. What was made is there; make another with a new Idempotency-Key.',
        { cause },
      );
    }
  }
}

const boundTo = (call: unknown) => Buffer.from(JSON.stringify(call));
