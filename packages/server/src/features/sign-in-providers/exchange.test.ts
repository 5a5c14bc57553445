import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportSPKI, SignJWT, UnsecuredJWT } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { formatId, newId, parseId } from '../../platform/ids';
import { asOwner } from '../../platform/owner';
import { atEnd } from '../../testing/at-end';
import {
  exchangeOf,
  type HostSite,
  newSigningKey,
  openHostSite,
  type TokenDraft,
} from '../../testing/host-site';
import { type Answer, type Page, pageOf } from '../../testing/members';
import { startTestService, type TestInstitution, testIssuer, type TestService } from '../../testing/service';
import { createProfile } from '../directory/profiles';
import { updateMember } from '../members/members';

let service: TestService;
let school: TestInstitution;
let page: Page;
let site: HostSite;
let passedMs = 0;
const minutes = (count: number) => (passedMs += count * 60_000);

beforeAll(async () => {
  service = await startTestService({ clock: () => new Date(Date.now() + passedMs) });
  school = await service.createInstitution();
  page = await pageOf(service, school);
  site = await openHostSite(service, school);
});

const exchange = (token: string, at: Page = page) => at.send('POST', '/v1/auth/token', exchangeOf(token));
const exchangeSigned = async (draft: TokenDraft = {}) => exchange(await site.sign(draft));
const outcome = ({ status, code }: Answer) => [status, code];
const invalid = [401, 'invalid_subject_token'];
const someone = () => `${newId()}@people.example`;
const membersOf = (email: string) =>
  asOwner(service.ownerUrl, (owner) =>
    owner.query<{ id: string; institution_id: string }>(
      { text: 'select id, institution_id from members where email = $1' },
      [email],
    ),
  );

