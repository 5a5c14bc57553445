import { Problem } from '../../../contract/problems';
import { describeError } from '../../../platform/error-description';
import type { Scope } from '../../../platform/scope';
import type { Provider } from '../provider';

/** What OAuth 2.0 (RFC 6749) and OpenID Connect call refusals; anything else that a provider says may be somebody's data. */
const refusals = [
  'invalid_request', 'invalid_client', 'invalid_grant', 'unauthorized_client', 'unsupported_grant_type', 'invalid_scope',
  'unsupported_response_type', 'access_denied', 'server_error', 'temporarily_unavailable', 'interaction_required',
  'login_required', 'account_selection_required', 'consent_required', 'invalid_token', 'insufficient_scope',
] as const; // prettier-ignore

/**
 * What becomes of a provider's failure, whatever of it: the person is told no more than that. The log names the fault and
 * nothing of what came with it, which may be somebody's tokens.
 */
export function providerFailed({ log }: Scope, { id }: Provider, error: unknown): Problem {
  const { error: answered } = error as { error?: unknown };
  const refusal = refusals.find((each) => each === answered);
  const { message, type, code } = describeError(error);
  log.warn({ providerId: id, fault: message ?? type, code, refusal }, 'a sign-in provider failed');
  return new Problem('sign_in_provider_failed', 'The sign-in provider failed.');
}
