import { Problem } from '../../../contract/problems';
import type { Scope } from '../../../platform/scope';
import type { Provider } from '../provider';

/**
 * What becomes of a provider's failure, whatever of it: the person is told no more than that. The log names the fault and
 * nothing of what came with it, which may be somebody's tokens.
 */
export function providerFailed({ log }: Scope, { id }: Provider, error: unknown): Problem {
  const { message, code, error: answered } = error as Error & { code?: string; error?: unknown };
  const refusal = typeof answered === 'string' ? answered : undefined;
  log.warn({ providerId: id, fault: message, code, refusal }, 'a sign-in provider failed');
  return new Problem('sign_in_provider_failed', 'The sign-in provider failed.');
}
