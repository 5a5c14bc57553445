import type { TokenStorageChoice } from '../session/token-storage';
import type { RequestOptions } from '../types';
import { checkBaseUrl, checkKey, checkLimits, checkRetries, type Limits } from './option-checks';

/** A `fetch` that honours `init.signal`. The global one does. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export interface ClientOptions {
  /** Where your Homecoming runs: `https://alumni.example.edu`. A path in front of `/v1` is kept. */
  readonly baseUrl: string;
  /** `pk_…` (publishable, safe in a browser) or `sk_…` (secret, for servers only). */
  readonly key: string;
  /** Used in place of the global `fetch`: for a proxy, for logging, in tests. */
  readonly fetch?: Fetch | undefined;
  /** How long one try may take. @default 10000 */
  readonly timeoutMs?: number | undefined;
  /** How long a call may take with all its tries and the waits between them. @default 30000 */
  readonly deadlineMs?: number | undefined;
  /** How often a read, or what makes something (POST), is tried again when it failed; 0 for never. @default 2 */
  readonly maxRetries?: number | undefined;
  /** Headers to send with every request, as a gateway may want. In a browser they cost a CORS preflight. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /**
   * Where the tokens of who signs in are kept: `memory`, `sessionStorage`, `localStorage`, or an object of yours.
   * @default 'memory'
   */
  readonly tokenStorage?: TokenStorageChoice | undefined;
}

export interface Config {
  readonly baseUrl: string;
  readonly key: string;
  readonly isPublishable: boolean;
  readonly fetch: Fetch;
  readonly timeoutMs: number;
  readonly deadlineMs: number;
  readonly maxRetries: number;
  readonly headers: Readonly<Record<string, string>>;
}

/** A client's options with their defaults. @throws TypeError that says which one is wrong and what it should be */
export function readOptions(options: ClientOptions): Config {
  checkKey(options.key);
  checkBaseUrl(options.baseUrl);
  const { origin, pathname } = new URL(options.baseUrl);
  const maxRetries = options.maxRetries ?? 2;
  checkRetries(maxRetries);
  return {
    baseUrl: origin + pathname.replace(/\/+$/, ''),
    key: options.key,
    isPublishable: options.key.startsWith('pk_'),
    // Looked up at each call, so that what replaces it later (a test, a tracer) is used.
    fetch: options.fetch ?? ((url, init) => globalThis.fetch(url, init)),
    ...readLimits(options, { timeoutMs: 10_000, deadlineMs: 30_000 }),
    maxRetries,
    headers: { ...options.headers },
  };
}

/** The limits of a call. @throws TypeError */
export function readLimits(
  { timeoutMs, deadlineMs }: Omit<RequestOptions, 'signal'>,
  defaults: Limits,
): Limits {
  const limits = {
    timeoutMs: timeoutMs ?? defaults.timeoutMs,
    deadlineMs: deadlineMs ?? defaults.deadlineMs,
  };
  checkLimits(limits);
  return limits;
}
