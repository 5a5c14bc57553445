import { createHash, randomBytes } from 'node:crypto';
import type { Page } from './members';
import { testIssuer, type TestService } from './service';

/** Where an institution's page is, as its key allows. */
export const pageAddress = 'https://allowed.example/alumni';

export interface Arrival {
  /** Every address that the browser was at, the last one included. */
  readonly visited: readonly URL[];
  readonly status: number;
  readonly text: string;
  /** What the page finds in its fragment. */
  readonly grant: string | undefined;
  readonly error: string | undefined;
}

/** What a page keeps while its visitor is away. */
export interface PagePart {
  readonly verifier: string;
  readonly challenge: string;
}

export function newPagePart(): PagePart {
  const verifier = randomBytes(32).toString('base64url');
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') };
}

/** A browser as far as signing in goes: it keeps cookies by host and is sent from one address to the next. */
export class SignInBrowser {
  readonly #cookies = new Map<string, Map<string, string>>();

  /** @param from the page that it comes from, as much as it tells of it; nothing where it is empty */
  constructor(
    private readonly service: TestService,
    private readonly from = new URL(pageAddress).origin,
  ) {}

  /** What was set at this service, with its attributes. */
  readonly setCookies: string[] = [];

  /** Goes where it is sent, until there is a page; `until` stops it before an address. */
  async open(address: string | URL, until: (url: URL) => boolean = () => false): Promise<Arrival> {
    const visited: URL[] = [];
    let url = new URL(address);
    for (;;) {
      visited.push(url);
      const { origin, pathname, hash } = url;
      if (origin === new URL(pageAddress).origin || until(url)) {
        const outcome = new URLSearchParams(hash.slice(1));
        const [grant, error] = [outcome.get('hc_grant'), outcome.get('hc_error')];
        return { visited, status: 200, text: '', grant: grant ?? undefined, error: error ?? undefined };
      }
      // The service is known by its public name, wherever it listens.
      const reached = origin === testIssuer ? `${this.service.origin}${pathname}${url.search}` : url.href;
      const headers = { Cookie: this.#sent(origin), ...(this.from && { Referer: this.from }) };
      const response = await fetch(reached, { redirect: 'manual', headers });
      this.#keep(origin, response.headers.getSetCookie());
      const location = response.headers.get('Location');
      const text = await response.text();
      if (location === null)
        return { visited, status: response.status, text, grant: undefined, error: undefined };
      url = new URL(location, url);
    }
  }

  /** Begins a sign-in as the page's button does. */
  start(page: Page, providerId: string, part: PagePart, returnTo = pageAddress): URL {
    const url = new URL(`${testIssuer}/v1/auth/oidc/${providerId}/start`);
    url.search = new URLSearchParams({ key: page.key, returnTo, challenge: part.challenge }).toString();
    return url;
  }

  #sent(origin: string): string {
    return [...(this.#cookies.get(origin) ?? [])].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  #keep(origin: string, cookies: readonly string[]): void {
    const jar = this.#cookies.get(origin) ?? new Map<string, string>();
    this.#cookies.set(origin, jar);
    for (const cookie of cookies) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      jar.set(name, value);
      if (origin === testIssuer) this.setCookies.push(cookie);
    }
  }
}
