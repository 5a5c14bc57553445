/**
 * Where the API is, from the address of the loader: what precedes `/v1/widgets.js`, else (for a copy that is served
 * from elsewhere) the origin.
 */
export function apiUrlOf(loaderUrl: string): string {
  const { origin, pathname } = new URL(loaderUrl);
  const prefix = /^(.*)\/v1\/widgets\.js$/.exec(pathname)?.[1] ?? '';
  return `${origin}${prefix}`;
}
