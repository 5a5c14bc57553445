import { type ClientOptions, type Config, readOptions } from '../transport/options';

/** Under which name something is kept: of the institution, not the key, so that a new key signs nobody out. */
export const keptName = (what: 'session' | 'sign-in', { baseUrl, key }: Pick<Config, 'baseUrl' | 'key'>) =>
  `homecoming.${what} ${baseUrl} ${/^.k_[a-z]+_[^_]+/.exec(key)?.[0]}`;

/**
 * The name under which clients with these options keep a session in their storage: the same for all clients of an institution,
 * in live or in test mode.
 * @throws TypeError as createClient does
 */
export const sessionNameOf = (options: Pick<ClientOptions, 'baseUrl' | 'key'>): string =>
  keptName('session', readOptions(options));
