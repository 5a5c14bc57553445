import { buildAuthorizationUrl, calculatePKCECodeChallenge } from 'openid-client';
import type { Redirect } from '../../../contract/handler';
import { Problem } from '../../../contract/problems';
import { isAllowedOrigin } from '../../../http/principal';
import { newId } from '../../../platform/ids';
import type { Scope } from '../../../platform/scope';
import { redirectUriOf } from '../provider';
import { getProvider } from '../providers';
import type { OidcTools } from './complete';
import { cookieOf, lifeSeconds } from './cookie';
import { providerFailed } from './failure';
import { orBack } from './return';
import { randomText, sha256 } from './secrets';
import { insertSignIn } from './sign-in-store';

export interface SignInStart {
  readonly providerId: string;
  readonly returnTo: string;
  readonly challenge: string;
  /** The page that has sent the browser here, as much of it as the browser tells. */
  readonly referrer: string | undefined;
  /** What the browser remembers of a sign-in that it began before, if any. */
  readonly browserSecret: string | undefined;
}

/**
 * Sends a browser to an OpenID Connect provider. The sign-in belongs to the browser that begins it, by a secret in its cookie:
 * who lures somebody to the end of a sign-in of their own gets nowhere (RFC 9700, 4.7). It begins at the page that it ends at, so that
 * nobody is lured to its beginning either.
 * @throws {Problem} origin_not_allowed
 */
export async function startSignIn(
  scope: Scope,
  tools: OidcTools,
  { providerId, returnTo, challenge, referrer, browserSecret }: SignInStart,
): Promise<Redirect> {
  const { principal } = scope;
  if (principal.kind !== 'publishable') throw new Error('Only pages sign people in.');
  const page = new URL(returnTo);
  if (!isAllowedOrigin(page.origin, principal.origins))
    throw new Problem(
      'origin_not_allowed',
      `This key can’t return people to ${page.origin}. Add that origin to the key’s allowed origins.`,
    );
  // Else a link from anywhere could begin it for somebody, with a verifier of whoever has made the link.
  if (originOf(referrer) !== page.origin)
    throw new Problem(
      'origin_not_allowed',
      `Sign-in must start on a page of ${page.origin}, but the browser’s Referer header doesn’t show one.`,
    );
  page.hash = '';
  return orBack(scope, page.href, () =>
    sendToProvider(scope, tools, { providerId, returnTo: page.href, challenge, browserSecret }),
  );
}

async function sendToProvider(
  scope: Scope,
  { issuer, clients, signInSecrets }: OidcTools,
  { providerId, returnTo, challenge, browserSecret }: Omit<SignInStart, 'referrer'>,
): Promise<Redirect> {
  const { institution, principal } = scope;
  if (principal.kind !== 'publishable') throw new Error('Only pages sign people in.');
  const provider = await getProvider(scope, providerId);
  if (provider.kind !== 'oidc' || !provider.enabled)
    throw new Problem('not_found', 'You can’t sign in with this provider.');
  const client = await clients.of(scope, provider).catch((error: unknown) => {
    throw providerFailed(scope, provider, error);
  });
  const id = newId();
  // Kept by a browser that has begun another one: both can be completed.
  const secret = browserSecret && /^[\w-]{43}$/.test(browserSecret) ? browserSecret : randomText();
  await scope.transaction((tx) =>
    insertSignIn(tx, {
      ...{ id, providerId, keyId: principal.keyId, returnTo },
      browserDigest: sha256(secret),
      challenge: Buffer.from(challenge, 'base64url'),
      expiresAt: new Date(tx.clock().getTime() + lifeSeconds * 1_000),
    }),
  );
  const location = buildAuthorizationUrl(client, {
    redirect_uri: redirectUriOf(issuer, provider),
    response_type: 'code',
    scope: 'openid email',
    state: signInSecrets.state(institution.id, id),
    nonce: signInSecrets.nonce(id),
    code_challenge: await calculatePKCECodeChallenge(signInSecrets.codeVerifier(id)),
    code_challenge_method: 'S256',
  });
  return { location: location.href, cookie: cookieOf(issuer, secret) };
}

const originOf = (address: string | undefined) =>
  address !== undefined && URL.canParse(address) ? new URL(address).origin : undefined;
