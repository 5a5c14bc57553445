import type { Client } from '@homecoming/sdk';
import type { Auth, TokenStorageChoice } from '@homecoming/sdk/auth';
import { createDirectoryClient, sessionNameOf } from '@homecoming/sdk/directory';
import type { ReactiveControllerHost } from 'lit';
import type { Connection } from '../shared/homecoming-element';
import { type PageClient, sessionOf } from '../shared/page-session';
import { isKept } from './kept-session';

/** What a search asks. A client of the page's own shows people on cards only if it can read profiles. */
export type DirectoryClient = Pick<Client, 'directory'> & {
  readonly profiles?: Pick<Client['profiles'], 'get'>;
};

/** Nobody waits longer in front of a search box: a problem with a button to try again is the better answer. */
const patience = { maxRetries: 1, timeoutMs: 8_000, deadlineMs: 12_000 };

export interface SourceSettings {
  readonly connection: Connection | undefined;
  readonly given: PageClient | undefined;
  readonly storage: TokenStorageChoice | undefined;
}

/** Where a search gets its answers: the page's own client, or one with the session of the page. */
export class DirectorySource {
  /** `undefined` while the element has too little to ask with, and while a session is opened. */
  client: DirectoryClient | undefined;
  /** The session of the page; `undefined` where no element has opened one. */
  auth: Auth | undefined;
  /** What the client was made for: a change means other data. */
  #identity: unknown;
  #opening: 'begun' | 'failed' | undefined;

  constructor(private readonly host: ReactiveControllerHost) {}

  /** Follows the element and its page. Returns whether the data are another institution's from now on. */
  update({ connection, given, storage }: SourceSettings): boolean {
    const before = this.#identity;
    const auth = given?.auth ?? (connection && this.#session(connection, storage));
    const isOpening = !auth && this.#opening === 'begun';
    this.#identity = given?.directory
      ? given
      : connection && !isOpening
        ? `${connection.baseUrl} ${connection.key}`
        : undefined;
    const isSame = this.#identity === before && auth === this.auth;
    this.auth = auth;
    if (isSame) return false;
    if (given?.directory) this.client = given as DirectoryClient;
    else if (!connection || isOpening) this.client = undefined;
    else this.client = createDirectoryClient({ ...connection, fetch: auth?.fetch, ...patience });
    return this.#identity !== before;
  }

  /** A session that an element of this page has opened, or that is kept from another page: what opens it is fetched only then. */
  #session(connection: Connection, storage: TokenStorageChoice | undefined): Auth | undefined {
    const name = sessionNameOf(connection);
    const auth = sessionOf(name);
    if (!auth && !this.#opening && isKept(name, storage)) {
      this.#opening = 'begun';
      void this.#open(connection, storage);
    }
    return auth;
  }

  async #open(connection: Connection, storage: TokenStorageChoice | undefined): Promise<void> {
    try {
      const { openSession } = await import('../sign-in/define');
      const auth = openSession(connection, this.host, storage);
      this.#opening = undefined;
      // What was kept may be old: the session over, the member verified by now.
      await auth.getMember();
    } catch {
      // The search is the public's then.
      this.#opening &&= 'failed';
      this.host.requestUpdate();
    }
  }
}
