import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair } from 'jose';
import { type ClientMetadata, type Configuration, Provider } from 'oidc-provider';
import { atEnd } from './at-end';

export interface OidcProviderOptions {
  /** Whether the ID token says the address too; else UserInfo alone does. */
  readonly tellsInIdToken?: boolean;
  readonly client?: Partial<ClientMetadata>;
}

/** The certified provider of the package oidc-provider on this machine, at whose page somebody signs in at once. */
export async function startOidcProvider({ tellsInIdToken = false, client }: OidcProviderOptions = {}) {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  atEnd(() => {
    server.closeAllConnections();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  });
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const keys = await Promise.all(
    ['ES256', 'RS256'].map(async (alg) => {
      const { privateKey } = await generateKeyPair(alg, { extractable: true });
      return { ...(await exportJWK(privateKey)), alg, use: 'sig', kid: alg };
    }),
  );
  const running = {
    issuer,
    clientId: 'homecoming',
    clientSecret: 'canary-of-a-client-secret',
    /** Who is at the keyboard; nobody: they turn away. */
    person: undefined as { sub: string; email?: string; email_verified?: boolean } | undefined,
  };
  const configurationFor = (redirectUri: string): Configuration => ({
    clients: [
      {
        client_id: running.clientId,
        client_secret: running.clientSecret,
        redirect_uris: [redirectUri],
        id_token_signed_response_alg: 'ES256',
        ...client,
      },
    ],
    jwks: { keys },
    cookies: { keys: ['of tests'] },
    claims: { openid: ['sub'], email: ['email', 'email_verified'] },
    conformIdTokenClaims: !tellsInIdToken,
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    findAccount: (_, accountId) => ({
      accountId,
      claims: () => ({ ...running.person, sub: accountId }),
    }),
    // Nobody is asked for consent.
    loadExistingGrant: async ({ oidc }) => {
      const grant = new oidc.provider.Grant({
        clientId: oidc.client!.clientId,
        accountId: oidc.session!.accountId!,
      });
      grant.addOIDCScope('openid email');
      await grant.save();
      return grant;
    },
    ttl: { AccessToken: 60, AuthorizationCode: 60, IdToken: 60, Interaction: 60, Session: 60, Grant: 60 },
  });
  /** Takes the service as its client, once it is known where people are to be sent back to. */
  const register = (redirectUri: string) => {
    const provider = new Provider(issuer, configurationFor(redirectUri));
    const answer = provider.callback();
    server.on('request', (request, response) => {
      if (!request.url!.startsWith('/interaction/')) return void answer(request, response);
      const result = running.person
        ? { login: { accountId: running.person.sub } }
        : { error: 'access_denied', error_description: 'They have turned away.' };
      void provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
    });
  };
  return Object.assign(running, { register });
}
