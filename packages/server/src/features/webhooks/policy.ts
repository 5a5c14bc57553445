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
  if (audience !== 'private') return;
  const missing = missingScope(principal, types);
  if (missing === undefined) return;
  throw new Problem(
    'missing_scope',
    `An endpoint with the audience private and these types needs a key with the scope ${missing}.`,
  );
}

/**
 * Whether a key may see what a receiver answered to a change of this type. The answer may repeat the message, and the endpoint's
 * audience may have been wider when it was sent, so it takes the scopes of the widest.
 */
export const seesResponse = (principal: Principal, type: string): boolean =>
  missingScope(principal, [type]) === undefined;

/** A scope that the caller lacks of those that these types take where everything private is sent. */
function missingScope(principal: Principal, types: readonly string[]): KeyScope | undefined {
  if (principal.kind === 'system') return undefined;
  const held: readonly string[] = principal.kind === 'secret' ? principal.scopes : [];
  return scopesOf(types).find((scope) => !held.includes(scope));
}

function scopesOf(types: readonly string[]): KeyScope[] {
  const subjects = Object.keys(scopesOfSubjects).filter((subject) =>
    changeTypes.some((type) => type.startsWith(`${subject}.`) && matches(types, type)),
  );
  return ['directory:private', ...subjects.map((subject) => scopesOfSubjects[subject]!)];
}
