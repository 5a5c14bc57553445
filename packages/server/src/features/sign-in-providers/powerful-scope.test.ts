import { SignJWT } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../platform/ids';
import { exchangeOf, newSigningKey, type SigningKey } from '../../testing/host-site';
import { type Answer, type Page, pageOf, type Person } from '../../testing/members';
import { startOidcStandIn } from '../../testing/oidc-stand-in';
import { startTestService, type TestInstitution, testIssuer, type TestService } from '../../testing/service';
import { newPagePart, SignInBrowser } from '../../testing/sign-in-browser';

let service: TestService;
let school: TestInstitution;
let page: Page;
let admin: Person;

beforeAll(async () => {
  service = await startTestService();
  school = await service.createInstitution();
  page = await pageOf(service, school);
  admin = await page.signIn({ role: 'admin' });
});

const outcome = ({ status, code }: Answer) => [status, code];
const someone = () => `${newId()}@people.example`;
const path = '/v1/sign-in-providers';
const weakKey = () => school.createKey({ scopes: ['sign_in:manage'] });
const wholeKey = () => school.createKey();

/** Somebody registers a site of their own with a key, and signs whom they like. */
async function siteOf(secretKey: string) {
  const [key, issuer] = [await newSigningKey(), `https://www.${newId()}.example`];
  const headers = { 'Homecoming-Key': secretKey };
  const draft = { kind: 'host', name: 'The site', issuer, jwks: { keys: [key.jwk] } };
  const made = await page.send('POST', path, draft, headers);
  expect(made.status).toBe(201);
  const { id } = made.body as { id: string };
  const change = (body: object, by = headers) => page.send('PATCH', `${path}/${id}`, body, by);
  const sign = (email: string, sub: string, by: SigningKey = key) => {
    const iat = Math.floor(Date.now() / 1_000);
    const claims = { sub, email, email_verified: true, jti: newId(), iat, exp: iat + 60, iss: issuer };
    return new SignJWT({ ...claims, aud: `${testIssuer}/${school.institution.slug}` })
      .setProtectedHeader({ alg: 'ES256', typ: 'JWT', kid: by.kid })
      .sign(by.privateKey);
  };
  const arrive = async (email: string, sub = newId(), by?: SigningKey) =>
    page.send('POST', '/v1/auth/token', exchangeOf(await sign(email, sub, by)));
  return { id, change, arrive };
}

const challengeOf = ({ body }: Answer) => (body as { challenge: string }).challenge;
const confirm = async (answer: Answer, email: string) =>
  page.send('POST', '/v1/auth/codes/redeem', {
    challenge: challengeOf(answer),
    code: (await page.codesOf(email)).at(-1),
  });
const auditOf = async (action: string) => {
  const { body } = await page.send('GET', '/v1/audit-log?limit=100', undefined, admin.headers);
  const { data } = body as { data: { action: string; after?: Record<string, unknown> }[] };
  return data.filter((entry) => entry.action === action).map(({ after }) => after);
};

