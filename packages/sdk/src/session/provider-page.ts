import { ApiError } from '../errors';
import type { Config } from '../transport/options';
import { keptName } from './kept-name';
import { webStorage } from './token-storage';

/** What a page finds when the service sends somebody back to it. */
export interface Return {
  readonly grant: string;
  readonly verifier: string;
}

/**
 * Sends this page to a provider. What it keeps meanwhile makes the grant that it comes back with worth something, here only.
 * @throws TypeError outside of a page, and in one that is not a secure context
 */
export async function leaveFor(config: Config, providerId: string, returnTo?: string): Promise<void> {
  const { document, location, crypto } = globalThis;
  const storage = webStorage('sessionStorage');
  if (!document || !storage)
    throw new TypeError('Signing in at a provider needs a page, with its sessionStorage.');
  if (!crypto?.subtle) throw new TypeError('Signing in at a provider needs a page over https.');
  const verifier = base64url(crypto.getRandomValues(new Uint8Array(32)));
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier));
  storage.setItem(keptName('sign-in', config), verifier);
  const query = new URLSearchParams({
    key: config.key,
    returnTo: addressOf(new URL(returnTo ?? location.href, location.href)),
    challenge: base64url(new Uint8Array(digest)),
  });
  // The service must see that the browser comes from here, whatever the page's policy is to tell.
  const link = document.createElement('a');
  link.referrerPolicy = 'origin';
  link.href = `${config.baseUrl}/v1/auth/oidc/${encodeURIComponent(providerId)}/start?${query}`;
  link.click();
}

const longestAddress = 2_000;

/** Without its fragment, and in the characters that addresses have, of which browsers leave some as they are. */
function addressOf({ href, origin, pathname }: URL): string {
  const address = href.replace(/#.*/, '').replace(/[{}|^`\\]/g, encodeURIComponent);
  return address.length > longestAddress ? origin + pathname : address;
}

/**
 * What the address of this page brings from a provider, taken out of it. What this tab has not asked for is taken out too, and
 * counts for nothing.
 * @throws ApiError with the code that came in place of a grant
 */
export function takeReturn(config: Config): Return | undefined {
  const { location, history } = globalThis;
  const brought = /^#hc_(grant|error)=([\w-]+)(?:&hc_challenge=([\w.-]+))?$/.exec(location?.hash ?? '');
  if (!brought) return undefined;
  history.replaceState(history.state, '', location.pathname + location.search);
  const storage = webStorage('sessionStorage');
  const verifier = storage?.getItem(keptName('sign-in', config));
  if (typeof verifier !== 'string') return undefined;
  storage!.removeItem(keptName('sign-in', config));
  const [, what, value, challenge] = brought as unknown as [string, string, string, string | undefined];
  if (what === 'grant') return { grant: value, verifier };
  throw new ApiError({ message: `Nobody was signed in: ${value}.`, status: 403, code: value, challenge });
}

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=+$/, '');
}
