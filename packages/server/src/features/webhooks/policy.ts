import { Problem } from '../../contract/problems';
import type { Principal } from '../../platform/scope';
import { heldScopes, scopesNeeded } from '../changes';
import type { Endpoint } from './endpoint';

/**
 * A key may have sent to an endpoint only what it may see itself: otherwise an endpoint would be a way around the key's scopes.
 * Checked when an endpoint gets its audience and types, and for everything that later sends to it or changes its address.
 * @throws {Problem} missing_scope
 */
export function requireReach(
  principal: Principal,
  { audience, types }: Pick<Endpoint, 'audience' | 'types'>,
): void {
  if (principal.kind === 'system') return;
  const held = heldScopes(principal);
  const needed = [...(audience === 'private' ? ['directory:private'] : []), ...scopesNeeded(types, audience)];
  const missing = needed.find((scope) => !held.includes(scope));
  if (missing === undefined) return;
  throw new Problem(
    'missing_scope',
    `For an endpoint with this audience and these types, the key needs the scope ${missing}.`,
  );
}