describe('a host’s token', () => {
  it('signs its person in, as every sign-in does', async () => {
    const email = someone();
    const person = page.personOf(await exchangeSigned({ claims: { email, sub: '4711' } }));
    expect(person.member).toMatchObject({ email, role: 'alumnus', status: 'unverified', hasPassword: false });
    expect(await page.me(person)).toMatchObject({ status: 200, body: { email } });
    expect((await page.refresh(person.refreshToken)).status).toBe(200);
    const { body } = await page.send('GET', '/v1/me/sessions', undefined, person.headers);
    expect(body).toMatchObject({ data: [{ method: 'host', current: true }] });
  });

  it('knows its person by the subject, whatever address it tells later', async () => {
    const sub = newId();
    const first = page.personOf(await exchangeSigned({ claims: { sub } }));
    const victim = await page.signIn();
    for (const claims of [{ email: victim.member.email }, { email: undefined }, { email_verified: false }]) {
      const again = page.personOf(await exchangeSigned({ claims: { sub, ...claims } }));
      expect(again.member).toMatchObject({ id: first.member.id, email: first.member.email });
    }
  });

  it('is linked to the member who has its verified address, and they are told', async () => {
    const member = (await page.signIn()).member;
    const person = page.personOf(await exchangeSigned({ claims: { email: member.email.toUpperCase() } }));
    expect(person.member.id).toBe(member.id);
    const mails = await page.mailsTo(member.email);
    expect(mails.map(({ subject }) => subject)).toContain(
      `A new way to sign in to ${school.institution.name}`,
    );
  });

  it('makes an invited person what they were invited to be, only where the address is proven', async () => {
    const [email, wary] = [someone(), await openHostSite(service, school, { trustsEmail: false })];
    const key = { 'Homecoming-Key': await school.createKey() };
    const { id } = await createProfile(school.scope, { familyName: 'Curie' });
    const profileId = formatId('profile', id);
    const invitation = await page.send('POST', '/v1/invitations', { email, role: 'student', profileId }, key);
    expect(invitation.status).toBe(201);
    expect(outcome(await exchange(await wary.sign({ claims: { email } })))).toEqual([
      403,
      'email_not_verified',
    ]);
    const path = `/v1/invitations/${(invitation.body as { id: string }).id}`;
    const now = async () => (await page.send('GET', path, undefined, key)).body;
    expect(await now()).toMatchObject({ status: 'pending' });
    const person = page.personOf(await exchangeSigned({ claims: { email } }));
    expect(person.member).toMatchObject({ role: 'student', status: 'verified', profileId });
    expect(await now()).toMatchObject({ status: 'accepted', memberId: person.member.id });
  });

  it.each([
    ['unverified', { email_verified: false }],
    ['verified in words only', { email_verified: 'true' }],
    ['without a word on it', { email_verified: undefined }],
    ['of none', { email: undefined }],
    ['that is none', { email: 'nobody' }],
    ['that is a list', { email: ['a@people.example'] }],
  ])('with an address %s captures no account, and makes none: email_not_verified', async (_, claims) => {
    const victim = (await page.signIn()).member;
    const answer = await exchangeSigned({ claims: { email: victim.email, ...claims } });
    expect(outcome(answer)).toEqual([403, 'email_not_verified']);
    expect(await page.mailsTo(victim.email)).toHaveLength(1);
  });

  it('is no proof of an address where the institution does not trust it with that', async () => {
    const wary = await openHostSite(service, school, { trustsEmail: false });
    const victim = (await page.signIn()).member;
    const answer = await exchange(await wary.sign({ claims: { email: victim.email } }));
    expect(outcome(answer)).toEqual([403, 'email_not_verified']);
  });

  it('of a banned member is refused, linked or not', async () => {
    const sub = newId();
    const person = page.personOf(await exchangeSigned({ claims: { sub } }));
    const id = parseId('member', person.member.id)!;
    await updateMember(school.scope, service.tokens.revocations, id, { status: 'banned' });
    expect(outcome(await exchangeSigned({ claims: { sub } }))).toEqual([403, 'member_banned']);
    const { email } = person.member;
    expect(outcome(await exchangeSigned({ claims: { email } }))).toEqual([403, 'member_banned']);
  });

  it('proves the address of whom the institution has only entered: a pre-registration captures nobody', async () => {
    const email = someone();
    await asOwner(service.ownerUrl, (owner) =>
      owner.query(
        {
          text: `insert into members (institution_id, id, email, role, status, created_at, updated_at)
                 values ($1, $2, $3, 'alumnus', 'verified', now(), now())`,
        },
        [school.institution.id, newId(), email],
      ),
    );
    const person = page.personOf(await exchangeSigned({ claims: { email } }));
    expect(person.member.status).toBe('verified');
    expect(await membersOf(email)).toHaveLength(1);
  });
});

