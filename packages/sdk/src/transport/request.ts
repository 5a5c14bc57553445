import { describeMissing } from './messages';
import { checkIdempotencyKey } from './option-checks';
import type { Config } from './options';
import { encode, encodeQuery, type Query } from './query';
import type { Route } from './route';

type NameInPath = `${string}Id` | 'consumer';

/** An image as a `Blob` (a `File` is one) or its bytes. */
export type ImageBytes = Blob | ArrayBuffer | Uint8Array;

/** What an operation is given. */
export interface Input extends Readonly<Partial<Record<NameInPath, string>>> {
  readonly query?: Query;
  /** Sent as JSON, unless it is `bytes`. */
  readonly body?: unknown;
  readonly bytes?: ImageBytes;
  /** Of a POST; a random one by default. */
  readonly idempotencyKey?: string | undefined;
}

/** A request, ready to be sent as often as need be. */
export interface PreparedRequest {
  readonly method: Route['method'];
  readonly url: string;
  readonly init: RequestInit;
  /** Method and address without the query, for messages: the query may hold names and the key. */
  readonly name: string;
}

/** @throws TypeError for an id that would name another address, and for an idempotency key that is none */
export function prepareRequest(config: Config, route: Route, input: Input): PreparedRequest {
  const { method, path, commaSeparated } = route;
  const { query = {}, body, bytes, idempotencyKey } = input;
  if (idempotencyKey !== undefined) checkIdempotencyKey(idempotencyKey);
  const headers = new Headers(config.headers);
  headers.set('accept', 'application/json');
  if (body !== undefined) headers.set('content-type', 'application/json');
  // A Blob brings its own type, or none; the service looks at the content only.
  if (bytes) headers.set('content-type', 'application/octet-stream');
  // Made once for all tries of the call.
  if (method === 'POST') headers.set('idempotency-key', idempotencyKey ?? randomKey());

  // In the query a browser needs no preflight for the key, and a CDN can tell institutions apart.
  const keyInQuery = config.isPublishable && method === 'GET';
  if (!keyInQuery) headers.set('homecoming-key', config.key);
  const parts = [encodeQuery(query, commaSeparated), keyInQuery ? `key=${config.key}` : ''];
  const search = parts.filter(Boolean).join('&');

  const address =
    config.baseUrl + path.replace(/\{(\w+)\}/, (_, name: NameInPath) => encodeName(name, input[name]));
  return {
    method,
    url: search ? `${address}?${search}` : address,
    init: {
      method,
      headers,
      // Followed, a redirect could carry a secret key to another host: fetch drops only headers that it knows.
      redirect: config.isPublishable ? 'follow' : 'manual',
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(bytes && { body: bytes as BodyInit }),
    },
    name: `${method} ${address}`,
  };
}

function encodeName(name: NameInPath, id: string | undefined): string {
  // Without a letter it may be empty or dots, and the address another one.
  if (!id || !/\w/.test(id)) throw new TypeError(describeMissing(name, id));
  return encode(id);
}

/** 128 random bits. Not `crypto.randomUUID`, which pages without TLS do not have. */
function randomKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}
