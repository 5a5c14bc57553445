import { hkdfSync } from 'node:crypto';

/** 256 bits for one purpose, made of the service's secret (HKDF, RFC 5869): what one leaks tells nothing of the others. */
export function derivedKey(secret: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', `homecoming ${purpose}`, 32));
}
