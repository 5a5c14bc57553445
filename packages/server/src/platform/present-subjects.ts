import type { Audience, Scope } from './scope';

/**
 * What subjects of one kind look like now to an audience, as the contract shows them, by internal id. Those that are gone, or
 * that the audience may not see, are missing. Outlets ask for it when they deliver: the log holds no contents.
 */
export type PresentSubjects = (
  scope: Scope,
  ids: readonly string[],
  audience: Audience,
) => Promise<ReadonlyMap<string, unknown>>;
