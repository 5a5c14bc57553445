import type { components } from '@homecoming/contract';
import { type CryptoKey, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { createSignInTools } from '../features/sign-in-providers';
import type { Provider } from '../features/sign-in-providers/provider';
import { createProvider } from '../features/sign-in-providers/providers';
import { newId } from '../platform/ids';
import { type TestInstitution, testIssuer, type TestService } from './service';

type Create = components['schemas']['SignInProviderCreate'];

/** Registers a provider as the command line's scope, past HTTP. */
export function registerProvider(
  service: TestService,
  { scope }: TestInstitution,
  draft: Create,
): Promise<Provider> {
  return createProvider(scope, createSignInTools(service), draft);
}

export interface SigningKey {
  readonly kid: string;
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
  readonly jwk: components['schemas']['PublicKey'];
}

export async function newSigningKey(alg = 'ES256', kid: string = newId()): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  const jwk = (await exportJWK(publicKey)) as components['schemas']['PublicKey'];
  return { kid, privateKey, publicKey, jwk: { ...jwk, kid } };
}

export interface TokenDraft {
  readonly header?: Readonly<Record<string, unknown>>;
  /** Over what a good token says; `undefined` leaves a claim out. */
  readonly claims?: JWTPayload;
  readonly key?: Pick<SigningKey, 'kid' | 'privateKey'>;
}

/** The site that an institution has already: it is registered, and signs tokens for whoever is signed in there. */
export async function openHostSite(
  service: TestService,
  school: TestInstitution,
  { register = true, ...draft }: Partial<Create> & { register?: boolean } = {},
) {
  const issuer = draft.issuer ?? `https://www.${newId()}.example`;
  const key = await newSigningKey();
  const provider = register
    ? await registerProvider(service, school, {
        ...{ kind: 'host', name: 'The site', issuer, trustsEmail: true, enabled: true },
        ...(draft.jwksUrl === undefined && { jwks: { keys: [key.jwk] } }),
        ...draft,
      })
    : undefined;
  const audience = `${testIssuer}/${school.institution.slug}`;
  const claimsNow = (): JWTPayload => {
    const iat = Math.floor(service.clock().getTime() / 1_000);
    const email = `${newId()}@people.example`;
    return {
      iss: issuer,
      aud: audience,
      sub: newId(),
      jti: newId(),
      iat,
      exp: iat + 120,
      email,
      email_verified: true,
    };
  };
  const sign = ({ header, claims, key: { kid, privateKey } = key }: TokenDraft = {}) =>
    new SignJWT(JSON.parse(JSON.stringify({ ...claimsNow(), ...claims })) as JWTPayload)
      .setProtectedHeader({ alg: 'ES256', typ: 'JWT', kid, ...header })
      .sign(privateKey);
  return { issuer, audience, key, provider: provider!, sign, claimsNow };
}

export type HostSite = Awaited<ReturnType<typeof openHostSite>>;

/** What a page sends to trade a host site's token. */
export const exchangeOf = (subjectToken: string) => ({
  grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
  subject_token: subjectToken,
  subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
});
