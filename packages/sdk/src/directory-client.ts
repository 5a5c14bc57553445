import type { Client } from './client';
import { createDirectory } from './directory';
import { type ClientOptions, readOptions } from './options';
import { createProfileReading, type Profiles } from './profiles';
import { directoryRoutes } from './routes/directory';
import { realRuntime } from './runtime';
import { Transport } from './transport';

/** What finds people, and shows one of them. */
export interface DirectoryClient extends Pick<Client, 'directory'> {
  readonly profiles: Pick<Profiles, 'get'>;
}

/**
 * A client for finding people: what a page needs, with the rest of the SDK left out of its bundle.
 * @throws TypeError as createClient does
 */
export function createDirectoryClient(options: ClientOptions): DirectoryClient {
  const transport = new Transport(readOptions(options), realRuntime, directoryRoutes);
  return { directory: createDirectory(transport), profiles: createProfileReading(transport) };
}
