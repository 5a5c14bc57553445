import { type ClientOptions, readOptions } from '../options';
import type { AuthOperation, OperationId, Route } from '../routes';
import type { Runtime } from '../runtime';
import { Transport } from '../transport';
import type { Member } from '../types';
import { type Auth, createAuth } from './auth';
import { memberFetch } from './member-fetch';
import { SessionKeeper } from './session-keeper';

export interface MemberTransport<Known extends OperationId> {
  readonly auth: Auth;
  readonly transport: Transport<Known>;
  /** Like `transport`, and never tries twice. */
  readonly once: Transport<Known>;
  /** Takes over what the service has said of who is signed in. */
  readonly update: (member: Member) => Promise<void>;
}

/** A way to the service for whoever is signed in, and what signs in. */
export function createMemberTransport<Known extends OperationId>(
  runtime: Runtime,
  options: ClientOptions,
  routes: Readonly<Record<Known | AuthOperation, Route>>,
): MemberTransport<Known | AuthOperation> {
  const config = readOptions(options);
  const plain = new Transport(config, runtime, routes);
  const once = new Transport({ ...config, maxRetries: 0 }, runtime, routes);
  const keeper = new SessionKeeper(plain, runtime, config, options.tokenStorage);
  const asMember = { ...config, fetch: memberFetch(config, keeper) };
  const member = new Transport(asMember, runtime, routes);
  // Members sign in beside publishable keys only.
  const transport = config.isPublishable ? member : plain;
  return {
    auth: createAuth({ plain, once, member }, keeper, config),
    transport,
    once: config.isPublishable ? new Transport({ ...asMember, maxRetries: 0 }, runtime, routes) : once,
    update: (found) => keeper.update(found),
  };
}
