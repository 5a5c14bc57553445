import { type Auth, createAuthClient, sessionNameOf, type TokenStorageChoice } from '@homecoming/sdk/auth';
import type { Connection } from './homecoming-element';
import { page, place, type Session } from './page-session';

/** Nobody waits longer in front of a form. */
export const patience = { maxRetries: 1, timeoutMs: 8_000, deadlineMs: 12_000 };

/** The page's session at this service, opened where no element has done so yet. */
export function openSession(
  connection: Connection,
  owner: unknown,
  storage: TokenStorageChoice | undefined,
): Auth {
  return shareSession(
    sessionNameOf(connection),
    { owner, storage },
    (tokenStorage) => createAuthClient({ ...connection, tokenStorage, ...patience }).auth,
  );
}

/**
 * The session of this name. It is created where there is none yet, and again where an element is the first to say where to keep
 * it: elements come onto a page in any order.
 */
function shareSession(
  name: string,
  { owner, storage }: Omit<Session, 'auth'>,
  create: (storage: TokenStorageChoice) => Auth,
): Auth {
  const open = page().sessions.get(name);
  const isSettled = open?.owner === 'client' || (open?.storage !== undefined && open.owner !== owner);
  if (open && (isSettled || storage === undefined || storage === open.storage)) return open.auth;
  const auth = create(storage ?? 'localStorage');
  place(name, { auth, storage, owner });
  return auth;
}