describe('an attack with', () => {
  it('a replayed jti: a token is good once, also when 50 come at once', async () => {
    const email = someone();
    const token = await site.sign({ claims: { email } });
    const answers = await Promise.all(Array.from({ length: 50 }, () => exchange(token)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ code }) => code === 'invalid_subject_token')).toHaveLength(49);
    expect(await membersOf(email)).toHaveLength(1);
    minutes(4);
    expect(outcome(await exchange(token))).toEqual(invalid);
    minutes(-4);
  });

  it('one jti in two tokens', async () => {
    const jti = newId();
    expect((await exchangeSigned({ claims: { jti } })).status).toBe(200);
    expect(outcome(await exchangeSigned({ claims: { jti } }))).toEqual(invalid);
  });

  it('a refused token: it is used up too', async () => {
    const token = await site.sign({ claims: { email_verified: false } });
    expect(outcome(await exchange(token))).toEqual([403, 'email_not_verified']);
    expect(outcome(await exchange(token))).toEqual(invalid);
  });

  it('50 first tokens of one person at once: one member, one link', async () => {
    const [sub, email] = [newId(), someone()];
    const tokens = await Promise.all(Array.from({ length: 50 }, () => site.sign({ claims: { sub, email } })));
    const answers = await Promise.all(tokens.map((token) => exchange(token)));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect(await membersOf(email)).toHaveLength(1);
    const person = page.personOf(answers[0]!);
    const { body } = await page.send('GET', '/v1/me/identities', undefined, person.headers);
    expect((body as { data: unknown[] }).data).toHaveLength(1);
  });

  const now = () => Math.floor((Date.now() + passedMs) / 1_000);

  it.each<[string, () => TokenDraft]>([
    ['no subject', () => ({ claims: { sub: undefined } })],
    ['an empty subject', () => ({ claims: { sub: '' } })],
    ['an endless subject', () => ({ claims: { sub: 'a'.repeat(256) } })],
    ['a subject with NUL', () => ({ claims: { sub: 'a\0b' } })],
    ['no jti', () => ({ claims: { jti: undefined } })],
    ['no end', () => ({ claims: { exp: undefined } })],
    ['an end that is null', () => ({ claims: { exp: null as never } })],
    ['no beginning', () => ({ claims: { iat: undefined } })],
    ['a long life', () => ({ claims: { exp: now() + 301 } })],
    ['a long life, from the future', () => ({ claims: { iat: now() + 3_600, exp: now() + 3_700 } })],
    ['an end that has passed', () => ({ claims: { iat: now() - 200, exp: now() - 31 } })],
    ['a beginning long ago', () => ({ claims: { iat: now() - 400, exp: now() + 10 } })],
    ['a time before which it is not good', () => ({ claims: { nbf: now() + 60 } })],
    ['another audience', () => ({ claims: { aud: 'https://other.example' } })],
    ['the service alone as audience', () => ({ claims: { aud: testIssuer } })],
    ['no audience', () => ({ claims: { aud: undefined } })],
    ['another issuer: nobody’s', () => ({ claims: { iss: 'https://attacker.example' } })],
    ['an issuer that almost is one', () => ({ claims: { iss: `${site.issuer}/` } })],
    ['no issuer', () => ({ claims: { iss: undefined } })],
    ['the type of an access token', () => ({ header: { typ: 'at+jwt' } })],
    ['no type', () => ({ header: { typ: undefined } })],
    ['a key that nobody has registered', () => ({ header: { kid: 'other' } })],
    ['a header that demands what nobody knows', () => ({ header: { crit: ['exp2'], exp2: 1 } })],
  ])('%s', async (_, draft) => {
    const token = await site.sign(draft()).catch((error: unknown) => {
      // What the library refuses to sign is put together by hand, with a signature of another token.
      const { header, claims } = draft();
      if (!header) throw error;
      return Promise.resolve(
        [
          { alg: 'ES256', typ: 'JWT', kid: site.key.kid, ...header },
          { ...site.claimsNow(), ...claims },
        ]
          .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
          .join('.') + '.c2ln',
      );
    });
    expect(outcome(await exchange(token))).toEqual(invalid);
  });

  it('a foreign key under the registered one’s name', async () => {
    const key = await newSigningKey('ES256', site.key.kid);
    expect(outcome(await exchangeSigned({ key }))).toEqual(invalid);
  });

  it('alg none', async () => {
    const claims = site.claimsNow();
    expect(outcome(await exchange(new UnsecuredJWT(claims).encode()))).toEqual(invalid);
    const [, payload] = (await site.sign()).split('.');
    const header = Buffer.from(JSON.stringify({ alg: 'none', typ: 'JWT', kid: site.key.kid }));
    expect(outcome(await exchange(`${header.toString('base64url')}.${payload}.`))).toEqual(invalid);
  });

  it('HS256, with the public key as the secret', async () => {
    for (const secret of [await exportSPKI(site.key.publicKey), JSON.stringify(site.key.jwk)]) {
      const token = await new SignJWT(site.claimsNow())
        .setProtectedHeader({ alg: 'HS256', typ: 'JWT', kid: site.key.kid })
        .sign(Buffer.from(secret));
      expect(outcome(await exchange(token))).toEqual(invalid);
    }
  });

  it('a key of its own in the header', async () => {
    const own = await newSigningKey('ES256', site.key.kid);
    const header = { jwk: own.jwk, jku: 'http://127.0.0.1:1/keys' };
    expect(outcome(await exchangeSigned({ header, key: own }))).toEqual(invalid);
  });

  it('a changed claim', async () => {
    const [header, , signature] = (await site.sign()).split('.');
    const payload = Buffer.from(JSON.stringify(site.claimsNow())).toString('base64url');
    expect(outcome(await exchange([header, payload, signature].join('.')))).toEqual(invalid);
  });

  it('an access token of ours, or what is no token', async () => {
    const { accessToken } = await page.signIn();
    for (const token of [accessToken, 'a.b.c', `a.${'a'.repeat(7_000)}.a`])
      expect(outcome(await exchange(token))).toEqual(invalid);
    expect(outcome(await exchange('a'))).toEqual([400, 'invalid_request']);
  });

  it('another institution’s host: its victim’s account stays out of reach', async () => {
    const victim = await page.signIn();
    const theirs = await service.createInstitution();
    const attacker = await openHostSite(service, theirs);
    const { email } = victim.member;
    // At the victim's institution its tokens are nobody's …
    expect(outcome(await exchange(await attacker.sign({ claims: { email, aud: site.audience } })))).toEqual(
      invalid,
    );
    // … also where it registers the same issuer and keys, for then the audience names another institution.
    const double = await openHostSite(service, theirs, { issuer: site.issuer });
    expect(outcome(await exchange(await double.sign({ claims: { email } })))).toEqual(invalid);
    // At its own it is somebody else.
    const there = await pageOf(service, theirs);
    const person = there.personOf(await exchange(await attacker.sign({ claims: { email } }), there));
    expect(person.member.id).not.toBe(victim.member.id);
    expect(await membersOf(email)).toHaveLength(2);
    expect(
      outcome(await page.send('GET', '/v1/me', undefined, page.tokenHeaders(person.accessToken))),
    ).toEqual([401, 'invalid_token']);
  });

  it('a token of one institution at another that has registered the same site', async () => {
    const theirs = await service.createInstitution();
    const there = await pageOf(service, theirs);
    await openHostSite(service, theirs, { issuer: site.issuer, jwks: { keys: [site.key.jwk] } });
    expect(outcome(await exchange(await site.sign(), there))).toEqual(invalid);
  });

  it('mass assignment of role, status, institution and __proto__', async () => {
    const claims = {
      role: 'admin',
      status: 'verified',
      institution_id: newId(),
      ['__proto__']: { role: 'admin' },
    };
    const person = page.personOf(await exchangeSigned({ claims }));
    expect(person.member).toMatchObject({ role: 'alumnus', status: 'unverified' });
    for (const more of [{ role: 'admin' }, { actor_token: 'a' }, { audience: 'a' }]) {
      const body = { ...exchangeOf(await site.sign()), ...more };
      expect(outcome(await page.send('POST', '/v1/auth/token', body))).toEqual([400, 'invalid_request']);
    }
  });
});

