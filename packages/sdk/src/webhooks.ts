import { type WebhookFault, WebhookVerificationError } from './errors';
import type { WebhookMessage } from './types';

/** A request's headers: `Headers`, Node's `request.headers`, or a plain object. Their case does not matter. */
export type WebhookHeaders =
  Pick<Headers, 'get'> | Readonly<Record<string, string | readonly string[] | undefined>>;

/** The body exactly as it came, not parsed and not written anew. */
export type RawBody = string | ArrayBuffer | Uint8Array;

export interface VerifyOptions {
  /** How far `webhook-timestamp` may be from now, in the past and in the future. @default 300 */
  readonly toleranceSeconds?: number;
  /** What time it is: for tests. @default new Date() */
  readonly now?: Date;
}

export interface TestHeadersOptions {
  /** The `webhook-id`. @default a random one */
  readonly id?: string;
  /** The `webhook-timestamp`. @default now */
  readonly sentAt?: Date;
}

/** The headers that Standard Webhooks 1.0 defines. */
export type WebhookTestHeaders = Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string>;

/** Checks what Homecoming sends to a webhook endpoint. Needs no client and no key, only the endpoint's secret. */
export interface Webhooks {
  /**
   * Gives the message of a webhook whose signature is good. Works wherever there is WebCrypto: Node 20, Deno, Workers, browsers.
   * @param rawBody the body as it came: parsed and written anew it may differ, and then fails
   * @param secrets `whsec_…` or `whpk_…`, as the endpoint gave it; several while it is being replaced: one has to fit
   * @throws WebhookVerificationError where it did not come from Homecoming, or came too late; `reason` says what is wrong
   * @throws TypeError for a secret that is none
   */
  verify(
    rawBody: RawBody,
    headers: WebhookHeaders,
    secrets: string | readonly string[],
    options?: VerifyOptions,
  ): Promise<WebhookMessage>;

  /** Signs a body as Homecoming does, so that a receiver can be tested without one. Takes a `whsec_…` secret. */
  testHeaders(rawBody: string, secret: string, options?: TestHeadersOptions): Promise<WebhookTestHeaders>;
}

const hmac = { name: 'HMAC', hash: 'SHA-256' };

// Of what is signed for each kind of secret: the version of its signatures, and how they are checked.
const kinds = {
  whsec_: { version: 'v1', algorithm: hmac, least: 24, most: 64 },
  whpk_: { version: 'v1a', algorithm: { name: 'Ed25519' }, least: 32, most: 32 },
} as const;

export const webhooks: Webhooks = {
  async verify(rawBody, headers, secrets, { toleranceSeconds = 300, now = new Date() } = {}) {
    const keys = [secrets].flat().map(readSecret);
    if (!keys.length) throw new TypeError('verify needs a secret: whsec_… or whpk_….');
    const [id, timestamp, signatures] = ['id', 'timestamp', 'signature'].map((name) =>
      headerOf(headers, `webhook-${name}`),
    );
    if (!id || !timestamp || !signatures)
      throw refusal('missing_headers', 'webhook-id, webhook-timestamp or webhook-signature is missing.');
    const seconds = /^\d{1,12}$/.test(timestamp) ? Number(timestamp) : NaN;
    // Also false for what is no number.
    if (!(Math.abs(now.getTime() / 1000 - seconds) <= toleranceSeconds))
      throw refusal('bad_timestamp', `webhook-timestamp is too far from now, or is none: ${timestamp}.`);

    const body = bytesOf(rawBody);
    const content = bytesOf(`${id}.${timestamp}.`, body);
    // A bound on the work that a stranger can cause.
    const given = signatures.split(' ').slice(0, 16);
    for (const { version, algorithm, bytes } of keys) {
      const key = await importKey(bytes, algorithm, 'verify');
      for (const signature of given) {
        const [itsVersion, text = ''] = signature.split(',');
        const signed = itsVersion === version && fromBase64(text);
        // WebCrypto compares in constant time.
        if (signed && (await crypto.subtle.verify(algorithm.name, key, signed, content))) return parse(body);
      }
    }
    throw refusal(
      'bad_signature',
      'No signature fits. Is it the secret of this endpoint, and the body exactly as it came?',
    );
  },

  async testHeaders(rawBody, secret, { id = `chg_test_${crypto.randomUUID()}`, sentAt = new Date() } = {}) {
    const { version, algorithm, bytes } = readSecret(secret);
    if (version !== 'v1') throw new TypeError('testHeaders needs a secret that signs: whsec_….');
    const timestamp = String(Math.floor(sentAt.getTime() / 1000));
    const key = await importKey(bytes, algorithm, 'sign');
    const signed = await crypto.subtle.sign('HMAC', key, bytesOf(`${id}.${timestamp}.${rawBody}`));
    return {
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': `v1,${btoa(String.fromCharCode(...new Uint8Array(signed)))}`,
    };
  },
};

function refusal(reason: WebhookFault, message: string): WebhookVerificationError {
  return new WebhookVerificationError(message, reason);
}

function headerOf(headers: WebhookHeaders, name: string): string | undefined {
  if (typeof headers.get === 'function') return (headers as Headers).get(name) ?? undefined;
  const found: unknown = Object.entries(headers).find(([each]) => each.toLowerCase() === name)?.[1];
  return typeof found === 'string' ? found : undefined;
}

function readSecret(secret: string) {
  const prefix = /^wh(sec|pk)_/.exec(secret)?.[0] as keyof typeof kinds | undefined;
  const bytes = prefix && fromBase64(secret.slice(prefix.length));
  const kind = prefix && kinds[prefix];
  // The secret itself stays out of messages: they end up in logs.
  if (!bytes || !kind || bytes.length < kind.least || bytes.length > kind.most)
    throw new TypeError('That is not the secret of a webhook endpoint: whsec_… or whpk_…, copied whole.');
  return { ...kind, bytes };
}

function importKey(
  bytes: Uint8Array<ArrayBuffer>,
  algorithm: typeof hmac | { name: 'Ed25519' },
  use: KeyUsage,
) {
  return crypto.subtle.importKey('raw', bytes, algorithm, false, [use]);
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  } catch {
    return undefined;
  }
}

function bytesOf(body: RawBody, more: Uint8Array = new Uint8Array()): Uint8Array<ArrayBuffer> {
  const first = typeof body === 'string' ? new TextEncoder().encode(body) : new Uint8Array(body);
  const all = new Uint8Array(first.length + more.length);
  all.set(first);
  all.set(more, first.length);
  return all;
}

function parse(body: Uint8Array): WebhookMessage {
  try {
    // The contract says what it is, and the signature that it is Homecoming's.
    return JSON.parse(new TextDecoder().decode(body)) as WebhookMessage;
  } catch {
    throw refusal('bad_body', 'The signature is good, but the body is not JSON.');
  }
}
