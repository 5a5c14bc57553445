import { invalidField, Problem } from '../../contract/problems';
import { isPublicSuffix } from '../../platform/public-suffix';
import type { KeyKind } from './key-text';
import { type KeyScope, scopes } from './scopes';

export { scopes, type KeyScope };

export const managingScope: KeyScope = 'keys:manage';

/** What of a key its kind decides. */
interface Rights {
  readonly scopes?: readonly string[] | undefined;
  readonly origins?: readonly string[] | undefined;
}

/** @throws {Problem} invalid_request where a new key has not what its kind needs */
export function checkWhole(kind: KeyKind, { scopes, origins }: Rights): void {
  if (kind === 'secret' && !scopes?.length) throw invalidField('/scopes', 'is required for a secret key');
  if (kind === 'publishable' && !origins?.length)
    throw invalidField('/origins', 'is required for a publishable key');
  checkKind(kind, { scopes, origins });
}

/** @throws {Problem} invalid_request where a key gets what its kind cannot have, or pages of people who have nothing to do with each other */
export function checkKind(kind: KeyKind, { scopes, origins }: Rights): void {
  origins?.forEach(checkOrigin);
  if (kind === 'secret' && origins?.length) throw invalidField('/origins', 'are only for publishable keys');
  if (kind === 'publishable' && scopes?.length) throw invalidField('/scopes', 'are only for secret keys');
}

/** Subdomains are one owner's: not those of a registry, or of a company that gives out names. */
function checkOrigin(origin: string, place: number): void {
  const host = /^https?:\/\/\*\.([^:]+)/.exec(origin)?.[1];
  if (host === undefined || !isPublicSuffix(host)) return;
  throw invalidField(`/origins/${place}`, `is too broad: anyone can register names under ${host}`);
}

/**
 * A key gives away only what it has.
 * @param grantable the scopes of the calling key; undefined: the command line, which gives any
 * @throws {Problem} missing_scope
 */
export function checkGrant(grantable: readonly string[] | undefined, wanted: readonly string[]): void {
  const missing = grantable && wanted.find((scope) => !grantable.includes(scope));
  if (missing)
    throw new Problem(
      'missing_scope',
      `The calling key doesn’t have the scope ${missing}, so it can’t grant it.`,
    );
}

/** @throws {Problem} invalid_request where a key in use would gain a scope */
export function checkNarrowing(before: readonly string[], after: readonly string[] | undefined): void {
  const gained = after?.find((scope) => !before.includes(scope));
  if (gained) throw invalidField('/scopes', `can’t be added to a key: create a new key for ${gained}`);
}

/** @throws {Problem} invalid_request where a key would end in the past, or later than it does */
export function checkEnd(now: Date, after: Date | undefined, before?: Date): void {
  if (!after) return;
  if (!(after > now)) throw invalidField('/expiresAt', 'must be in the future');
  if (before && after > before) throw invalidField('/expiresAt', 'can only be brought forward');
}
