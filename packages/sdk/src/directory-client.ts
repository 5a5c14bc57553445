import type { Client } from './client';
import { createDirectory } from './directory';
import { type ClientOptions, readOptions } from './options';
import { directoryRoutes } from './routes/directory';
import { realRuntime } from './runtime';
import { Transport } from './transport';

/**
 * A client for searching only: what a page needs, with the rest of the SDK left out of its bundle.
 * @throws TypeError as createClient does
 */
export function createDirectoryClient(options: ClientOptions): Pick<Client, 'directory'> {
  return { directory: createDirectory(new Transport(readOptions(options), realRuntime, directoryRoutes)) };
}
