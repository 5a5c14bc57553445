import { createHmac, generateKeyPairSync } from 'node:crypto';
import {
  base64url,
  type CryptoKey,
  decodeJwt,
  decodeProtectedHeader,
  exportJWK,
  exportSPKI,
  generateKeyPair,
  importJWK,
  SignJWT,
} from 'jose';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { Problem } from '../../contract/problems';
import { Database } from '../../platform/database';
import { formatId, newId, parseId } from '../../platform/ids';
import { type Page, pageOf, type Person } from '../../testing/members';
import { startTestService, type TestInstitution, testIssuer, type TestService } from '../../testing/service';
import { tokenOptionsOf } from '../../testing/tokens';
import { createTokens } from './tokens';

let service: TestService;
let school: TestInstitution;
let page: Page;
let person: Person;
let now: Date;

beforeAll(async () => {
  now = new Date();
  service = await startTestService({ clock: () => now });
  school = await service.createInstitution();
  page = await pageOf(service, school);
  person = await page.signIn({ role: 'alumnus' });
});

const call = (token: string, path = '/v1/me') => page.send('GET', path, undefined, page.tokenHeaders(token));

async function refusalOf(token: string): Promise<string | undefined> {
  const { status, code, headers } = await call(token);
  expect(status).toBe(401);
  expect(headers['www-authenticate']).toBe('Bearer error="invalid_token"');
  // Also where a publishable key alone would do: a bad token is never passed over.
  expect((await call(token, '/v1/batches')).status).toBe(401);
  return code;
}

interface Forgery {
  readonly header?: Record<string, unknown>;
  readonly claims?: Record<string, unknown>;
  readonly key?: CryptoKey | Uint8Array;
}

/** A token as ours, with the service's own key, but for what is changed. */
async function forged({ header = {}, claims = {}, key }: Forgery = {}): Promise<string> {
  const { id: kid, privateKey } = await service.tokens.keys.signer();
  const all = { ...decodeJwt(person.accessToken), ...claims };
  const kept = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
  return new SignJWT(kept)
    .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid, ...header })
    .sign(key ?? privateKey);
}

const encode = (value: unknown) => base64url.encode(JSON.stringify(value));