describe('a host', () => {
  it.each(['ES384', 'RS256', 'PS256', 'EdDSA'])('may sign with %s', async (alg) => {
    const key = await newSigningKey(alg);
    const other = await openHostSite(service, school, { jwks: { keys: [key.jwk] } });
    expect((await exchange(await other.sign({ header: { alg }, key }))).status).toBe(200);
  });

  it('that is disabled or deleted lets nobody in, from the next token on', async () => {
    const other = await openHostSite(service, school);
    const path = `/v1/sign-in-providers/${other.provider.id}`;
    const admin = await page.signIn({ role: 'admin' });
    const id = await idOf(admin.headers, other.issuer);
    const send = (method: string, body?: unknown) =>
      page.send(method, path.replace(other.provider.id, id), body, admin.headers);
    expect((await send('PATCH', { enabled: false })).status).toBe(200);
    expect(outcome(await exchange(await other.sign()))).toEqual(invalid);
    expect((await send('PATCH', { enabled: true })).status).toBe(200);
    expect((await exchange(await other.sign())).status).toBe(200);
    expect((await send('DELETE')).status).toBe(204);
    expect(outcome(await exchange(await other.sign()))).toEqual(invalid);
  });

  it('that replaces its keys signs with the new ones only, from the next token on', async () => {
    const other = await openHostSite(service, school);
    const key = await newSigningKey();
    expect((await exchange(await other.sign())).status).toBe(200);
    const admin = await page.signIn({ role: 'admin' });
    const id = await idOf(admin.headers, other.issuer);
    const change = { jwks: { keys: [key.jwk] } };
    await page.send('PATCH', `/v1/sign-in-providers/${id}`, change, admin.headers);
    expect(outcome(await exchange(await other.sign()))).toEqual(invalid);
    expect((await exchange(await other.sign({ key }))).status).toBe(200);
  });

  it('may publish its keys: they are fetched once, remembered, and fetched again for a new one', async () => {
    const keys = [await newSigningKey()];
    let fetched = 0;
    const published = await publish(() => {
      fetched++;
      return JSON.stringify({ keys: keys.map(({ jwk }) => jwk) });
    });
    const other = await openHostSite(service, school, { jwksUrl: published.url });
    const answers = await Promise.all(
      Array.from({ length: 20 }, async () => exchange(await other.sign({ key: keys[0]! }))),
    );
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    expect(fetched).toBe(1);
    // Unknown keys don't have them fetched each time.
    const unknown = await newSigningKey();
    for (let i = 0; i < 5; i++)
      expect(outcome(await exchange(await other.sign({ key: unknown })))).toEqual(invalid);
    expect(fetched).toBe(1);
  });

  it.each<[string, string | (() => string)]>([
    ['is not there', 'http://127.0.0.1:9/keys'],
    ['is on a private network', 'http://10.0.0.1/keys'],
    ['is endless', () => `{"keys":[${'{"kty":"EC"},'.repeat(50_000)}`],
    ['is no key set', () => 'hello'],
  ])('whose key set %s lets nobody in: sign_in_provider_failed', async (_, at) => {
    const url = typeof at === 'string' ? at : (await publish(at)).url;
    const other = await openHostSite(service, school, { register: false });
    await asOwner(service.ownerUrl, (owner) =>
      owner.query(
        {
          text: `insert into sign_in_providers (institution_id, id, kind, name, issuer, jwks_url, trusts_email, enabled, created_at,
                   updated_at) values ($1, $2, 'host', 'The site', $3, $4, true, true, now(), now())`,
        },
        [school.institution.id, newId(), other.issuer, url],
      ),
    );
    expect(outcome(await exchange(await other.sign()))).toEqual([502, 'sign_in_provider_failed']);
  });

  it('whose key set redirects is not followed', async () => {
    const key = await newSigningKey();
    const target = await publish(() => JSON.stringify({ keys: [key.jwk] }));
    const redirecting = await publish(() => '', { Location: target.url });
    const other = await openHostSite(service, school, { jwksUrl: redirecting.url });
    expect(outcome(await exchange(await other.sign({ key })))).toEqual([502, 'sign_in_provider_failed']);
  });
});

async function idOf(headers: Readonly<Record<string, string>>, issuer: string): Promise<string> {
  const { body } = await page.send('GET', '/v1/sign-in-providers', undefined, headers);
  return (body as { data: { id: string; issuer: string }[] }).data.find((each) => each.issuer === issuer)!.id;
}

/** Something that answers on this machine. */
async function publish(text: () => string, headers: Record<string, string> = {}): Promise<{ url: string }> {
  const server = createServer((_, response) => {
    response.writeHead(headers.Location ? 302 : 200, { 'Content-Type': 'application/json', ...headers });
    response.end(text());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  atEnd(() => {
    server.closeAllConnections();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/keys` };
}
