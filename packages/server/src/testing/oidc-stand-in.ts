import { createHash, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type JWTPayload, SignJWT } from 'jose';
import { atEnd } from './at-end';
import { newSigningKey } from './host-site';

interface Asked {
  readonly nonce: string;
  readonly challenge: string;
  readonly clientId: string;
}

/**
 * An OpenID Connect provider that does what it is told, wrong things above all: what the real one in the tests would never do.
 * Unless told otherwise it is a good one, that checks PKCE and signs with ES256.
 */
export async function startOidcStandIn() {
  const key = await newSigningKey();
  const asked = new Map<string, Asked>();
  /** Of the token requests, in their order. */
  const received: { readonly form: URLSearchParams; readonly authorization: string | undefined }[] = [];

  const standIn = {
    issuer: '',
    key,
    received,
    person: { sub: '1867', email: 'marie@people.example' as unknown, email_verified: true as unknown },
    /** Over its metadata. */
    metadata: {} as Record<string, unknown>,
    /** Over the ID token's claims. */
    claims: {} as Record<string, unknown>,
    /** In place of its good ID token. */
    signIdToken: (claims: JWTPayload): Promise<string> =>
      new SignJWT(claims).setProtectedHeader({ alg: 'ES256', kid: key.kid }).sign(key.privateKey),
    /** Over the parameters with which it sends people back. */
    sendsBack: {} as Record<string, string | undefined>,
    /** In place of any answer. */
    answers: undefined as ((request: IncomingMessage, response: ServerResponse) => void) | undefined,
    reset() {
      Object.assign(standIn, good);
    },
  };
  const { person, metadata, claims, signIdToken, sendsBack, answers } = standIn;
  const good = { person, metadata, claims, signIdToken, sendsBack, answers };

  const send = (response: ServerResponse, status: number, body: unknown) => {
    response.writeHead(status, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify(body));
  };

  const authorize = (response: ServerResponse, query: URLSearchParams) => {
    const code = randomUUID();
    const [nonce, challenge] = [query.get('nonce') ?? '', query.get('code_challenge') ?? ''];
    asked.set(code, { nonce, challenge, clientId: query.get('client_id') ?? '' });
    const back = new URL(query.get('redirect_uri')!);
    const parameters = { code, state: query.get('state')!, iss: standIn.issuer, ...standIn.sendsBack };
    for (const [name, value] of Object.entries(parameters))
      if (value !== undefined) back.searchParams.set(name, value);
    response.writeHead(302, { Location: back.href }).end();
  };

  const giveTokens = async (response: ServerResponse, form: URLSearchParams) => {
    const code = form.get('code') ?? '';
    const found = asked.get(code);
    asked.delete(code);
    const digest = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    if (!found || digest !== found.challenge) return send(response, 400, { error: 'invalid_grant' });
    const iat = Math.floor(Date.now() / 1_000);
    const { nonce, clientId: aud } = found;
    const said = {
      iss: standIn.issuer,
      aud,
      nonce,
      iat,
      exp: iat + 60,
      ...standIn.person,
      ...standIn.claims,
    };
    const id_token = await standIn.signIdToken(JSON.parse(JSON.stringify(said)) as JWTPayload);
    send(response, 200, { access_token: 'canary-access-token', token_type: 'Bearer', id_token });
  };

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { pathname, searchParams } = new URL(request.url!, standIn.issuer);
      if (standIn.answers) return standIn.answers(request, response);
      switch (pathname) {
        case '/.well-known/openid-configuration':
          return send(response, 200, {
            issuer: standIn.issuer,
            authorization_endpoint: `${standIn.issuer}/authorize`,
            token_endpoint: `${standIn.issuer}/token`,
            jwks_uri: `${standIn.issuer}/keys`,
            id_token_signing_alg_values_supported: ['ES256'],
            ...standIn.metadata,
          });
        case '/authorize':
          return authorize(response, searchParams);
        case '/keys':
          return send(response, 200, { keys: [key.jwk] });
        case '/token': {
          const form = new URLSearchParams(Buffer.concat(chunks).toString());
          received.push({ form, authorization: request.headers.authorization });
          return void giveTokens(response, form);
        }
        default:
          return send(response, 404, {});
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  standIn.issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  atEnd(() => {
    server.closeAllConnections();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  });
  return standIn;
}

export type OidcStandIn = Awaited<ReturnType<typeof startOidcStandIn>>;
