import { HOTP, Secret, TOTP } from 'otpauth';

const digits = 6;
const period = 30;
const issuer = 'Homecoming operators';
/** As RFC 4226 recommends: as long as the digest of HMAC-SHA-1, which authenticator apps use. */
const secretBytes = 20;

const bytesOf = (secret: Secret): Buffer => Buffer.from(secret.bytes);
const secretOf = (bytes: Buffer): Secret => Secret.fromHex(bytes.toString('hex'));

export const newTotpSecret = (): Buffer => bytesOf(new Secret({ size: secretBytes }));

/** The number of the time step that an instant lies in. */
export const totpStepAt = (at: Date): number => Math.floor(at.getTime() / 1_000 / period);

/** The code of a time step: HOTP (RFC 4226) over the step (RFC 6238). */
export const totpCode = (secret: Buffer, step: number, length = digits): string =>
  HOTP.generate({ secret: secretOf(secret), counter: step, digits: length });

/**
 * The step of a code: the current one, or the one before because typing takes time (RFC 6238, section 5.2). Otherwise undefined:
 * codes of later steps aren't accepted.
 */
export function stepOfCode(secret: Buffer, code: string, now: Date): number | undefined {
  // The library compares bytes, and wants as many as it has.
  if (!/^[0-9]{6}$/.test(code)) return undefined;
  const totp = new TOTP({ secret: secretOf(secret), digits, period });
  const late = totp.validate({ token: code, timestamp: now.getTime(), window: 1 });
  return late === null || late > 0 ? undefined : totpStepAt(now) + late;
}

/** Base 32 (RFC 4648, section 6) without padding, as authenticator apps take secrets. */
export const base32 = (bytes: Buffer): string => secretOf(bytes).base32;

/** What an authenticator app reads, typically as a QR code. */
export const totpAddress = (secret: Buffer, account: string): string =>
  new TOTP({ issuer, label: account, secret: secretOf(secret), digits, period }).toString();
