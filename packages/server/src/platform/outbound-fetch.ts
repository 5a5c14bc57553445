import type { Outbound } from './outbound';

export interface OutboundFetchOptions {
  /** Unencrypted to public hosts too: for institutions in test mode. */
  readonly allowHttp: boolean;
  readonly timeoutMs: number;
}

/** As much of fetch's options as libraries for tokens and keys send. */
interface FetchInit {
  readonly method?: string;
  readonly headers?: RequestInit['headers'];
  readonly body?: unknown;
  readonly signal?: AbortSignal | null | undefined;
}

const mostBytes = 256 * 1024;
const withoutBody = [204, 205, 304];

/**
 * `fetch` for libraries, by way of Outbound: it goes nowhere that others could not be sent to, follows no redirect, and reads
 * a bounded answer within a bounded time, or none.
 * @throws {OutboundError} where there is no answer
 */
export function outboundFetch(
  outbound: Outbound,
  { allowHttp, timeoutMs }: OutboundFetchOptions,
): (url: string, init?: FetchInit) => Promise<Response> {
  return async (url, { method = 'GET', headers, body, signal } = {}) => {
    if (method !== 'GET' && method !== 'POST') throw new TypeError(`Nothing here sends a ${method}.`);
    if (method === 'POST' && typeof body !== 'string' && !(body instanceof URLSearchParams))
      throw new TypeError('Only texts and forms are sent from here.');
    const answer = await outbound.send({
      url,
      headers: Object.fromEntries(new Headers(headers)),
      ...(method === 'POST' && { body: String(body) }),
      ...{ allowHttp, timeoutMs, mostBytes },
      ...(signal && { signal }),
    });
    if (!answer.isWhole) throw new TypeError(`The answer broke off, or has more than ${mostBytes} bytes.`);
    const contentType = answer.headers['content-type'];
    return new Response(withoutBody.includes(answer.status) ? null : new Uint8Array(answer.body), {
      status: answer.status,
      ...(contentType !== undefined && { headers: { 'Content-Type': contentType } }),
    });
  };
}
