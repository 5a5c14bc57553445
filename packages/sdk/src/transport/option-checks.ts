/** How long a call may take. */
export interface Limits {
  readonly timeoutMs: number;
  readonly deadlineMs: number;
}

/** @throws TypeError */
export function checkLimits(limits: Limits): void {
  for (const [name, value] of Object.entries(limits)) {
    if (!(value > 0))
      throw new TypeError(`${name} must be a number of milliseconds above 0; Infinity for no limit.`);
  }
}

/** @throws TypeError */
export function checkRetries(maxRetries: number): void {
  if (!Number.isInteger(maxRetries) || maxRetries < 0)
    throw new TypeError('maxRetries must be a whole number, 0 or more.');
}

/** @throws TypeError */
export function checkBaseUrl(text: string): void {
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
  if (/\/v1\/*$/.test(url.pathname)) throw new TypeError(`${wanted}: leave out /v1, it is added.`);
}

/** @throws TypeError, for a secret key in a browser too */
export function checkKey(key: string): void {
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
}

/** @throws TypeError */
export function checkIdempotencyKey(key: string): void {
  if (!/^[!-~]{1,255}$/.test(key))
    throw new TypeError('idempotencyKey must have 1 to 255 visible ASCII characters, without spaces.');
}

function inBrowser(): boolean {
  // Deno 1 has a window too, and is a server.
  return 'document' in globalThis || ('window' in globalThis && !('Deno' in globalThis));
}
