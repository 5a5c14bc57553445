import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

const stepMs = 30_000;
const digits = 6;

/** A code is also taken one step late (RFC 6238, section 5.2), for typing takes time; one of a step to come is not. */
const lateSteps = 1;

/** As RFC 4226 asks: as long as the digest of HMAC-SHA-1, which is what authenticator apps compute with. */
const secretBytes = 20;

export const newTotpSecret = (): Buffer => randomBytes(secretBytes);

/** The number of the time step that an instant lies in. */
export const totpStepAt = (at: Date): number => Math.floor(at.getTime() / stepMs);

/** The code of a time step: HOTP (RFC 4226, section 5.3) over the step (RFC 6238). */
export function totpCode(secret: Buffer, step: number, length = digits): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', secret).update(counter).digest();
  const offset = mac[19]! & 0xf;
  const number = mac.readUInt32BE(offset) & 0x7fff_ffff;
  return String(number % 10 ** length).padStart(length, '0');
}

/** The step that a code is of, now or just before; undefined where it is of none. */
export function stepOfCode(secret: Buffer, code: string, now: Date): number | undefined {
  const current = totpStepAt(now);
  let found: number | undefined;
  for (let step = current - lateSteps; step <= current; step++) {
    // The newest that fits, and all are compared: how long it takes tells nothing.
    if (isSame(totpCode(secret, step), code)) found = step;
  }
  return found;
}

function isSame(expected: string, given: string): boolean {
  const [a, b] = [Buffer.from(expected), Buffer.from(given)];
  return a.length === b.length && timingSafeEqual(a, b);
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Base 32 (RFC 4648, section 6) without padding, as authenticator apps take secrets. */
export function base32(bytes: Buffer): string {
  let bits = '';
  for (const byte of bytes) bits += byte.toString(2).padStart(8, '0');
  const groups = bits.match(/.{1,5}/g) ?? [];
  return groups.map((group) => alphabet[parseInt(group.padEnd(5, '0'), 2)]!).join('');
}

/** What an authenticator app reads, typically as a QR code. */
export function totpAddress(secret: Buffer, account: string): string {
  const address = new URL(`otpauth://totp/${encodeURIComponent(`Homecoming operators:${account}`)}`);
  const parameters = {
    secret: base32(secret),
    issuer: 'Homecoming operators',
    digits,
    period: stepMs / 1_000,
  };
  for (const [name, value] of Object.entries(parameters)) address.searchParams.set(name, String(value));
  return address.href.replaceAll('+', '%20');
}
