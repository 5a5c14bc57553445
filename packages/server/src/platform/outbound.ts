import { lookup, Resolver } from 'node:dns/promises';
import {
  type ClientRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request as httpRequest,
} from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { type AllowedHost, notPublic, OutboundError, readTarget, type Target } from './outbound-target';
import { isPublicAddress } from './public-address';

export interface OutboundOptions {
  /** Private hosts that may be called all the same. */
  readonly allowedHosts?: readonly AllowedHost[];
  /** Gives the addresses behind a public name; by default the name servers of this machine are asked. */
  readonly resolveName?: (host: string, signal: AbortSignal) => Promise<readonly string[]>;
  /** Of a call that names no other. */
  readonly timeoutMs?: number;
}

export interface OutboundRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Sent with a POST; without one it is a GET. */
  readonly body?: string;
  /** Unencrypted to public hosts too: for institutions in test mode. */
  readonly allowHttp?: boolean;
  /** From the first look-up to the end of what is read of the answer. */
  readonly timeoutMs?: number;
  /** For the body once there is a status; by default what is left of `timeoutMs`. It is then cut, and not whole. */
  readonly bodyTimeoutMs?: number;
  /** Aborted by whoever stops waiting; the call then rejects with its reason. */
  readonly signal?: AbortSignal;
  /** Of the answer's body; nothing after that is read. By default 16 kB. */
  readonly mostBytes?: number;
}

export interface OutboundCall extends OutboundRequest {
  readonly body: string;
}

/** An answer, as far as it was read. */
export interface OutboundResponse {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** Whether that is all of the body: not too long, and not broken off. */
  readonly isWhole: boolean;
}

export interface OutboundAnswer {
  readonly status: number;
  readonly retryAfter: string | undefined;
  /** At most 16 kB, as UTF-8; nothing after that is read. */
  readonly bodyStart: string;
}

const defaultTimeoutMs = 15_000;
const mostBytesRead = 16 * 1024;

// Of several addresses each has this long before the next is tried; Node's quarter of a second is less than some ways take.
const connecting = { autoSelectFamilyAttemptTimeout: 1_000 };

/**
 * The one way to call an address that somebody else has chosen. It cannot be led into the operator's own network: a name is
 * resolved once, every address behind it is judged, and the connection goes to these very addresses, so that a second answer of
 * the name server changes nothing. Redirects are answers like any other. Each call has a connection of its own.
 */
export class Outbound {
  readonly #allowedHosts: readonly AllowedHost[];
  readonly #resolveName: NonNullable<OutboundOptions['resolveName']>;
  readonly #timeoutMs: number;

  constructor({
    allowedHosts = [],
    resolveName = askNameServers,
    timeoutMs = defaultTimeoutMs,
  }: OutboundOptions = {}) {
    this.#timeoutMs = timeoutMs;
    this.#allowedHosts = allowedHosts;
    this.#resolveName = resolveName;
  }

  /**
   * Judges an address without calling it. Where its name leads is judged at each call.
   * @throws {OutboundError} url_not_allowed, address_not_allowed
   */
  check(url: string, { allowHttp = false }: { readonly allowHttp?: boolean } = {}): Target {
    return readTarget(url, { allowedHosts: this.#allowedHosts, allowHttp });
  }

  /**
   * Sends a POST, of whose answer the status decides.
   * @throws {OutboundError} where there is no status within the time limit
   */
  async post(call: OutboundCall): Promise<OutboundAnswer> {
    const { status, headers, body } = await this.send(call);
    return { status, retryAfter: headers['retry-after'], bodyStart: body.toString('utf8') };
  }

  /**
   * Sends a POST or a GET. Once there is a status, a body that breaks off or does not end is only cut.
   * @throws {OutboundError} where there is no status within the time limit
   */
  async send(call: OutboundRequest): Promise<OutboundResponse> {
    const target = this.check(call.url, call);
    const { timeoutMs = this.#timeoutMs } = call;
    const late = new OutboundError('timeout', `There was no answer within ${timeoutMs / 1000} s.`);
    const ending = new AbortController();
    const timer = setTimeout(() => ending.abort(late), timeoutMs);
    const giveUp = () => ending.abort(call.signal!.reason);
    call.signal?.addEventListener('abort', giveUp);
    try {
      call.signal?.throwIfAborted();
      const addresses = await orAborted(this.#addressesOf(target, ending.signal), ending.signal);
      return await exchange(target, addresses, call, ending.signal);
    } finally {
      clearTimeout(timer);
      call.signal?.removeEventListener('abort', giveUp);
    }
  }

  async #addressesOf({ host, isAllowedHost }: Target, signal: AbortSignal): Promise<readonly string[]> {
    if (isIP(host)) return [host];
    // As the operator's machine knows it, its hosts file included.
    if (isAllowedHost)
      return (await lookup(host, { all: true }).catch(notFound(host))).map((each) => each.address);
    const addresses = await this.#resolveName(host, signal).catch(notFound(host));
    if (!addresses.length) return notFound(host)();
    // One forbidden address among good ones is a mistake or a trick: no name of a public partner has it.
    if (!addresses.every(isPublicAddress)) throw notPublic(host);
    return addresses;
  }
}

const notFound = (host: string) => (cause?: unknown) => {
  throw new OutboundError('name_not_found', `The name ${host} was not found.`, { cause });
};

/** Asks without the thread pool that the system's own look-up would occupy: a slow name server then delays nobody else. */
async function askNameServers(host: string, signal: AbortSignal): Promise<string[]> {
  const resolver = new Resolver({ timeout: 2_500, tries: 2 });
  const cancel = () => resolver.cancel();
  signal.addEventListener('abort', cancel, { once: true });
  try {
    const answers = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)]);
    return answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}

function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason as Error);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

