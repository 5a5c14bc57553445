import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { JWK } from 'jose';
import { derivedKey } from '../../../platform/derived-key';

const nonceLength = 12;
const tagLength = 16;

/** A private key as it is kept: AES-256-GCM under a key made from the service's secret, bound to the key's id. */
export function sealKey(secret: string, id: string, key: JWK): Buffer {
  const nonce = randomBytes(nonceLength);
  const cipher = createCipheriv('aes-256-gcm', derivedKey(secret, 'signing keys'), nonce).setAAD(
    Buffer.from(id),
  );
  const sealed = Buffer.concat([cipher.update(JSON.stringify(key)), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
}

/** Undefined where it was sealed with another secret, for another id, or has been changed. */
export function openKey(secret: string, id: string, sealed: Buffer): JWK | undefined {
  const nonce = sealed.subarray(0, nonceLength);
  const tag = sealed.subarray(nonceLength, nonceLength + tagLength);
  if (tag.length !== tagLength) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', derivedKey(secret, 'signing keys'), nonce)
    .setAAD(Buffer.from(id))
    .setAuthTag(tag);
  try {
    const text = Buffer.concat([decipher.update(sealed.subarray(nonceLength + tagLength)), decipher.final()]);
    return JSON.parse(text.toString()) as JWK;
  } catch {
    return undefined;
  }
}
