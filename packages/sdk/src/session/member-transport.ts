import { type ClientOptions, readOptions } from '../transport/options';
import type { Runtime } from '../transport/runtime';
import { Transport } from '../transport/transport';
import type { Member } from '../types';
import { type Auth, createAuth } from './auth';
import { memberFetch } from './member-fetch';
import { SessionKeeper } from './session-keeper';

/** A client's options, and whose session it is to share. */
export interface SharingOptions extends ClientOptions {
  /** The `auth` of another client of the institution: both then have one session. `tokenStorage` and `fetch` are that client's. */
  readonly auth?: Auth | undefined;
}

export interface MemberTransport {
  readonly auth: Auth;
  readonly transport: Transport;
  /** Like `transport`, and never tries twice. */
  readonly once: Transport;
  /** Takes over what the service has said of who is signed in. */
  readonly update: (member: Member) => Promise<void>;
}

/** A way to the service for whoever is signed in, and what signs in. */
export function createMemberTransport(
  runtime: Runtime,
  { auth: shared, ...options }: SharingOptions,
): MemberTransport {
  const config = readOptions(shared ? { ...options, fetch: shared.fetch } : options);
  const plain = new Transport(config, runtime);
  const once = new Transport({ ...config, maxRetries: 0 }, runtime);
  if (shared) {
    // What has changed is asked for again: it is the other client that keeps it.
    const update = async () => void (await shared.getMember().catch(() => undefined));
    return { auth: shared, transport: plain, once, update };
  }
  const keeper = new SessionKeeper(plain, runtime, config, options.tokenStorage);
  const asMember = { ...config, fetch: memberFetch(config, keeper) };
  const member = new Transport(asMember, runtime);
  // Members sign in beside publishable keys only.
  const transport = config.isPublishable ? member : plain;
  return {
    auth: createAuth({ plain, once, member }, keeper, config, asMember.fetch),
    transport,
    once: config.isPublishable ? new Transport({ ...asMember, maxRetries: 0 }, runtime) : once,
    update: (found) => keeper.update(found),
  };
}
