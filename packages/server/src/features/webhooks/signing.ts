import { createHmac, createPrivateKey, generateKeyPairSync, randomBytes, sign } from 'node:crypto';

/** How an endpoint's deliveries are signed, as Standard Webhooks 1.0 has it: a shared secret, or a pair of keys. */
export type SignatureKind = 'hmac' | 'ed25519';

export interface NewSecret {
  /** `whsec_…` (shared) or `whsk_…` (private, never shown): what signs. */
  readonly secret: string;
  /** `whpk_…`: what verifies, of a pair of keys. */
  readonly publicKey: string | undefined;
}

const hmacBytes = 32;
const seedBytes = 32;

// What stands before the 32 bytes of an Ed25519 key in PKCS #8 (RFC 8410).
const pkcs8Prefix = Buffer.from('302e020100300506032b657004220420', 'hex');

export function newSecret(kind: SignatureKind): NewSecret {
  if (kind === 'hmac')
    return { secret: `whsec_${randomBytes(hmacBytes).toString('base64')}`, publicKey: undefined };
  const { d, x } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  const [seed, publicKey] = [Buffer.from(d!, 'base64url'), Buffer.from(x!, 'base64url')];
  return {
    // Seed and public key, the form in which signing libraries take a private key.
    secret: `whsk_${Buffer.concat([seed, publicKey]).toString('base64')}`,
    publicKey: `whpk_${publicKey.toString('base64')}`,
  };
}

/** Gives the signature of a content, with its version: `v1,…` or `v1a,…`. */
export type Signer = (content: string) => string;

/** @throws for what is neither `whsec_` with 24 to 64 bytes nor `whsk_` with 64 */
export function signerOf(secret: string): Signer {
  const [, prefix, text = ''] = /^(whsec|whsk)_([A-Za-z0-9+/]+=*)$/.exec(secret) ?? [];
  const bytes = Buffer.from(text, 'base64');
  if (prefix === 'whsec' && bytes.length >= 24 && bytes.length <= 64) {
    return (content) => `v1,${createHmac('sha256', bytes).update(content).digest('base64')}`;
  }
  if (prefix === 'whsk' && bytes.length === 2 * seedBytes) {
    const key = createPrivateKey({
      key: Buffer.concat([pkcs8Prefix, bytes.subarray(0, seedBytes)]),
      format: 'der',
      type: 'pkcs8',
    });
    return (content) => `v1a,${sign(null, Buffer.from(content), key).toString('base64')}`;
  }
  throw new Error('That is not a secret that signs webhooks.');
}

export interface Message {
  /** The same on every try: what receivers recognise a message by that they have had. */
  readonly id: string;
  /** When this try is sent: receivers refuse what is older than minutes. */
  readonly sentAt: Date;
  readonly body: string;
}

/** The three headers of a message, signed by every one of the signers, so that any of their secrets verifies it. */
export function signedHeaders(
  { id, sentAt, body }: Message,
  signers: readonly Signer[],
): Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string> {
  const timestamp = String(Math.floor(sentAt.getTime() / 1000));
  const content = `${id}.${timestamp}.${body}`;
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signers.map((signer) => signer(content)).join(' '),
  };
}
