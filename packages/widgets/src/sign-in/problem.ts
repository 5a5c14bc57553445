import { isApiError } from '@homecoming/sdk/errors';
import { diagnose } from '../shared/diagnosis';
import type { Problem } from '../shared/problem';

/** What is wrong with what was entered, with the field that it stands beside. */
export type Fault =
  | { readonly field: 'email'; readonly kind: 'invalidEmail' }
  | {
      readonly field: 'code';
      readonly kind: 'incompleteCode' | 'wrongCode' | 'wrongLongCode' | 'expiredCode' | 'spentCode';
    }
  | { readonly field: 'password'; readonly kind: 'noPassword' | 'wrongCredentials' };

/** What stands between the person and the sign-in. */
export type SignInProblem =
  | Problem
  /** The address is proven, and its member banned. */
  | { readonly kind: 'banned' }
  /** Someone is guessing passwords: an emailed code is needed. */
  | { readonly kind: 'codeNeeded' }
  /** What a provider, or the host site, says of somebody can't be relied on; or it has not said anything good. */
  | { readonly kind: ProviderProblem };

type ProviderProblem = 'emailNotVerified' | 'identityConflict' | 'providerFailed';

const ofProviders: Readonly<Record<string, ProviderProblem>> = {
  email_not_verified: 'emailNotVerified',
  identity_conflict: 'identityConflict',
  sign_in_provider_failed: 'providerFailed',
  invalid_sign_in_state: 'providerFailed',
  invalid_sign_in_grant: 'providerFailed',
  invalid_subject_token: 'providerFailed',
};

/** What an error of the SDK means to the person who signs in. @param api where the service is, as far as it is known here */
export async function outcomeOf(
  error: unknown,
  api: string | undefined,
): Promise<{ readonly fault: Fault } | { readonly problem: SignInProblem }> {
  const code = isApiError(error) ? error.code : undefined;
  if (code === 'invalid_code') return { fault: { field: 'code', kind: 'wrongCode' } };
  if (code === 'invalid_credentials') return { fault: { field: 'password', kind: 'wrongCredentials' } };
  if (code === 'invalid_request' && isApiError(error) && error.errors.some(({ path }) => path === '/email'))
    return { fault: { field: 'email', kind: 'invalidEmail' } };
  const ofProvider = code === undefined ? undefined : ofProviders[code];
  if (ofProvider) return { problem: { kind: ofProvider } };
  if (code === 'member_banned') return { problem: { kind: 'banned' } };
  if (code === 'sign_in_code_needed') return { problem: { kind: 'codeNeeded' } };
  // Too many passwords are being checked just now.
  if (code === 'unavailable' && isApiError(error))
    return { problem: { kind: 'busy', retryAfterMs: error.retryAfterMs } };
  return { problem: await diagnose(error, api) };
}
