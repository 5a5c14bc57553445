import { Writable } from 'node:stream';
import { exportSPKI, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import { pino } from 'pino';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { errorSerializers } from '../../../platform/error-description';
import { formatId, newId, parseId } from '../../../platform/ids';
import { asOwner } from '../../../platform/owner';
import { newSigningKey, registerProvider } from '../../../testing/host-site';
import { type Answer, type Page, pageOf } from '../../../testing/members';
import { type OidcStandIn, startOidcStandIn } from '../../../testing/oidc-stand-in';
import {
  startTestService,
  type TestInstitution,
  testIssuer,
  type TestService,
} from '../../../testing/service';
import { newPagePart, pageAddress, type PagePart, SignInBrowser } from '../../../testing/sign-in-browser';
import { callRaw } from '../../../testing/wire';
import { updateMember } from '../../members/members';

let service: TestService;
let school: TestInstitution;
let page: Page;
let standIn: OidcStandIn;
let passedMs = 0;
let written = '';

const log = pino(
  { level: 'trace', serializers: errorSerializers },
  new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      written += chunk.toString();
      done();
    },
  }),
);

beforeAll(async () => {
  service = await startTestService({ clock: () => new Date(Date.now() + passedMs), log });
  school = await service.createInstitution();
  page = await pageOf(service, school);
  standIn = await startOidcStandIn();
});

beforeEach(() => {
  passedMs = 0;
  standIn.reset();
  standIn.person = { sub: newId(), email: `${newId()}@people.example`, email_verified: true };
});

const draftOf = ({ issuer }: OidcStandIn) => {
  const client = { clientId: 'homecoming', clientSecret: 'secret' };
  return {
    kind: 'oidc',
    name: 'University account',
    issuer,
    ...client,
    trustsEmail: true,
    enabled: true,
  } as const;
};

/** Another provider each time, so that nothing is known of it from before. */
async function register(at = school): Promise<string> {
  return formatId('signInProvider', (await registerProvider(service, at, draftOf(standIn))).id);
}

const isCallback = ({ origin, pathname }: URL) => origin === testIssuer && pathname.endsWith('/callback');
const redeem = (grant: string, { verifier }: PagePart, at = page) =>
  at.send('POST', '/v1/auth/oidc/redeem', { grant, verifier });
const outcome = ({ status, code }: Answer) => [status, code];

/** A sign-in as far as the way back: the browser holds the address that the provider has sent it to. */
async function begin(providerId?: string) {
  const id = providerId ?? (await register());
  const [browser, part] = [new SignInBrowser(service), newPagePart()];
  const { visited } = await browser.open(browser.start(page, id, part), isCallback);
  return { browser, part, callback: visited.at(-1)!, toProvider: visited[1]!, id };
}

async function arrive(providerId?: string) {
  const { browser, part, callback } = await begin(providerId);
  return { ...(await browser.open(callback)), part };
}

const failsAtProvider = async () => {
  const { grant, error } = await arrive();
  expect([grant, error]).toEqual([undefined, 'sign_in_provider_failed']);
};

it('what is attacked below works: the stand-in signs people in', async () => {
  const { grant, part } = await arrive();
  const person = page.personOf(await redeem(grant!, part));
  expect(person.member.email).toBe(standIn.person.email);
  const [{ form, authorization }] = standIn.received.slice(-1) as [OidcStandIn['received'][number]];
  expect(form.get('redirect_uri')).toMatch(/^https:.*\/v1\/auth\/oidc\/sip_[0-9a-z]{26}\/callback$/);
  expect(authorization).toBe(`Basic ${Buffer.from('homecoming:secret').toString('base64')}`);
});

it('it proves itself as the provider wants', async () => {
  standIn.metadata = { token_endpoint_auth_methods_supported: ['client_secret_post'] };
  const { grant } = await arrive();
  const { form, authorization } = standIn.received.at(-1)!;
  expect([grant, form.get('client_secret'), authorization]).toEqual([
    expect.any(String),
    'secret',
    undefined,
  ]);
});

