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
  const missing = missingScope(principal, { audience, types });
  if (missing === undefined) return;
  throw new Problem(
    'missing_scope',
    `For an endpoint with this audience and these types, the key needs the scope ${missing}.`,
  );
}

/**
 * Whether a key may see what a receiver answered to a change of this type. The answer may repeat the message, and the endpoint's
 * audience may have been wider when it was sent, so it takes the scopes of the widest.
 */
export const seesResponse = (principal: Principal, type: string): boolean =>
  missingScope(principal, { audience: 'private', types: [type] }) === undefined;

/** A scope that a caller lacks of those that are needed to have these types sent to this audience. */
function missingScope(
  principal: Principal,
  { audience, types }: Pick<Endpoint, 'audience' | 'types'>,
): string | undefined {
  if (principal.kind === 'system') return undefined;
  const held = heldScopes(principal);
  const needed = [...(audience === 'private' ? ['directory:private'] : []), ...scopesNeeded(types, audience)];
  return needed.find((scope) => !held.includes(scope));
}
