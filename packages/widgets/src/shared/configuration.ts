/**
 * Whether an element has what it needs to send requests: a service's address and a publishable key. A secret key is never
 * sent: a page that holds one has published it. What is wrong otherwise is found in `advice/misconfiguration.ts`.
 *
 * @param pageProtocol The page's own, such as `https:`.
 */
export function isConfigured(
  api: string | undefined,
  key: string | undefined,
  pageProtocol: string,
): boolean {
  if (!api || !/^pk_(live|test)_[\w.~-]+$/.test(key ?? '') || !URL.canParse(api)) return false;
  const { protocol, hostname, pathname, search, hash, username } = new URL(api);
  if (search || hash || username || /\/v1\/*$/.test(pathname)) return false;
  // Browsers let pages with TLS call their own machine without (W3C Secure Contexts, 3.1).
  const isLoopback = /^(.+\.)?localhost$|^127\.|^\[::1\]$/.test(hostname);
  return protocol === 'https:' || (protocol === 'http:' && (isLoopback || pageProtocol !== 'https:'));
}