describe('the way to the provider', () => {
  it('carries PKCE by S256, a state and a nonce, and asks for no more than an address', async () => {
    const { id, toProvider } = await begin();
    const first = toProvider.searchParams;
    const second = (await begin()).toProvider.searchParams;
    expect(Object.fromEntries(first)).toMatchObject({
      ...{ response_type: 'code', scope: 'openid email', code_challenge_method: 'S256' },
      ...{ client_id: 'homecoming', redirect_uri: `${testIssuer}/v1/auth/oidc/${id}/callback` },
    });
    for (const name of ['state', 'nonce', 'code_challenge']) {
      expect(first.get(name)!.length).toBeGreaterThanOrEqual(43);
      expect(first.get(name)).not.toBe(second.get(name));
    }
  });

  it.each([
    ['another origin', 'https://attacker.example/alumni'],
    ['an origin that begins as an allowed one', 'https://allowed.example.attacker.example/'],
    ['an allowed host, unencrypted', 'http://allowed.example/alumni'],
    ['an allowed host at another port', 'https://allowed.example:8443/alumni'],
    ['another host behind a user name', 'https://allowed.example@attacker.example/'],
    ['a script', 'javascript:alert(1)'],
    ['an address without a host', '//attacker.example'],
  ])('does not lead back to %s', async (_, returnTo) => {
    const browser = new SignInBrowser(service);
    const arrival = await browser.open(browser.start(page, await register(), newPagePart(), returnTo));
    expect([arrival.visited.length, arrival.status]).toEqual([
      1,
      expect.toSatisfy((s) => s === 400 || s === 403),
    ]);
    expect(browser.setCookies).toEqual([]);
  });

  it('leads back without what the page had in its fragment', async () => {
    const [browser, part] = [new SignInBrowser(service), newPagePart()];
    const returnTo = `${pageAddress}?a=b#hc_grant=attacker`;
    const arrival = await browser.open(browser.start(page, await register(), part, returnTo));
    expect(arrival.visited.at(-1)!.href).toBe(`${pageAddress}?a=b#hc_grant=${arrival.grant}`);
    expect((await redeem(arrival.grant!, part)).status).toBe(200);
  });

  it('is barred at a provider that is disabled, removed, a host, or another institution’s', async () => {
    const theirs = await service.createInstitution();
    const ids = [await register(theirs), formatId('signInProvider', newId())];
    const id = await register();
    const admin = await page.signIn({ role: 'admin' });
    await page.send('PATCH', `/v1/sign-in-providers/${id}`, { enabled: false }, admin.headers);
    const browser = new SignInBrowser(service);
    for (const each of [...ids, id])
      expect((await browser.open(browser.start(page, each, newPagePart()))).error).toBe('not_found');
  });

  it.each([
    ['from another site', 'https://attacker.example/'],
    ['from an allowed page, for another one of the key', 'https://also-allowed.example/'],
    ['that hides where it stands', undefined],
  ])('is not begun by a link %s, with a verifier of whoever has made it', async (_, from) => {
    const key = await school.createKey({
      kind: 'publishable',
      origins: ['https://allowed.example', 'https://also-allowed.example'],
    });
    const browser = new SignInBrowser(service, from ?? '');
    const arrival = await browser.open(browser.start({ ...page, key }, await register(), newPagePart()));
    expect([arrival.visited.length, arrival.status, JSON.parse(arrival.text)]).toEqual([
      1,
      403,
      expect.objectContaining({ code: 'origin_not_allowed' }),
    ]);
    expect(browser.setCookies).toEqual([]);
  });

  it.each(['javascript:alert(1)', 'https://[', '/authorize'])(
    'goes to no provider that says %s is its page to sign in at',
    async (authorization_endpoint) => {
      standIn.metadata = { authorization_endpoint };
      const browser = new SignInBrowser(service);
      const arrival = await browser.open(browser.start(page, await register(), newPagePart()));
      expect([arrival.visited.length, arrival.error]).toEqual([2, 'sign_in_provider_failed']);
    },
  );
});

