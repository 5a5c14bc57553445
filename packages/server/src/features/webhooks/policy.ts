import { Problem } from '../../contract/problems';
import type { Audience, Principal } from '../../platform/scope';

/**
 * Whoever has something sent as an audience sees must be allowed to see as much: else an endpoint would be a way around the
 * key's scopes. Asked when an endpoint gets its audience, and for all that later sends to it or leads it elsewhere.
 * @throws {Problem} missing_scope
 */
export function requireAudience(principal: Principal, audience: Audience): void {
  if (audience !== 'private' || principal.kind === 'system') return;
  if (principal.kind === 'secret' && principal.scopes.includes('directory:private')) return;
  throw new Problem(
    'missing_scope',
    'An endpoint with the audience private needs a key with the scope directory:private.',
  );
}
