import { createDirectory, type Directory } from './resources/directory';
import { createProfileReading, type Profiles } from './resources/profiles';
import { type ClientOptions, readOptions } from './transport/options';
import { realRuntime } from './transport/runtime';
import { Transport } from './transport/transport';

export { sessionNameOf } from './session/kept-name';
export type { Directory } from './resources/directory';

/** Finds people, and shows one of them. */
export interface DirectoryClient {
  readonly directory: Directory;
  readonly profiles: Pick<Profiles, 'get'>;
}

/**
 * A client for finding people.
 * @throws TypeError for an invalid option
 */
export function createDirectoryClient(options: ClientOptions): DirectoryClient {
  const transport = new Transport(readOptions(options), realRuntime);
  return { directory: createDirectory(transport), profiles: createProfileReading(transport) };
}