describe('an attack with', () => {
  it('a foreign browser: login CSRF fails, and the victim’s own sign-in does not suffer', async () => {
    const attacker = await begin();
    const victim = new SignInBrowser(service);
    const lured = await victim.open(attacker.callback);
    expect([lured.grant, lured.error]).toEqual([undefined, 'invalid_sign_in_state']);
    // Also one that has a sign-in of its own under way.
    const own = await begin(attacker.id);
    expect((await own.browser.open(attacker.callback)).error).toBe('invalid_sign_in_state');
    expect((await own.browser.open(own.callback)).grant).toBeDefined();
    expect((await attacker.browser.open(attacker.callback)).grant).toBeDefined();
  });

  it('a grant of the attacker’s in the address of the victim’s page', async () => {
    const { grant } = await arrive();
    expect(outcome(await redeem(grant!, newPagePart()))).toEqual([401, 'invalid_sign_in_grant']);
  });

  it('a grant that was read in an address, without the page’s verifier; the page itself can still redeem it', async () => {
    const { grant, part } = await arrive();
    const tries = await Promise.all(Array.from({ length: 5 }, () => redeem(grant!, newPagePart())));
    expect(tries.map(({ code }) => code)).toEqual(tries.map(() => 'invalid_sign_in_grant'));
    expect((await redeem(grant!, part)).status).toBe(200);
  });

  it('a replayed grant: it is good once, also when 50 redeem it at once', async () => {
    const { grant, part } = await arrive();
    const answers = await Promise.all(Array.from({ length: 50 }, () => redeem(grant!, part)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ code }) => code === 'invalid_sign_in_grant')).toHaveLength(49);
  });

  it('a grant that is over a minute old', async () => {
    const { grant, part } = await arrive();
    passedMs = 60_000;
    expect(outcome(await redeem(grant!, part))).toEqual([401, 'invalid_sign_in_grant']);
  });

  it('a grant at another institution', async () => {
    const there = await pageOf(service, await service.createInstitution());
    const { grant, part } = await arrive();
    expect(outcome(await redeem(grant!, part, there))).toEqual([401, 'invalid_sign_in_grant']);
  });

  it('a made-up grant', async () => {
    for (const grant of [
      `hcg_${'0'.repeat(26)}_${'a'.repeat(43)}`,
      `hcg_${'z'.repeat(26)}_${'a'.repeat(43)}`,
    ])
      expect(outcome(await redeem(grant, newPagePart()))).toEqual([401, 'invalid_sign_in_grant']);
  });

  it('a reused state: a sign-in is completed once, also when 20 come at once', async () => {
    const { browser, callback } = await begin();
    const arrivals = await Promise.all(Array.from({ length: 20 }, () => browser.open(callback)));
    expect(arrivals.filter(({ grant }) => grant)).toHaveLength(1);
    expect(arrivals.filter(({ error }) => error === 'invalid_sign_in_state')).toHaveLength(19);
  });

  it('a state that is over ten minutes old', async () => {
    const { browser, callback } = await begin();
    passedMs = 600_000;
    expect((await browser.open(callback)).error).toBe('invalid_sign_in_state');
  });

  it.each<[string, (state: string) => string]>([
    ['made up', () => `${'0'.repeat(52)}.${'a'.repeat(22)}`],
    ['of another institution', (state) => `${'0'.repeat(26)}${state.slice(26)}`],
    ['of another sign-in', (state) => `${state.slice(0, 26)}${'0'.repeat(26)}${state.slice(52)}`],
  ])('a state that is %s is nobody’s, and is sent nowhere', async (_, change) => {
    const { browser, callback } = await begin();
    callback.searchParams.set('state', change(callback.searchParams.get('state')!));
    const arrival = await browser.open(callback);
    expect([arrival.status, JSON.parse(arrival.text)]).toEqual([
      400,
      expect.objectContaining({ code: 'invalid_sign_in_state' }),
    ]);
  });

  it('a code of another sign-in: missing PKCE, the code’s challenge is another', async () => {
    const [mine, theirs] = [await begin(), await begin()];
    mine.callback.searchParams.set('code', theirs.callback.searchParams.get('code')!);
    expect((await mine.browser.open(mine.callback)).error).toBe('sign_in_provider_failed');
    expect(standIn.received.at(-1)!.form.get('code_verifier')).toMatch(/^[\w-]{43}$/);
  });

  it('a provider that sends the person back in another’s name (RFC 9207): mix-up', async () => {
    standIn.sendsBack = { iss: 'https://attacker.example' };
    await failsAtProvider();
  });

  it('mix-up: one provider sends the browser to another’s page, whose answer comes back without a name', async () => {
    standIn.sendsBack = { iss: undefined };
    const attacker = await startOidcStandIn();
    const provider = await registerProvider(service, school, draftOf(attacker));
    const victim = await begin(formatId('signInProvider', provider.id));
    const honest = await begin();
    // As the honest provider answers, to its own address, with the state that the attacker's has given it.
    honest.callback.searchParams.set('state', victim.callback.searchParams.get('state')!);
    expect((await victim.browser.open(honest.callback)).error).toBe('invalid_sign_in_state');
    expect(attacker.received).toEqual([]);
    // Nothing is used up.
    expect((await victim.browser.open(victim.callback)).grant).toBeDefined();
  });

  it('a provider that is disabled meanwhile: neither the way back nor the grant lets anybody in', async () => {
    const [begun, later] = [await begin(), await begin()];
    const { grant } = await begun.browser.open(begun.callback);
    const admin = await page.signIn({ role: 'admin' });
    for (const { id } of [begun, later])
      await page.send('PATCH', `/v1/sign-in-providers/${id}`, { enabled: false }, admin.headers);
    expect(outcome(await redeem(grant!, begun.part))).toEqual([401, 'invalid_sign_in_grant']);
    expect((await later.browser.open(later.callback)).error).toBe('sign_in_provider_failed');
  });

  it('an address that the provider has given to somebody else: they are two people, and stay so', async () => {
    const id = await register();
    const email = `${newId()}@people.example`;
    standIn.person = { sub: 'the first', email, email_verified: true };
    expect((await arrive(id)).grant).toBeDefined();
    standIn.person = { sub: 'the second', email, email_verified: true };
    expect((await arrive(id)).error).toBe('identity_conflict');
    standIn.person = { sub: 'the first', email: `${newId()}@people.example`, email_verified: false };
    expect((await arrive(id)).grant).toBeDefined();
  });

  it.each([
    ['with a character that no database takes', 'marie\0@people.example'],
    ['that is longer than any', `${'m'.repeat(64)}@${'people.'.repeat(27)}example`],
    ['that is no text', 1867],
  ])('an address %s', async (_, email) => {
    standIn.person = { sub: newId(), email, email_verified: true };
    expect((await arrive()).error).toBe('email_not_verified');
  });

  it('a page that was left open: who has come by a provider sets no password without proving who they are', async () => {
    const { grant, part } = await arrive();
    const person = page.personOf(await redeem(grant!, part));
    const password = 'nine lamps over the harbour wall';
    const answer = await page.send('PUT', '/v1/me/password', { password }, person.headers);
    expect(outcome(answer)).toEqual([403, 'recent_sign_in_needed']);
  });

  it('a provider that promises to name itself, and does not (RFC 9207)', async () => {
    standIn.metadata = { authorization_response_iss_parameter_supported: true };
    standIn.sendsBack = { iss: undefined };
    await failsAtProvider();
  });

  it('metadata of another issuer: nobody is sent there', async () => {
    for (const issuer of ['https://attacker.example', `${standIn.issuer}/`, `${standIn.issuer}/tenant`]) {
      standIn.metadata = { issuer };
      const [browser, part] = [new SignInBrowser(service), newPagePart()];
      const arrival = await browser.open(browser.start(page, await register(), part));
      expect([arrival.visited.length, arrival.error]).toEqual([2, 'sign_in_provider_failed']);
    }
  });

  it.each<[string, Record<string, unknown>]>([
    ['on a private network', { token_endpoint: 'http://10.0.0.1/token' }],
    ['at the cloud’s metadata service', { token_endpoint: 'http://169.254.169.254/latest/meta-data' }],
    ['that names none', { token_endpoint: undefined }],
  ])('a token endpoint %s', async (_, metadata) => {
    standIn.metadata = metadata;
    await failsAtProvider();
  });

  it('keys on a private network', async () => {
    standIn.metadata = { jwks_uri: 'http://10.0.0.1/keys' };
    await failsAtProvider();
  });

  it.each<[string, string | undefined]>([
    ['a script', 'javascript:alert(1)'],
    ['none', undefined],
  ])('a sign-in page that is %s', async (_, authorization_endpoint) => {
    standIn.metadata = { authorization_endpoint };
    const browser = new SignInBrowser(service);
    const arrival = await browser.open(browser.start(page, await register(), newPagePart()));
    expect(arrival.error).toBe('sign_in_provider_failed');
  });

  it('metadata that redirect, do not end, or are none', async () => {
    const answers: OidcStandIn['answers'][] = [
      (_, response) => response.writeHead(302, { Location: `${standIn.issuer}/other` }).end(),
      (_, response) =>
        response.writeHead(200, { 'Content-Type': 'application/json' }).end('a'.repeat(300_000)),
      (_, response) => response.writeHead(200, { 'Content-Type': 'text/html' }).end('<p>'),
      (_, response) => response.destroy(),
    ];
    for (const answer of answers) {
      standIn.answers = answer;
      const browser = new SignInBrowser(service);
      const arrival = await browser.open(browser.start(page, await register(), newPagePart()));
      expect(arrival.error).toBe('sign_in_provider_failed');
    }
  });

  const seconds = () => Math.floor(Date.now() / 1_000);

  it.each<[string, () => Record<string, unknown>]>([
    ['of another client', () => ({ aud: 'other' })],
    [
      'of us and another client, whom it was issued to',
      () => ({ aud: ['homecoming', 'other'], azp: 'other' }),
    ],
    ['of several clients, without saying whom it was issued to', () => ({ aud: ['homecoming', 'other'] })],
    ['of no client', () => ({ aud: undefined })],
    ['of another issuer', () => ({ iss: 'https://attacker.example' })],
    ['of another sign-in: a foreign nonce', () => ({ nonce: 'other' })],
    ['of any sign-in: without a nonce', () => ({ nonce: undefined })],
    ['that has ended', () => ({ exp: seconds() - 60 })],
    ['without an end', () => ({ exp: undefined })],
    ['whose end is null', () => ({ exp: null })],
    ['without a beginning', () => ({ iat: undefined })],
    ['that is not good yet', () => ({ nbf: seconds() + 600 })],
    ['of nobody', () => ({ sub: undefined })],
    ['of somebody with an empty name', () => ({ sub: '' })],
    ['of somebody with an endless name', () => ({ sub: 'a'.repeat(256) })],
    ['of somebody whose name is a list', () => ({ sub: ['a'] })],
  ])('an ID token %s', async (_, claims) => {
    standIn.claims = claims();
    await failsAtProvider();
  });

  it('an ID token with alg none', async () => {
    standIn.signIdToken = (claims) => Promise.resolve(new UnsecuredJWT(claims).encode());
    await failsAtProvider();
    standIn.metadata = { id_token_signing_alg_values_supported: ['none', 'ES256'] };
    await failsAtProvider();
  });

  it('an ID token with HS256, by the public key or the client’s secret', async () => {
    standIn.metadata = { id_token_signing_alg_values_supported: ['HS256', 'ES256'] };
    const keys = [
      await exportSPKI(standIn.key.publicKey),
      JSON.stringify(standIn.key.jwk),
      'secret'.repeat(8),
    ];
    for (const secret of keys) {
      standIn.signIdToken = (claims: JWTPayload) =>
        new SignJWT(claims)
          .setProtectedHeader({ alg: 'HS256', kid: standIn.key.kid })
          .sign(Buffer.from(secret));
      await failsAtProvider();
    }
  });

  it('a provider that signs with shared secrets only', async () => {
    standIn.metadata = { id_token_signing_alg_values_supported: ['HS256', 'none'] };
    const browser = new SignInBrowser(service);
    const arrival = await browser.open(browser.start(page, await register(), newPagePart()));
    expect(arrival.error).toBe('sign_in_provider_failed');
  });

  it('an ID token that a foreign key has signed, under the right key’s name or its own', async () => {
    for (const kid of [standIn.key.kid, 'other']) {
      const key = await newSigningKey('ES256', kid);
      standIn.signIdToken = (claims: JWTPayload) =>
        new SignJWT(claims).setProtectedHeader({ alg: 'ES256', kid, jwk: key.jwk }).sign(key.privateKey);
      await failsAtProvider();
    }
  });

  it('no ID token at all', async () => {
    standIn.signIdToken = () => Promise.resolve(undefined as never);
    await failsAtProvider();
  });

  it('an address of the victim’s that the provider has not verified', async () => {
    const victim = await page.signIn();
    for (const email_verified of [false, undefined, 'false', null, 1]) {
      standIn.person = { sub: newId(), email: victim.member.email, email_verified };
      expect((await arrive()).error).toBe('email_not_verified');
    }
  });

  it('an address that is changed to the victim’s: who is linked stays who they are', async () => {
    const id = await register();
    const { grant, part } = await arrive(id);
    const attacker = page.personOf(await redeem(grant!, part));
    const victim = await page.signIn();
    standIn.person = { ...standIn.person, email: victim.member.email };
    const again = await arrive(id);
    expect(page.personOf(await redeem(again.grant!, again.part)).member.id).toBe(attacker.member.id);
  });

  it('an address of the victim’s at another institution’s provider, which the attacker runs', async () => {
    const victim = await page.signIn();
    const theirs = await service.createInstitution();
    const there = await pageOf(service, theirs);
    standIn.person = { ...standIn.person, email: victim.member.email };
    const [browser, part, id] = [new SignInBrowser(service), newPagePart(), await register(theirs)];
    const arrival = await browser.open(browser.start(there, id, part));
    const person = there.personOf(await redeem(arrival.grant!, part, there));
    expect(person.member.id).not.toBe(victim.member.id);
    const members = await asOwner(service.ownerUrl, (owner) =>
      owner.query({ text: 'select institution_id from members where email = $1' }, [victim.member.email]),
    );
    expect(members).toHaveLength(2);
  });

  it('a banned member’s account, before and between grant and session', async () => {
    const first = await arrive();
    const { member } = page.personOf(await redeem(first.grant!, first.part));
    const second = await arrive();
    const id = parseId('member', member.id)!;
    await updateMember(school.scope, service.tokens.revocations, id, { status: 'banned' });
    expect(outcome(await redeem(second.grant!, second.part))).toEqual([403, 'member_banned']);
    expect((await arrive()).error).toBe('member_banned');
  });

  it('a provider that was disabled while somebody was away', async () => {
    const { browser, callback, id } = await begin();
    const admin = await page.signIn({ role: 'admin' });
    await page.send('PATCH', `/v1/sign-in-providers/${id}`, { enabled: false }, admin.headers);
    expect((await browser.open(callback)).error).toBe('sign_in_provider_failed');
  });

  it('a forged Host header: people come back to the configured address', async () => {
    const { toProvider, id } = await begin();
    const start = new SignInBrowser(service).start(page, id, newPagePart());
    const answer = await callRaw(service.origin, {
      method: 'GET',
      path: `${start.pathname}${start.search}`,
      headers: { Host: 'attacker.example', 'X-Forwarded-Host': 'attacker.example', Referer: pageAddress },
    });
    const sent = new URL(answer.headers.location!);
    expect(sent.searchParams.get('redirect_uri')).toBe(toProvider.searchParams.get('redirect_uri'));
  });
});

