import { createMe, type Me } from './resources/me';
import type { Auth } from './session/auth';
import { createMemberTransport, type SharingOptions } from './session/member-transport';
import { realRuntime } from './transport/runtime';

export type { EmailChangeCodes, Me } from './resources/me';

/** Signs a member in, and reads and changes what is theirs. */
export interface MemberClient {
  readonly auth: Auth;
  readonly me: Me;
}

/**
 * A client for the signed-in member's own data.
 * @throws TypeError for an invalid option
 */
export function createMemberClient(options: SharingOptions): MemberClient {
  const session = createMemberTransport(realRuntime, options);
  return { auth: session.auth, me: createMe(session) };
}