describe('a key with only sign_in:manage', () => {
  it('signs in as no admin: without the code that the admin is mailed there is no session', async () => {
    const site = await siteOf(await weakKey());
    const sub = newId();
    const refused = await site.arrive(admin.member.email, sub);
    expect(outcome(refused)).toEqual([403, 'link_code_needed']);
    expect(refused.body).not.toHaveProperty('accessToken');
    const [mail] = (await page.mailsTo(admin.member.email)).slice(-1);
    expect(mail!.text).toContain('The site');
    // A code of the admin's own sign-in is of no use for it.
    const guess = { challenge: challengeOf(refused), code: await page.requestCode(admin.member.email) };
    expect(outcome(await page.send('POST', '/v1/auth/codes/redeem', guess))).toEqual([401, 'invalid_code']);
    expect(outcome(await site.arrive(admin.member.email, sub))).toEqual([403, 'link_code_needed']);
  });

  it('signs in as no member who may do more than it, as no invited person, and proves no address', async () => {
    const site = await siteOf(await weakKey());
    const member = (await page.signIn({ status: 'verified' })).member;
    expect(outcome(await site.arrive(member.email))).toEqual([403, 'link_code_needed']);
    for (const role of ['admin', 'alumnus']) {
      const email = someone();
      const headers = { 'Homecoming-Key': await wholeKey() };
      await page.send('POST', '/v1/invitations', { email, role }, headers);
      expect(outcome(await site.arrive(email))).toEqual([403, 'link_code_needed']);
    }
    // Somebody new is let in; that the address is theirs is not proven by it.
    const [email, sub] = [someone(), newId()];
    const fresh = page.personOf(await site.arrive(email, sub));
    expect(fresh.member.status).toBe('unverified');
    expect(page.personOf(await site.arrive(email, sub)).member.id).toBe(fresh.member.id);
    // Whose it is proves it: who was there before them is out, and needs a code.
    const owner = await page.signIn({ email });
    expect(owner.member.id).toBe(fresh.member.id);
    expect(outcome(await page.me(fresh))).toEqual([401, 'session_ended']);
    expect(outcome(await page.refresh(fresh.refreshToken))).toEqual([401, 'session_ended']);
    expect(outcome(await site.arrive(email, sub))).toEqual([403, 'link_code_needed']);
  });

  it('keeps no session of somebody who is made an admin later', async () => {
    const site = await siteOf(await weakKey());
    const [email, sub] = [someone(), newId()];
    const planted = page.personOf(await site.arrive(email, sub));
    const rights = { role: 'admin', status: 'verified' };
    const headers = { 'Homecoming-Key': await wholeKey() };
    const made = await page.send('PATCH', `/v1/members/${planted.member.id}`, rights, headers);
    expect(made.status).toBe(200);
    expect(outcome(await page.refresh(planted.refreshToken))).toEqual([401, 'session_ended']);
    expect((await page.me(planted)).status).toBe(401);
    expect(outcome(await site.arrive(email, sub))).toEqual([403, 'link_code_needed']);
  });

  it('that changes whom a provider vouches for has its links confirmed anew', async () => {
    const site = await siteOf(await wholeKey());
    const [member, sub, planted] = [(await page.signIn()).member, newId(), await newSigningKey()];
    expect((await site.arrive(member.email, sub)).status).toBe(200);
    const weak = { 'Homecoming-Key': await weakKey() };
    expect((await site.change({ jwks: { keys: [planted.jwk] } }, weak)).status).toBe(200);
    const refused = await site.arrive(member.email, sub, planted);
    expect(outcome(refused)).toEqual([403, 'link_code_needed']);
    // A name is nothing that it vouches with, whoever gives it; nor does that make good what was planted.
    await site.change({ name: 'The same site' });
    expect(outcome(await site.arrive(member.email, sub, planted))).toEqual([403, 'link_code_needed']);
    expect((await confirm(refused, member.email)).status).not.toBe(200);
    const again = await site.arrive(member.email, sub, planted);
    expect((await confirm(again, member.email)).status).toBe(200);
    expect((await site.arrive(member.email, sub, planted)).status).toBe(200);
  });
});

describe('a provider of somebody who may do everything', () => {
  it('links members at once, an admin only by a mailed code, and the audit log shows it', async () => {
    const site = await siteOf(await wholeKey());
    const member = (await page.signIn({ status: 'verified' })).member;
    expect((await site.arrive(member.email)).status).toBe(200);
    const [other, sub] = [await page.signIn({ role: 'admin' }), newId()];
    const { email, id } = other.member;
    const refused = await site.arrive(email, sub);
    expect(outcome(refused)).toEqual([403, 'link_code_needed']);
    const signedIn = page.personOf(await confirm(refused, email));
    expect(signedIn.member).toMatchObject({ id, role: 'admin' });
    expect(page.personOf(await site.arrive(email, sub)).member.id).toBe(id);
    expect(await auditOf('identity.code_sent')).toContainEqual(
      expect.objectContaining({ subject: sub, email }),
    );
    expect(await auditOf('identity.linked')).toContainEqual(
      expect.objectContaining({ subject: sub, member: id, role: 'admin', confirmedBy: 'code' }),
    );
  });

  it('sends a browser back with what the page redeems the code with', async () => {
    const standIn = await startOidcStandIn();
    const { email, id } = (await page.signIn({ role: 'admin' })).member;
    standIn.person = { sub: newId(), email, email_verified: true };
    const draft = {
      kind: 'oidc',
      name: 'University account',
      issuer: standIn.issuer,
      clientId: 'homecoming',
    };
    const made = await page.send('POST', path, draft, { 'Homecoming-Key': await wholeKey() });
    const [browser, part] = [new SignInBrowser(service), newPagePart()];
    const providerId = (made.body as { id: string }).id;
    const arrival = await browser.open(browser.start(page, providerId, part));
    expect([arrival.grant, arrival.error]).toEqual([undefined, 'link_code_needed']);
    const fragment = new URLSearchParams(arrival.visited.at(-1)!.hash.slice(1));
    const code = (await page.codesOf(email)).at(-1);
    const body = { challenge: fragment.get('hc_challenge'), code };
    const signedIn = page.personOf(await page.send('POST', '/v1/auth/codes/redeem', body));
    expect(signedIn.member.id).toBe(id);
    const again = await browser.open(browser.start(page, providerId, part));
    expect(again.grant).toEqual(expect.any(String));
  });
});