it('parameters of other standards on the way back are ignored (RFC 6749, 4.1.2)', async () => {
  const { browser, part, callback } = await begin();
  for (const [name, value] of [
    ['session_state', 'a'],
    ['scope', 'openid'],
    ['__proto__', '1'],
    ['hd', 'a.example'],
  ])
    callback.searchParams.set(name!, value!);
  const { grant } = await browser.open(callback);
  expect((await redeem(grant!, part)).status).toBe(200);
});

it('two sign-ins of one browser can both be completed', async () => {
  const id = await register();
  const [browser, parts] = [new SignInBrowser(service), [newPagePart(), newPagePart()]];
  const callbacks = [];
  for (const part of parts) {
    const { visited } = await browser.open(browser.start(page, id, part), isCallback);
    callbacks.push(visited.at(-1)!);
  }
  for (const [i, part] of parts.entries()) {
    const { grant } = await browser.open(callbacks[i]!);
    expect((await redeem(grant!, part)).status).toBe(200);
  }
});

it('what a provider says of its failure is not in the log', async () => {
  standIn.sendsBack = { code: undefined, error: 'canary_refusal', error_description: 'canary description' };
  expect((await arrive()).error).toBe('sign_in_provider_failed');
  standIn.reset();
  standIn.answers = (_request, response) => void response.writeHead(400).end('{"error":"canary_refusal"}');
  await begin().catch(() => undefined);
  standIn.answers = (_request, response) => void response.end('canary text that is no JSON');
  await begin().catch(() => undefined);
  const failures = written.split('\n').filter((line) => line.includes('a sign-in provider failed'));
  expect(failures.length).toBeGreaterThan(2);
  expect(written).toContain('"fault":"SyntaxError"');
  expect(failures.join()).not.toMatch(/canary[_ ]/);
});

it('nothing that signs somebody in is in the log or a row, whatever was tried', async () => {
  const { browser, part, callback } = await begin();
  const { grant } = await browser.open(callback);
  const code = callback.searchParams.get('code')!;
  expect(written).toContain('a sign-in provider failed');
  const rows = await asOwner(service.ownerUrl, (owner) =>
    owner.query<{ row: string }>({ text: 'select p::text as row from provider_sign_ins p' }),
  );
  const kept = written + rows.map(({ row }) => row).join();
  const secrets = [
    code,
    grant!.slice(31),
    part.verifier,
    'canary-access-token',
    String(standIn.person.email),
  ];
  for (const secret of secrets) expect(kept.includes(secret), secret).toBe(false);
});
