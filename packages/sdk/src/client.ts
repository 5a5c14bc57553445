import { type AdminClient, createAdmin } from './admin';
import { createDirectory, type Directory } from './resources/directory';
import { createMe, type Me } from './resources/me';
import type { Auth } from './session/auth';
import { createMemberTransport, type SharingOptions } from './session/member-transport';
import { realRuntime, type Runtime } from './transport/runtime';
import { type Webhooks, webhooks } from './webhooks';

/** One institution's Homecoming, behind one key. */
export interface Client extends AdminClient {
  readonly auth: Auth;
  readonly me: Me;
  readonly directory: Directory;
  /** The same as the package's `webhooks`, which needs no client. */
  readonly webhooks: Webhooks;
}

/**
 * A client for the institution of this key. Sends nothing yet.
 * @throws TypeError for an invalid option, and for a secret key in a browser
 */
export function createClient(options: SharingOptions): Client {
  return createClientOn(realRuntime, options);
}

/** For tests: with a clock, chance and waiting of their own. */
export function createClientOn(runtime: Runtime, options: SharingOptions): Client {
  const session = createMemberTransport(runtime, options);
  return {
    auth: session.auth,
    me: createMe(session),
    directory: createDirectory(session.transport),
    ...createAdmin(session.transport),
    webhooks,
  };
}