/** Gives a connection the addresses that were judged, and asks nobody. */
function judged(addresses: readonly string[]): LookupFunction {
  const found = addresses.map((address) => ({ address, family: isIP(address) }));
  return (_host, { all }, done) =>
    all ? done(null, found) : done(null, found[0]!.address, found[0]!.family);
}

function exchange(
  { url, host, port, isTls }: Target,
  addresses: readonly string[],
  { headers, body, bodyTimeoutMs, mostBytes = mostBytesRead }: OutboundRequest,
  signal: AbortSignal,
): Promise<OutboundResponse> {
  return new Promise((resolve, reject) => {
    const request: ClientRequest = (isTls ? httpsRequest : httpRequest)({
      method: body === undefined ? 'GET' : 'POST',
      host,
      port,
      path: `${url.pathname}${url.search}`,
      headers: {
        ...headers,
        Host: url.host,
        ...(body !== undefined && { 'Content-Length': Buffer.byteLength(body) }),
        'Accept-Encoding': 'identity',
        Connection: 'close',
      },
      // A connection that others had used before could lead elsewhere.
      agent: false,
      ...connecting,
      lookup: judged(addresses),
      maxHeaderSize: 16 * 1024,
    });
    const abort = () => {
      reject(signal.reason as Error);
      request.destroy();
    };
    if (signal.aborted) return abort();
    signal.addEventListener('abort', abort, { once: true });
    let isAnswered = false;
    // Stays for good: what is destroyed, or breaks off after the status, is told as an error too.
    request.on('error', (error) => {
      signal.removeEventListener('abort', abort);
      if (!isAnswered) reject(faultOf(error));
    });
    request.on('response', (response) => {
      isAnswered = true;
      signal.removeEventListener('abort', abort);
      readStart(response, { mostBytes, bodyTimeoutMs, signal }, (read, isWhole) => {
        request.destroy();
        resolve({ status: response.statusCode!, headers: response.headers, body: read, isWhole });
      });
    });
    request.end(body);
  });
}

/** Reads the beginning of a body until it ends, breaks off, is long enough, or time is up. */
function readStart(
  response: IncomingMessage,
  {
    mostBytes,
    bodyTimeoutMs,
    signal,
  }: { readonly mostBytes: number; readonly bodyTimeoutMs: number | undefined; readonly signal: AbortSignal },
  done: (body: Buffer, isWhole: boolean) => void,
): void {
  const chunks: Buffer[] = [];
  let bytes = 0;
  const timer = bodyTimeoutMs === undefined ? undefined : setTimeout(() => finish(), bodyTimeoutMs);
  const finish = () => {
    clearTimeout(timer);
    response.off('data', onData).off('close', finish);
    signal.removeEventListener('abort', finish);
    done(Buffer.concat(chunks).subarray(0, mostBytes), response.complete && bytes <= mostBytes);
  };
  const onData = (chunk: Buffer) => {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > mostBytes) finish();
  };
  response.on('data', onData);
  response.once('close', finish);
  response.on('error', () => undefined);
  signal.addEventListener('abort', finish, { once: true });
}

function faultOf(error: Error & { code?: string }): OutboundError {
  const { code = '' } = error;
  if (/CERT|TLS|SSL|SELF_SIGNED|ISSUER|EPROTO|ALTNAME/.test(code))
    return new OutboundError('tls_failed', `The encrypted connection was not made: ${code}.`, {
      cause: error,
    });
  if (/^HPE_/.test(code))
    return new OutboundError('answer_broken', 'The answer was not HTTP.', { cause: error });
  if (code === 'ECONNRESET')
    return new OutboundError('answer_broken', 'The connection broke off before an answer.', { cause: error });
  const why = code || errorsWithin(error);
  return new OutboundError('connection_failed', `There was no connection${why ? `: ${why}` : ''}.`, {
    cause: error,
  });
}

/** Several addresses were tried, each with an error of its own. */
function errorsWithin(error: Error): string {
  const { errors = [] } = error as Error & { errors?: readonly { code?: string }[] };
  return [...new Set(errors.map(({ code }) => code))].join(', ');
}
