import type { TokenStorageChoice } from './auth/token-storage';
import type { RequestOptions } from './types';

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

/** Checks a client's options. @throws TypeError that says which one is wrong and what it should be */
export function readOptions(options: ClientOptions): Config {
  const key = readKey(options.key);
  const { timeoutMs, deadlineMs } = readLimits(options, { timeoutMs: 10_000, deadlineMs: 30_000 });
  const maxRetries = options.maxRetries ?? 2;
  if (!Number.isInteger(maxRetries) || maxRetries < 0)
    throw new TypeError('maxRetries must be a whole number, 0 or more.');
  return {
    baseUrl: readBaseUrl(options.baseUrl),
    key,
    isPublishable: key.startsWith('pk_'),
    // Looked up at each call, so that what replaces it later (a test, a tracer) is used.
    fetch: options.fetch ?? ((url, init) => globalThis.fetch(url, init)),
    timeoutMs,
    deadlineMs,
    maxRetries,
    headers: { ...options.headers },
  };
}

type Limits = Pick<Config, 'timeoutMs' | 'deadlineMs'>;

/** The limits of a call. @throws TypeError */
export function readLimits(options: Omit<RequestOptions, 'signal'>, defaults: Limits): Limits {
  const limits = {
    timeoutMs: options.timeoutMs ?? defaults.timeoutMs,
    deadlineMs: options.deadlineMs ?? defaults.deadlineMs,
  };
  for (const [name, value] of Object.entries(limits)) {
    if (!(value > 0))
      throw new TypeError(`${name} must be a number of milliseconds above 0; Infinity for no limit.`);
  }
  return limits;
}

function readBaseUrl(text: string): string {
  const wanted = 'baseUrl must be where your Homecoming runs, such as https://alumni.example.edu';
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw new TypeError(`${wanted}; it is ${JSON.stringify(text)}.`);
  }
  if (!/^https?:$/.test(url.protocol)) throw new TypeError(`${wanted}; it begins with ${url.protocol}`);
  if (url.search || url.hash || url.username || url.password) {
    throw new TypeError(`${wanted}, without user, query and fragment.`);
  }
  const path = url.pathname.replace(/\/+$/, '');
  if (path.endsWith('/v1')) throw new TypeError(`${wanted}: leave out /v1, it is added.`);
  return url.origin + path;
}

function readKey(key: string): string {
  // The key itself stays out of messages: they end up in logs.
  if (!/^[ps]k_(live|test)_[\w.~-]+$/.test(key)) {
    throw new TypeError(
      'key must be a publishable key (pk_live_…, pk_test_…) or a secret key (sk_live_…, sk_test_…).',
    );
  }
  if (key.startsWith('sk_') && inBrowser()) {
    throw new TypeError(
      'This is a secret key in a browser, where anybody can read it. Use a publishable key (pk_…).',
    );
  }
  return key;
}

function inBrowser(): boolean {
  // Deno 1 has a window too, and is a server.
  return 'document' in globalThis || ('window' in globalThis && !('Deno' in globalThis));
}
