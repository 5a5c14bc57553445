import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { decodeUuid, encodeUuid } from '../../platform/ids';

/** A text that names a row and proves itself by random bits: of these only a digest is kept. */
export interface NamedSecret {
  readonly text: string;
  readonly digest: Buffer;
}

/** SHA-256: a slow hash would add nothing to so many random bits. */
const digestOf = (text: string) => createHash('sha256').update(text).digest();

function newSecret(prefix: string, id: string, bytes: number): NamedSecret {
  const text = `${prefix}_${encodeUuid(id)}_${randomBytes(bytes).toString('hex')}`;
  return { text, digest: digestOf(text) };
}

function readSecret(
  shape: RegExp,
  text: string,
): { readonly id: string; readonly digest: Buffer } | undefined {
  const id = decodeUuid(shape.exec(text)?.[1] ?? '');
  return id === undefined ? undefined : { id, digest: digestOf(text) };
}

/** Of one session. No JWT: each call looks at the session anyway, and nothing can be taken for a member's. */
export const newOperatorToken = (sessionId: string) => newSecret('hop', sessionId, 32);
export const readOperatorToken = (text: string) => readSecret(/^hop_([0-9a-z]{26})_[0-9a-f]{64}$/, text);

/** What somebody who is made an operator sets themselves up with, once. */
export const newSetUpCode = (operatorId: string) => newSecret('hsu', operatorId, 20);
export const readSetUpCode = (text: string) => readSecret(/^hsu_([0-9a-z]{26})_[0-9a-f]{40}$/, text);

export const isSameDigest = (kept: Buffer | undefined, given: Buffer) =>
  kept !== undefined && kept.length === given.length && timingSafeEqual(kept, given);
