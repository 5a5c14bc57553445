/** What is wrong with the element's own attributes, seen before anything is asked. */
export type Misconfiguration = 'no_key' | 'secret_key' | 'malformed_key' | 'no_api';

/** Whether the element can ask at all. A secret key is never sent: a page that holds one has published it. */
export function misconfigurationOf(
  api: string | undefined,
  key: string | undefined,
): Misconfiguration | undefined {
  if (!key) return 'no_key';
  if (key.startsWith('sk_')) return 'secret_key';
  if (!/^pk_(live|test)_[\w.~-]+$/.test(key)) return 'malformed_key';
  return /^https?:\/\//.test(api ?? '') && URL.canParse(api ?? '') ? undefined : 'no_api';
}

/** Enough of a key to find it in the console, and nothing of a secret one's secret: `pk_test_northbridge_…4f2a`, `sk_live_…`. */
export function shortKey(key: string): string {
  const [start] = /^pk_[a-z]+_[^_]+_/.exec(key) ?? [];
  return start === undefined ? `${key.slice(0, 8)}…` : `${start}…${key.slice(start.length).slice(-4)}`;
}
