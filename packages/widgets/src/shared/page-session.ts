import type { Auth, Client, TokenStorageChoice } from '@homecoming/sdk';

/** A client of the page's own. What else than signing in it can do depends on which of the SDK's it is. */
export type PageClient = Pick<Client, 'auth'> & Partial<Pick<Client, 'directory' | 'me' | 'profiles'>>;

export interface Session {
  readonly auth: Auth;
  /** Where it is kept, as far as an element of the page says. */
  readonly storage: TokenStorageChoice | undefined;
  /** The element that says so, or `client` for a client that the page has given. */
  readonly owner: unknown;
}

interface Page {
  /** What the page has given to an element last. */
  client?: PageClient;
  readonly sessions: Map<string, Session>;
  readonly followers: Set<() => void>;
}

const pageKey = Symbol.for('homecoming.widgets.page');

/** What all elements of the page share, those of other copies of the script included. */
export const page = (): Page =>
  ((globalThis as { [pageKey]?: Page })[pageKey] ??= { sessions: new Map(), followers: new Set() });

/** The client for elements without a key or client of their own. */
export const pageClient = () => page().client;

/** The session of this name, once an element has opened it; see the SDK's `sessionNameOf`. */
export const sessionOf = (name: string) => page().sessions.get(name)?.auth;

/** Calls back whenever a session or client takes another's place. Returns what ends it. */
export function followPage(follower: () => void): () => void {
  page().followers.add(follower);
  return () => void page().followers.delete(follower);
}

/** The session of the client becomes that of all elements of its institution. */
export function giveClient(client: PageClient): void {
  page().client = client;
  place(client.auth.sessionName, { auth: client.auth, storage: undefined, owner: 'client' });
}

/** Puts a session in its place, and tells the elements of the page. */
export function place(name: string, session: Session): void {
  const { sessions, followers } = page();
  const isNew = sessions.get(name)?.auth !== session.auth;
  sessions.set(name, session);
  if (isNew) for (const follower of followers) follower();
}
