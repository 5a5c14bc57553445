import { createHash, createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto';
import { Problem } from '../contract/problems';

/**
 * Opaque cursors that a caller cannot forge: a place, signed together with what it is a place in (institution, operation,
 * parameters), so that it is good for the same question only.
 */
export class Cursors {
  readonly #secret: KeyObject;

  constructor(secret: string) {
    this.#secret = createSecretKey(createHash('sha256').update('cursors ').update(secret).digest());
  }

  encode(place: unknown, question: unknown): string {
    const body = Buffer.from(JSON.stringify(place)).toString('base64url');
    return `${body}.${this.#sign(body, question).toString('base64url')}`;
  }

  /** @throws {Problem} invalid_cursor */
  decode<T>(cursor: string, question: unknown): T {
    const [body = '', signature = '', ...rest] = cursor.split('.');
    const given = Buffer.from(signature, 'base64url');
    const right = this.#sign(body, question);
    if (rest.length || given.length !== right.length || !timingSafeEqual(given, right)) {
      throw new Problem(
        'invalid_cursor',
        'Send the nextCursor of the previous page, with the same other parameters.',
      );
    }
    return JSON.parse(Buffer.from(body, 'base64url').toString()) as T;
  }

  #sign(body: string, question: unknown): Buffer {
    return createHmac('sha256', this.#secret)
      .update(JSON.stringify(question))
      .update('\0')
      .update(body)
      .digest()
      .subarray(0, 16);
  }
}
