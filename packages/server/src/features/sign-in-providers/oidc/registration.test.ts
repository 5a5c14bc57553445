import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '../../../platform/ids';
import { type Page, pageOf } from '../../../testing/members';
import { type OidcStandIn, startOidcStandIn } from '../../../testing/oidc-stand-in';
import { startTestService, type TestInstitution, type TestService } from '../../../testing/service';
import { newPagePart, SignInBrowser } from '../../../testing/sign-in-browser';

let service: TestService;
let school: TestInstitution;
let page: Page;
let standIn: OidcStandIn;
let headers: Readonly<Record<string, string>>;

beforeAll(async () => {
  service = await startTestService();
  school = await service.createInstitution();
  page = await pageOf(service, school);
  standIn = await startOidcStandIn();
  headers = { 'Homecoming-Key': await school.createKey() };
});
beforeEach(() => standIn.reset());

const register = (more: object = {}) => {
  const draft = { kind: 'oidc', name: 'University account', issuer: standIn.issuer, clientId: 'homecoming' };
  return page.send('POST', '/v1/sign-in-providers', { ...draft, ...more }, headers);
};
const faultOf = async (more: object = {}) => {
  const { status, body } = await register(more);
  const { errors } = body as { errors?: { path: string; message: string }[] };
  return [status, errors?.[0]?.path, errors?.[0]?.message];
};
const saying = (what: RegExp) => [400, '/issuer', expect.stringMatching(what) as string];

describe('registering an OpenID Connect provider says what is wrong, before anybody signs in', () => {
  it('a slash too many or too few', async () => {
    expect(await faultOf({ issuer: `${standIn.issuer}/` })).toEqual(
      saying(new RegExp(`must be ${standIn.issuer}, with or without a trailing slash`)),
    );
    standIn.metadata = { issuer: `${standIn.issuer}/` };
    expect(await faultOf()).toEqual(saying(/must be .*\/, with or without a trailing slash/));
  });

  it('an issuer that stands for many organisations', async () => {
    expect(await faultOf({ issuer: `${standIn.issuer}/{tenantid}/v2.0` })).toEqual(
      saying(/stands for many organisations/),
    );
    standIn.metadata = { issuer: 'https://login.microsoftonline.com/{tenantid}/v2.0' };
    expect(await faultOf()).toEqual(saying(/stands for many organisations .*\{tenantid\}/));
  });

  it('another issuer, a document that is none, and an address where nothing is', async () => {
    standIn.metadata = { issuer: 'https://other.example' };
    expect(await faultOf()).toEqual(saying(/names https:\/\/other\.example/));
    standIn.reset();
    standIn.answers = (_, response) => void response.writeHead(404).end();
    expect(await faultOf()).toEqual(saying(/status 404/));
    standIn.answers = (_, response) => void response.end('<html>');
    expect(await faultOf()).toEqual(saying(/the response isn’t JSON/));
    expect(await faultOf({ issuer: 'http://127.0.0.1:9' })).toEqual(saying(/can’t be read/));
    expect(await faultOf({ issuer: 'https://login.example.edu' })).toEqual(saying(/was not found/));
  });

  it('signatures that others could make too', async () => {
    standIn.metadata = { id_token_signing_alg_values_supported: ['HS256', 'none'] };
    expect(await faultOf()).toEqual(saying(/signs with nothing/));
  });

  it('waits for one that is registered disabled, until it is enabled', async () => {
    standIn.answers = (_, response) => void response.writeHead(503).end();
    const made = await register({ enabled: false });
    expect(made.status).toBe(201);
    const at = `/v1/sign-in-providers/${(made.body as { id: string }).id}`;
    expect((await page.send('PATCH', at, { enabled: true }, headers)).code).toBe('invalid_request');
    standIn.reset();
    expect((await page.send('PATCH', at, { enabled: true }, headers)).status).toBe(200);
  });

  it('is done once for one idempotency key', async () => {
    const again = { ...headers, 'Idempotency-Key': newId() };
    const draft = { kind: 'oidc', name: 'Once', issuer: standIn.issuer, clientId: 'homecoming' };
    const answers = [1, 2].map(() => page.send('POST', '/v1/sign-in-providers', draft, again));
    const ids = (await Promise.all(answers)).filter(({ status }) => status === 201).map(({ body }) => body);
    expect(new Set(ids.map((body) => (body as { id: string }).id)).size).toBe(1);
  });
});

describe('an address', () => {
  const arrive = async (more: object, email_verified: unknown) => {
    const made = await register(more);
    const email = `${newId()}@people.example`;
    standIn.person = { sub: newId(), email, email_verified };
    const [browser, part] = [new SignInBrowser(service), newPagePart()];
    const { grant, error } = await browser.open(browser.start(page, (made.body as { id: string }).id, part));
    return grant === undefined ? error : 'signed in';
  };

  it.each<[string, object, unknown, string]>([
    ['that the provider says nothing of is not trusted', {}, undefined, 'email_not_verified'],
    ['so by a provider whose addresses are trusted', { trustsUnverifiedEmail: true }, undefined, 'signed in'],
    ['that is called unverified never', { trustsUnverifiedEmail: true }, false, 'email_not_verified'],
    ['that is called so in words never', { trustsUnverifiedEmail: true }, 'false', 'email_not_verified'],
    ['that is verified in words is', {}, 'true', 'signed in'],
    [
      'of a provider that links nobody',
      { trustsUnverifiedEmail: true, trustsEmail: false },
      undefined,
      'email_not_verified',
    ],
  ])('%s', async (_, more, verified, becomes) => {
    expect(await arrive(more, verified)).toBe(becomes);
  });

  it('is trusted so of no host site: it signs what it knows', async () => {
    const draft = {
      kind: 'host',
      name: 'Site',
      issuer: 'https://www.example.edu',
      jwksUrl: 'https://a.example/',
    };
    const answer = await page.send(
      'POST',
      '/v1/sign-in-providers',
      { ...draft, trustsUnverifiedEmail: true },
      headers,
    );
    expect(answer.code).toBe('invalid_request');
  });
});
