import type { Config } from '../options';

/** Under which name something is kept: of the institution, not the key, so that a new key signs nobody out. */
export const keptName = (what: 'session' | 'sign-in', { baseUrl, key }: Pick<Config, 'baseUrl' | 'key'>) =>
  `homecoming.${what} ${baseUrl} ${/^.k_[a-z]+_[^_]+/.exec(key)?.[0]}`;
