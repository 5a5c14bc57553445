import { authorizationCodeGrant, fetchUserInfo, type Configuration } from 'openid-client';
import { isSubject, type Assertion } from '../provider';

export interface ProviderAnswer {
  /** The address that the provider has sent the person to. */
  readonly url: URL;
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
}

/**
 * Trades a provider's code for what it says of somebody: code, PKCE, state, `iss` (RFC 9207), and the ID token's signature, `iss`,
 * `aud`, `azp`, `exp` and `nonce` are all checked (OpenID Connect Core, 3.1.3.7). What the ID token does not say of the address is asked
 * of the provider's UserInfo, which must be the same person's.
 * @throws whatever is wrong
 */
export async function assertionFrom(
  client: Configuration,
  { url, state, nonce, codeVerifier }: ProviderAnswer,
): Promise<Assertion> {
  const tokens = await authorizationCodeGrant(client, url, {
    expectedState: state,
    expectedNonce: nonce,
    pkceCodeVerifier: codeVerifier,
    idTokenExpected: true,
  });
  const { sub, ...claims } = tokens.claims()!;
  if (!isSubject(sub)) throw new Error('The subject is none that can be kept.');
  const hasUserInfo = client.serverMetadata().userinfo_endpoint !== undefined;
  const said =
    claims.email === undefined && hasUserInfo
      ? await fetchUserInfo(client, tokens.access_token, sub)
      : claims;
  const { email, email_verified } = said;
  return {
    subject: sub,
    email: typeof email === 'string' ? email : undefined,
    isEmailVerified: email_verified === true,
  };
}
