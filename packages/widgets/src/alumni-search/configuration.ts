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

/** Enough of a key to find it in the console, and of a secret one not enough to use it: `pk_test_northbridge_…4f2a`. */
export function shortKey(key: string): string {
  const start = key.slice(0, key.lastIndexOf('_') + 1);
  const rest = key.slice(start.length);
  return rest.length > 8 ? `${start}…${rest.slice(-4)}` : key.startsWith('sk_') ? `${start}…` : key;
}
