import type { Client } from '../client';
import { createProfileReading, type Profiles } from '../profiles';
import { authRoutes } from '../routes/auth';
import { realRuntime } from '../runtime';
import { createMemberTransport, type SharingOptions } from './member-transport';

/** What signs in, and tells who is signed in. */
export interface AuthClient extends Pick<Client, 'auth'> {
  readonly profiles: Pick<Profiles, 'get'>;
}

/**
 * A client for signing in, and for showing who is signed in, with the rest of the SDK left out of its bundle.
 * @throws TypeError as createClient does
 */
export function createAuthClient(options: SharingOptions): AuthClient {
  const { auth, transport } = createMemberTransport(realRuntime, options, authRoutes);
  return { auth, profiles: createProfileReading(transport) };
}
