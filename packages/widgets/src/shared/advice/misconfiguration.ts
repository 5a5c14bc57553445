/** What is wrong with an element's own attributes. */
export type Misconfiguration =
  'no_key' | 'secret_key' | 'malformed_key' | 'no_api' | 'malformed_api' | 'insecure_api';

/** Why an element can't send requests, of one that `isConfigured` finds it can't. @param pageProtocol the page's own, such as `https:` */
export function misconfigurationOf(
  api: string | undefined,
  key: string | undefined,
  pageProtocol: string,
): Misconfiguration {
  if (!key) return 'no_key';
  if (key.startsWith('sk_')) return 'secret_key';
  if (!/^pk_(live|test)_[\w.~-]+$/.test(key)) return 'malformed_key';
  if (!api) return 'no_api';
  const isWhole = /^http:\/\/[^?#@]+$/.test(api) && !/\/v1\/*$/.test(api);
  return isWhole && pageProtocol === 'https:' ? 'insecure_api' : 'malformed_api';
}

/** Enough of a key to find it in the console, and nothing of a secret one's secret: `pk_test_northbridge_…4f2a`, `sk_live_…`. */
export function shortKey(key: string): string {
  const [start] = /^pk_[a-z]+_[^_]+_/.exec(key) ?? [];
  return start === undefined ? `${key.slice(0, 8)}…` : `${start}…${key.slice(start.length).slice(-4)}`;
}
