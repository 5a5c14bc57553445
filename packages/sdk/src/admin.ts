import * as list from './resources/list';
import { type ClientOptions, readOptions } from './transport/options';
import { realRuntime } from './transport/runtime';
import { Transport } from './transport/transport';

/** What an institution's own server does, with a secret key. */
export type AdminClient = { readonly [Name in keyof typeof list]: ReturnType<(typeof list)[Name]> };

/**
 * A client for an institution's own server, without what signs members in.
 * @throws TypeError for an invalid option, and for a secret key in a browser
 */
export function createAdminClient(options: ClientOptions): AdminClient {
  return createAdmin(new Transport(readOptions(options), realRuntime));
}

export function createAdmin(transport: Transport): AdminClient {
  const parts = Object.entries(list).map(([name, create]) => [name, create(transport)]);
  return Object.fromEntries(parts) as AdminClient;
}