describe('an access token', () => {
  it('is one as RFC 9068 has it', () => {
    const { kid, ...header } = decodeProtectedHeader(person.accessToken);
    expect(header).toEqual({ alg: 'ES256', typ: 'at+jwt' });
    expect(kid).toMatch(/^[\w-]{43}$/);
    const claims = decodeJwt(person.accessToken);
    expect(claims).toMatchObject({
      iss: testIssuer,
      aud: formatId('institution', school.institution.id),
      sub: person.member.id,
      role: 'alumnus',
      status: 'verified',
      ver: 1,
    });
    expect(claims.exp! - claims.iat!).toBe(900);
    expect(JSON.stringify(claims)).not.toContain('@');
  });

  it('is taken, and so is the same made anew with the same key', async () => {
    expect((await page.me(person)).body).toMatchObject({ id: person.member.id, email: person.member.email });
    expect((await call(await forged())).status).toBe(200);
  });

  it('is verified without any read, of the database or of Redis', async () => {
    // Nothing else reads by this pool: each read would be one of verifying. Of Redis these know nothing at all.
    const database = new Database({ url: service.ownerUrl });
    const options = { ...tokenOptionsOf(service), database };
    const { keys, revocations, accessTokens } = createTokens(options);
    await Promise.all([keys.read(), revocations.read()]);
    const connect = vi.spyOn(database.pool, 'connect');
    const beside = { institution: school.institution, keyId: newId() };
    try {
      for (let i = 0; i < 200; i++)
        expect(await accessTokens.authenticate(person.accessToken, beside)).toMatchObject({
          kind: 'member',
          role: 'alumnus',
        });
      expect(connect.mock.calls.length).toBe(0);
      // The spy sees reads where there are some.
      await revocations.read();
      expect(connect.mock.calls.length).toBe(1);
    } finally {
      await database.close();
    }
  });

  it('can be verified by others with the published keys alone', async () => {
    const { body, headers } = await page.send('GET', '/.well-known/jwks.json', undefined, {});
    expect(headers['cache-control']).toBe('public, max-age=60');
    const { keys } = body as { keys: Record<string, string>[] };
    expect(keys).toHaveLength(1);
    expect(Object.keys(keys[0]!).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']);
    const key = await importJWK(keys[0]!);
    const { jwtVerify } = await import('jose');
    const audience = formatId('institution', school.institution.id);
    await jwtVerify(person.accessToken, key, { issuer: testIssuer, audience, currentDate: now });
  });

  it('ends after fifteen minutes: expired', async () => {
    const issued = now;
    try {
      now = new Date(issued.getTime() + 15 * 60_000 - 1_000);
      expect((await page.me(person)).status).toBe(200);
      now = new Date(issued.getTime() + 15 * 60_000 + 6_000);
      expect(await refusalOf(person.accessToken)).toBe('expired_token');
    } finally {
      now = issued;
    }
  });

  it('makes answers that nobody may keep', async () => {
    const { headers } = await call(person.accessToken, `/v1/batches?key=${page.key}`);
    expect(headers['cache-control']).toBe('private, no-store');
    expect(headers.etag).toBeUndefined();
  });
});

describe('an attacker’s token is refused', () => {
  const attacks: readonly (readonly [name: string, make: () => Promise<string> | string])[] = [
    ['alg none', () => `${encode({ alg: 'none', typ: 'at+jwt' })}.${person.accessToken.split('.')[1]!}.`],
    ['alg none with the old signature', () => `${encode({ ...decodeProtectedHeader(person.accessToken), alg: 'none' })}.${person.accessToken.split('.').slice(1).join('.')}`],
    ['HS/RS confusion: the public key as HMAC secret', async () => {
      const [jwk] = await service.tokens.keys.publicKeys();
      const pem = await exportSPKI((await importJWK(jwk!, 'ES256', { extractable: true })) as CryptoKey);
      const head = `${encode({ ...decodeProtectedHeader(person.accessToken), alg: 'HS256' })}.${person.accessToken.split('.')[1]!}`;
      return `${head}.${createHmac('sha256', pem).update(head).digest('base64url')}`;
    }],
    ['HS confusion: the public point as HMAC secret', async () => {
      const [jwk] = await service.tokens.keys.publicKeys();
      return forged({ header: { alg: 'HS256' }, key: Buffer.from(jwk!.x!, 'base64url') });
    }],
    ['another algorithm', async () => forged({ header: { alg: 'ES384' }, key: (await generateKeyPair('ES384')).privateKey })],
    ['foreign kid: a key of the attacker’s own', async () => forged({ header: { kid: 'attacker' }, key: (await generateKeyPair('ES256')).privateKey })],
    ['our kid, signed by another key', async () => forged({ key: (await generateKeyPair('ES256')).privateKey })],
    ['no kid', () => forged({ header: { kid: undefined } })],
    ['a kid of no text', () => forged({ header: { kid: 1 } })],
    ['a kid that every object has', () => forged({ header: { kid: '__proto__' } })],
    ['a key within the header', async () => {
      const pair = await generateKeyPair('ES256', { extractable: true });
      return forged({ header: { kid: undefined, jwk: await exportJWK(pair.publicKey) }, key: pair.privateKey });
    }],
    ['a key at the attacker’s address', async () => forged({ header: { jku: 'https://evil.example/jwks.json', kid: 'evil' }, key: (await generateKeyPair('ES256')).privateKey })],
    ['an unknown critical header', () => forged({ header: { crit: ['exp'], exp: 1 } }).catch(() => `${encode({ ...decodeProtectedHeader(person.accessToken), crit: ['x'], x: 1 })}.${person.accessToken.split('.').slice(1).join('.')}`)],
    ['wrong iss', () => forged({ claims: { iss: 'https://evil.example' } })],
    ['no iss', () => forged({ claims: { iss: undefined } })],
    ['wrong aud', () => forged({ claims: { aud: formatId('institution', newId()) } })],
    ['no aud', () => forged({ claims: { aud: undefined } })],
    ['wrong typ: an id token as access token', () => forged({ header: { typ: 'JWT' } })],
    ['no typ', () => forged({ header: { typ: undefined } })],
    ['null expiry', () => forged({ claims: { exp: null } })],
    ['no expiry', () => forged({ claims: { exp: undefined } })],
    ['an expiry that is text', () => forged({ claims: { exp: '9999999999' } })],
    ['not yet good', () => forged({ claims: { nbf: Math.floor(now.getTime() / 1_000) + 600 } })],
    ['no session', () => forged({ claims: { sid: undefined } })],
    ['a session of another kind', () => forged({ claims: { sid: person.member.id } })],
    ['a role that is none', () => forged({ claims: { role: 'operator' } })],
    ['a status that is none', () => forged({ claims: { status: 'banned' } })],
    ['no version', () => forged({ claims: { ver: undefined } })],
    ['a changed claim under the old signature', () => {
      const [header, , signature] = person.accessToken.split('.');
      return `${header}.${encode({ ...decodeJwt(person.accessToken), role: 'admin' })}.${signature}`;
    }],
    ['a signature cut off', () => person.accessToken.slice(0, -4)],
    ['no signature', () => person.accessToken.split('.').slice(0, 2).join('.')],
    ['of encrypted form', () => `${encode({ alg: 'dir', enc: 'A256GCM' })}..AAAA.AAAA.AAAA`],
    ['no token', () => 'nonsense'],
    ['a very long one', () => `${person.accessToken}${'a'.repeat(5_000)}`],
    ['a refresh token', () => person.refreshToken],
  ]; // prettier-ignore

  it.each(attacks)('%s', async (_, make) => {
    expect(await refusalOf(await make())).toBe('invalid_token');
  });

  it('of another institution, also where the key beside it is right: a publishable key of A with a token of B', async () => {
    const other = await pageOf(service, await service.createInstitution());
    const theirs = await other.signIn({ role: 'admin' });
    expect(await refusalOf(theirs.accessToken)).toBe('invalid_token');
    expect((await other.me(theirs)).status).toBe(200);
  });

  it('beside a secret key', async () => {
    const secretKey = await school.createKey();
    const { status, code } = await page.send('GET', '/v1/batches', undefined, {
      'Homecoming-Key': secretKey,
      Authorization: `Bearer ${person.accessToken}`,
    });
    expect([status, code]).toEqual([403, 'key_kind_not_allowed']);
  });

  it('from a page of another origin', async () => {
    const headers = { ...person.headers, Origin: 'https://evil.example' };
    expect((await page.send('GET', '/v1/me', undefined, headers)).code).toBe('origin_not_allowed');
  });

  it('with made-up keys without asking the database each time', async () => {
    const connect = vi.spyOn(service.database.pool, 'connect');
    const { accessTokens } = service.tokens;
    const key = (await generateKeyPair('ES256')).privateKey;
    for (let i = 0; i < 100; i++) {
      const token = await forged({ header: { kid: `made-up-${i}` }, key });
      const refusal = await accessTokens
        .authenticate(token, { institution: school.institution, keyId: newId() })
        .catch((problem: Problem) => problem.code);
      expect(refusal).toBe('invalid_token');
    }
    const reads = connect.mock.calls.length;
    connect.mockRestore();
    expect(reads).toBeLessThan(10);
  });
});

it('RSA keys are of no use either', async () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const token = await new SignJWT(decodeJwt(person.accessToken))
    .setProtectedHeader({ ...decodeProtectedHeader(person.accessToken), alg: 'RS256' })
    .sign(privateKey);
  expect(await refusalOf(token)).toBe('invalid_token');
  expect(parseId('member', person.member.id)).toBeDefined();
});
