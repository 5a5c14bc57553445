import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { importJWK } from 'jose';
import { SignJWT } from 'jose';
import { pino } from 'pino';
import { beforeAll, describe, expect, it } from 'vitest';
import { errorSerializers } from '../../platform/error-description';
import { newId } from '../../platform/ids';
import { atEnd } from '../../testing/at-end';
import { exchangeOf, openHostSite } from '../../testing/host-site';
import { type Page, pageOf } from '../../testing/members';
import { startOidcStandIn } from '../../testing/oidc-stand-in';
import { startTestService, type TestInstitution, type TestService } from '../../testing/service';
import { newPagePart, SignInBrowser } from '../../testing/sign-in-browser';

let service: TestService;
let school: TestInstitution;
let page: Page;
let logged = '';

beforeAll(async () => {
  const log = pino({ serializers: errorSerializers }, { write: (line) => void (logged += line) });
  service = await startTestService({ log });
  school = await service.createInstitution();
  page = await pageOf(service, school);
});

/** An RSA key as none should be: what is signed with it would pass. */
async function rsaKey(modulusLength: number, publicExponent: number) {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength, publicExponent });
  const kid = newId();
  const jwk = { ...publicKey.export({ format: 'jwk' }), kty: 'RSA' as const, kid, alg: 'RS256', use: 'sig' };
  return {
    kid,
    jwk,
    privateKey: (await importJWK(privateKey.export({ format: 'jwk' }), 'RS256')) as CryptoKey,
  };
}

describe.each([
  ['an exponent of 3', 2_048, 3],
  ['an exponent of 17', 2_048, 17],
  ['a modulus of 1,024 bits', 1_024, 65_537],
])('an RSA key with %s', (_, modulusLength, exponent) => {
  it('is refused at registration', async () => {
    const { jwk } = await rsaKey(modulusLength, exponent);
    const draft = { kind: 'host', name: 'Site', issuer: `https://${newId()}.example`, jwks: { keys: [jwk] } };
    const headers = { 'Homecoming-Key': await school.createKey() };
    const { status, body } = await page.send('POST', '/v1/sign-in-providers', draft, headers);
    const { errors } = body as { errors?: { path: string }[] };
    expect([status, errors?.[0]?.path]).toEqual([400, '/jwks/keys/0']);
  });
});

describe('a fetched key set', () => {
  const publish = async (keys: readonly object[]) => {
    const server = createServer((_, response) => {
      response.setHeader('Content-Type', 'application/json');
      response.end(JSON.stringify({ keys }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    atEnd(() => {
      server.closeAllConnections();
      return new Promise<void>((resolve) => server.close(() => resolve()));
    });
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/keys`;
  };

  it('of a host site loses a key with a small exponent; the others stay', async () => {
    const [weak, sound] = [await rsaKey(2_048, 3), await rsaKey(2_048, 65_537)];
    const site = await openHostSite(service, school, { jwksUrl: await publish([weak.jwk, sound.jwk]) });
    const arrive = async (key: typeof weak) => {
      const token = await site.sign({ header: { alg: 'RS256' }, key });
      return page.send('POST', '/v1/auth/token', exchangeOf(token));
    };
    expect((await arrive(weak)).code).toBe('invalid_subject_token');
    expect((await arrive(sound)).status).toBe(200);
    expect(logged).toContain('ignoring an invalid key of a host site');
    expect(logged, 'what the set calls the key').not.toContain(weak.kid);
  });

  it('of an OpenID Connect provider too', async () => {
    for (const [exponent, becomes] of [
      [3, 'sign_in_provider_failed'],
      [65_537, undefined],
    ] as const) {
      const standIn = await startOidcStandIn();
      const key = await rsaKey(2_048, exponent);
      standIn.metadata = {
        jwks_uri: await publish([key.jwk]),
        id_token_signing_alg_values_supported: ['RS256'],
      };
      standIn.signIdToken = (claims) =>
        new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: key.kid }).sign(key.privateKey);
      standIn.person = { sub: newId(), email: `${newId()}@people.example`, email_verified: true };
      const draft = { kind: 'oidc', name: 'University', issuer: standIn.issuer, clientId: 'homecoming' };
      const headers = { 'Homecoming-Key': await school.createKey() };
      const made = await page.send('POST', '/v1/sign-in-providers', draft, headers);
      const [browser, part] = [new SignInBrowser(service), newPagePart()];
      const { error } = await browser.open(browser.start(page, (made.body as { id: string }).id, part));
      expect(error).toBe(becomes);
    }
  });
});

it('a body nested 10,000 levels deep is refused, wherever it stands', async () => {
  const headers = { 'Homecoming-Key': await school.createKey() };
  const draft = (extra: unknown) => ({
    kind: 'host',
    name: 'Site',
    issuer: `https://${newId()}.example`,
    jwks: { keys: [{ kty: 'EC', extra }] },
  });
  const text = JSON.stringify(draft('HERE')).replace('"HERE"', '['.repeat(10_000) + ']'.repeat(10_000));
  const response = await fetch(`${service.origin}/v1/sign-in-providers`, {
    method: 'POST',
    headers: { ...headers, 'Content-Type': 'application/json' },
    body: text,
  });
  expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([
    400,
    'invalid_request',
  ]);
  // Brackets in a text nest nothing.
  const harmless = await page.send('POST', '/v1/sign-in-providers', draft('[{"'.repeat(1_000)), headers);
  expect(harmless.code).toBe('invalid_request');
});
