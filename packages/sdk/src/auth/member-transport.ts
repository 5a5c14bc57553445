import { type ClientOptions, readOptions } from '../options';
import type { AuthOperation, OperationId, Route } from '../routes';
import type { Runtime } from '../runtime';
import { Transport } from '../transport';
import { type Auth, createAuth } from './auth';
import { memberFetch } from './member-fetch';
import { SessionKeeper } from './session-keeper';

/** A way to the service for whoever is signed in, and what signs in. */
export function createMemberTransport<Known extends OperationId>(
  runtime: Runtime,
  options: ClientOptions,
  routes: Readonly<Record<Known | AuthOperation, Route>>,
): { readonly auth: Auth; readonly transport: Transport<Known | AuthOperation> } {
  const config = readOptions(options);
  const plain = new Transport(config, runtime, routes);
  const once = new Transport({ ...config, maxRetries: 0 }, runtime, routes);
  const keeper = new SessionKeeper(plain, runtime, config, options.tokenStorage);
  const member = new Transport({ ...config, fetch: memberFetch(config, keeper) }, runtime, routes);
  return {
    auth: createAuth({ plain, once, member }, keeper),
    // Members sign in beside publishable keys only.
    transport: config.isPublishable ? member : plain,
  };
}
