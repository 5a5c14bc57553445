import { authorizationCodeGrant, type Configuration, fetchUserInfo } from 'openid-client';
import { type Assertion, isSubject } from '../provider';

export interface ProviderAnswer {
  /** The address that the provider has sent the person to. */
  readonly url: URL;
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
}

export interface AssertionRules {
  /** Whether a subject is somebody's already. */
  readonly isKnown: (subject: string) => Promise<boolean>;
  /** Whether an address counts as verified where the provider doesn't say whether it is. */
  readonly trustsUnverified: boolean;
}

/**
 * Trades a provider's code for what it says of somebody: code, PKCE, state, `iss` (RFC 9207), and the ID token's signature, `iss`,
 * `aud`, `azp`, `exp` and `nonce` are all checked (OpenID Connect Core, 3.1.3.7). What the ID token does not say of the address is asked
 * of the provider's UserInfo, which must be the same person's; nobody is asked for the address of who is known by their subject.
 * @throws whatever is wrong
 */
export async function assertionFrom(
  client: Configuration,
  { url, state, nonce, codeVerifier }: ProviderAnswer,
  { isKnown, trustsUnverified }: AssertionRules,
): Promise<Assertion> {
  const tokens = await authorizationCodeGrant(client, url, {
    expectedState: state,
    expectedNonce: nonce,
    pkceCodeVerifier: codeVerifier,
    idTokenExpected: true,
  });
  const { sub, ...claims } = tokens.claims()!;
  if (!isSubject(sub)) throw new Error('The subject is none that can be kept.');
  const saysAll = claims.email !== undefined && claims.email_verified !== undefined;
  const mayAsk = client.serverMetadata().userinfo_endpoint !== undefined;
  const told =
    saysAll || !mayAsk || (await isKnown(sub))
      ? claims
      : await fetchUserInfo(client, tokens.access_token, sub);
  // Both of one source: an address is verified where it is told.
  const said = told.email === undefined ? claims : told;
  const { email, email_verified } = said;
  return {
    subject: sub,
    email: typeof email === 'string' ? email : undefined,
    isEmailVerified: isVerified(email_verified, trustsUnverified),
  };
}

/** Some say it as a text. What is called unverified is not trusted whatever the institution has set. */
const isVerified = (said: unknown, trustsUnverified: boolean): boolean =>
  said === undefined ? trustsUnverified : said === true || said === 'true';
