import { createProfileReading, type Profiles } from './resources/profiles';
import type { Auth } from './session/auth';
import { createMemberTransport, type SharingOptions } from './session/member-transport';
import { realRuntime } from './transport/runtime';

export type { Auth, SetPasswordOptions, SignInOptions, SignInWithProviderOptions } from './session/auth';
export { sessionNameOf } from './session/kept-name';
export type { SharingOptions } from './session/member-transport';
export type { AuthListener, SignOutReason } from './session/session-keeper';
export type { TokenStorage, TokenStorageChoice } from './session/token-storage';

/** Signs members in, and says who is signed in. */
export interface AuthClient {
  readonly auth: Auth;
  readonly profiles: Pick<Profiles, 'get'>;
}

/**
 * A client for signing in and for showing who is signed in.
 * @throws TypeError for an invalid option
 */
export function createAuthClient(options: SharingOptions): AuthClient {
  const { auth, transport } = createMemberTransport(realRuntime, options);
  return { auth, profiles: createProfileReading(transport) };
}
