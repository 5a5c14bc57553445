import { beforeAll, describe, expect, it } from 'vitest';
import { formatId, newId } from '../../../platform/ids';
import { registerProvider } from '../../../testing/host-site';
import { type Page, pageOf } from '../../../testing/members';
import { startOidcProvider } from '../../../testing/oidc-provider';
import {
  startTestService,
  type TestInstitution,
  testIssuer,
  type TestService,
} from '../../../testing/service';
import { newPagePart, pageAddress, SignInBrowser } from '../../../testing/sign-in-browser';
import { redirectUriOf } from '../provider';

/* Against the package oidc-provider, which is certified for OpenID Connect: both ends of the protocol are not of one hand. */

let service: TestService;
let school: TestInstitution;
let page: Page;

beforeAll(async () => {
  service = await startTestService();
  school = await service.createInstitution();
  page = await pageOf(service, school);
});

async function open(
  options: Parameters<typeof startOidcProvider>[0] & { clientSecret?: string | null } = {},
) {
  const at = await startOidcProvider(options);
  const { issuer, clientId } = at;
  const clientSecret = options.clientSecret === undefined ? at.clientSecret : options.clientSecret;
  const draft = { kind: 'oidc', name: 'University account', issuer, clientId, clientSecret } as const;
  const provider = await registerProvider(service, school, { ...draft, trustsEmail: true, enabled: true });
  at.register(redirectUriOf(testIssuer, provider));
  return { at, id: formatId('signInProvider', provider.id) };
}

async function signIn(providerId: string, browser = new SignInBrowser(service)) {
  const part = newPagePart();
  const arrival = await browser.open(browser.start(page, providerId, part));
  if (arrival.grant === undefined) throw new Error(`No grant: ${arrival.error} ${arrival.text}`);
  const { verifier } = part;
  const redeemed = await page.send('POST', '/v1/auth/oidc/redeem', { grant: arrival.grant, verifier });
  return { person: page.personOf(redeemed), arrival, browser };
}

const someone = () => ({ sub: newId(), email: `${newId()}@people.example`, email_verified: true });

describe('signing in at an OpenID Connect provider', () => {
  it('makes the member, knows them again, and shows the session for what it is', async () => {
    const { at, id } = await open();
    at.person = someone();
    const { person, arrival, browser } = await signIn(id);
    expect(person.member).toMatchObject({ email: at.person.email, role: 'alumnus', status: 'unverified' });
    expect(arrival.visited.at(-1)!.href).toMatch(new RegExp(`^${pageAddress}#hc_grant=hcg_`));
    expect(arrival.visited.map(({ origin }) => origin)).toContain(at.issuer);
    const again = await signIn(id, browser);
    expect(again.person.member.id).toBe(person.member.id);
    const { body } = await page.send('GET', '/v1/me/sessions', undefined, person.headers);
    expect(body).toMatchObject({ data: [{ method: 'oidc' }, { method: 'oidc' }] });
    expect((await page.refresh(person.refreshToken)).status).toBe(200);
  });

  it.each<[string, Parameters<typeof open>[0]]>([
    ['that tells the address in the ID token', { tellsInIdToken: true }],
    ['that signs with RS256', { client: { id_token_signed_response_alg: 'RS256' } }],
    ['that takes the secret in the body', { client: { token_endpoint_auth_method: 'client_secret_post' } }],
    [
      'that knows us as a public client',
      { client: { token_endpoint_auth_method: 'none' }, clientSecret: null },
    ],
  ])('goes with one %s', async (_, options) => {
    const { at, id } = await open(options);
    at.person = someone();
    expect((await signIn(id)).person.member.email).toBe(at.person.email);
  });

  it('lets the person turn away: sign_in_cancelled', async () => {
    const { id } = await open();
    const browser = new SignInBrowser(service);
    const arrival = await browser.open(browser.start(page, id, newPagePart()));
    expect([arrival.grant, arrival.error]).toEqual([undefined, 'sign_in_cancelled']);
  });

  it('links to the member who has the verified address; an unverified one captures nobody', async () => {
    const { at, id } = await open();
    const { member } = await page.signIn();
    at.person = { sub: newId(), email: member.email, email_verified: false };
    const browser = new SignInBrowser(service);
    const arrival = await browser.open(browser.start(page, id, newPagePart()));
    expect(arrival.error).toBe('email_not_verified');
    at.person = { sub: newId(), email: member.email, email_verified: true };
    expect((await signIn(id)).person.member.id).toBe(member.id);
  });

  it('makes an invited person what they were invited to be', async () => {
    const { at, id } = await open();
    at.person = someone();
    const key = { 'Homecoming-Key': await school.createKey() };
    const draft = { email: at.person.email, role: 'student' };
    const { body } = await page.send('POST', '/v1/invitations', draft, key);
    const { person } = await signIn(id);
    expect(person.member).toMatchObject({ email: draft.email, role: 'student', status: 'verified' });
    const path = `/v1/invitations/${(body as { id: string }).id}`;
    const invitation = (await page.send('GET', path, undefined, key)).body;
    expect(invitation).toMatchObject({ status: 'accepted', memberId: person.member.id });
  });

  it('tells the browser nothing that others could keep or read', async () => {
    const { at, id } = await open();
    at.person = someone();
    const { browser } = await signIn(id);
    const [cookie] = browser.setCookies;
    expect(cookie).toMatch(
      /^__Host-homecoming-sign-in=[\w-]{43}; Path=\/; Max-Age=600; HttpOnly; SameSite=Lax; Secure$/,
    );
    const start = browser.start(page, id, newPagePart());
    const answer = await fetch(start.href.replace(testIssuer, service.origin), {
      redirect: 'manual',
      headers: { Referer: pageAddress },
    });
    expect([
      answer.status,
      answer.headers.get('Cache-Control'),
      answer.headers.get('Referrer-Policy'),
    ]).toEqual([302, 'private, no-store', 'no-referrer']);
  });

  it('shows a person a page where their browser can be sent nowhere, and programs a problem', async () => {
    const { id } = await open();
    const start = new SignInBrowser(service).start(page, id, newPagePart(), 'https://elsewhere.example/');
    const callback = `${service.origin}/v1/auth/oidc/${id}/callback?state=${'0'.repeat(52)}.${'a'.repeat(22)}`;
    const browsers = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';
    for (const [address, status, code] of [
      [start.href.replace(testIssuer, service.origin), 403, 'origin_not_allowed'],
      [callback, 400, 'invalid_sign_in_state'],
    ] as const) {
      const shown = await fetch(address, { redirect: 'manual', headers: { Accept: browsers } });
      const text = await shown.text();
      expect([shown.status, shown.headers.get('Content-Type')]).toEqual([status, 'text/html; charset=utf-8']);
      expect(text).toContain(`<code>${code}</code>, request ${shown.headers.get('Request-Id')}`);
      expect(shown.headers.get('Content-Security-Policy')).toMatch(/^default-src 'none'; style-src 'sha256-/);
      const told = await fetch(address, { redirect: 'manual' });
      expect(told.headers.get('Content-Type')).toBe('application/problem+json');
      expect(await told.json()).toMatchObject({ code, status });
    }
  });

  it('is offered to pages, without what is nobody’s business', async () => {
    const { id } = await open();
    const { body } = await page.send('GET', `/v1/auth/providers?key=${page.key}`, undefined, {});
    expect((body as { data: unknown[] }).data).toContainEqual({ id, name: 'University account' });
  });
});
