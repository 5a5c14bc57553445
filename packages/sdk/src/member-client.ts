import { createMemberTransport, type SharingOptions } from './auth/member-transport';
import type { Client } from './client';
import { createMe } from './me';
import { authRoutes } from './routes/auth';
import { ownRoutes } from './routes/own';
import { realRuntime } from './runtime';

/** What signs in, and what is one's own. */
export type MemberClient = Pick<Client, 'auth' | 'me'>;

/**
 * A client for the signed-in member's own data, with the rest of the SDK left out of its bundle.
 * @throws TypeError as createClient does
 */
export function createMemberClient(options: SharingOptions): MemberClient {
  const ways = createMemberTransport(realRuntime, options, { ...authRoutes, ...ownRoutes });
  return { auth: ways.auth, me: createMe(ways) };
}
