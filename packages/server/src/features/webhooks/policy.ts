import type { KeyScope } from '../access';
import { changeTypes, matches } from './change-types';
import type { Endpoint } from './endpoint';
import { Problem } from '../../contract/problems';
import type { Principal } from '../../platform/scope';

/** What a key must be able to see to have it sent, besides what is private in the directory, by the kind of subject. */
const scopesOfSubjects: Readonly<Record<string, KeyScope>> = {
  member: 'members:read',
  claim: 'claims:read',
  degreeList: 'degrees:verify',
};

/**
 * Whoever has something sent as an audience sees must be allowed to see as much: else an endpoint would be a way around the
 * key's scopes. Asked when an endpoint gets its audience and types, and for all that later sends to it or leads it elsewhere.
 * @throws {Problem} missing_scope
 */
export function requireReach(
  principal: Principal,
  { audience, types }: Pick<Endpoint, 'audience' | 'types'>,
): void {
  if (audience !== 'private' || principal.kind === 'system') return;
  const held: readonly string[] = principal.kind === 'secret' ? principal.scopes : [];
  const missing = scopesOf(types).find((scope) => !held.includes(scope));
  if (missing === undefined) return;
  throw new Problem(
    'missing_scope',
    `An endpoint with the audience private and these types needs a key with the scope ${missing}.`,
  );
}

function scopesOf(types: readonly string[]): KeyScope[] {
  const subjects = Object.keys(scopesOfSubjects).filter((subject) =>
    changeTypes.some((type) => type.startsWith(`${subject}.`) && matches(types, type)),
  );
  return ['directory:private', ...subjects.map((subject) => scopesOfSubjects[subject]!)];
}
