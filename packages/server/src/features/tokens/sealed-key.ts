import type { JWK } from 'jose';
import { Seal } from '../../platform/seal';

const sealOf = (secret: string) => new Seal(secret, 'signing keys');

/** A private key as it is kept: sealed with the service's secret, for the key's id. */
export function sealKey(secret: string, id: string, key: JWK): Buffer {
  return sealOf(secret).close(JSON.stringify(key), id);
}

/** Undefined where it was sealed with another secret, for another id, or has been changed. */
export function openKey(secret: string, id: string, sealed: Buffer): JWK | undefined {
  try {
    return JSON.parse(sealOf(secret).open(sealed, id)) as JWK;
  } catch {
    return undefined;
  }
}
