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
  return (
    /^pk_(live|test)_[\w.~-]+$/.test(key ?? '') &&
    api !== undefined &&
    URL.canParse(api) &&
    /^https?:\/\/[^?#@]+$/.test(api) &&
    !/\/v1\/*$/.test(api) &&
    // Browsers let pages with TLS call their own machine without (W3C Secure Contexts, 3.1).
    (pageProtocol !== 'https:' || !/^http:\/\/(?!([^/]+\.)?localhost(:|\/|$)|127\.|\[::1\])/.test(api))
  );
}
