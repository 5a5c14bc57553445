import { beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../platform/ids';
import { asOwner } from '../../platform/owner';
import { exchangeOf, newSigningKey, openHostSite } from '../../testing/host-site';
import { type Answer, type Page, pageOf, type Person } from '../../testing/members';
import { type OidcStandIn, startOidcStandIn } from '../../testing/oidc-stand-in';
import { startTestService, type TestInstitution, testIssuer, type TestService } from '../../testing/service';

let service: TestService;
let school: TestInstitution;
let page: Page;
let admin: Person;
let standIn: OidcStandIn;

beforeAll(async () => {
  service = await startTestService();
  school = await service.createInstitution();
  page = await pageOf(service, school);
  admin = await page.signIn({ role: 'admin' });
  standIn = await startOidcStandIn();
  oidc.issuer = standIn.issuer;
});

type Shown = Record<string, unknown> & { id: string };

const path = '/v1/sign-in-providers';
const send = (method: string, at: string, body?: unknown) => page.send(method, at, body, admin.headers);
const outcome = ({ status, code }: Answer) => [status, code];
const shown = ({ body }: Answer) => body as Shown;
const atOf = ({ body }: Answer) => (body as { errors?: { path: string }[] }).errors?.map((each) => each.path);
const oidc = {
  kind: 'oidc',
  name: 'University account',
  issuer: 'https://login.example.edu',
  clientId: 'homecoming',
  clientSecret: 'canary-of-a-client-secret',
};

describe('a provider', () => {
  it('is registered by an admin, changed and removed, and each is in the audit log', async () => {
    const made = await send('POST', path, oidc);
    expect([made.status, shown(made)]).toEqual([
      201,
      expect.objectContaining({
        ...{ kind: 'oidc', issuer: oidc.issuer, clientId: 'homecoming', hasClientSecret: true },
        redirectUri: expect.stringMatching(
          /^https:.*\/v1\/auth\/oidc\/sip_[0-9a-z]{26}\/callback$/,
        ) as string,
        ...{ trustsEmail: true, enabled: true },
      }),
    ]);
    const at = `${path}/${shown(made).id}`;
    const changed = await send('PATCH', at, { name: 'Staff', clientSecret: null, trustsEmail: false });
    expect(shown(changed)).toMatchObject({ name: 'Staff', hasClientSecret: false, trustsEmail: false });
    expect(shown(await send('GET', at))).toEqual(shown(changed));
    expect((await send('DELETE', at)).status).toBe(204);
    expect(outcome(await send('GET', at))).toEqual([404, 'not_found']);
    const { body } = await send('GET', '/v1/audit-log?limit=100');
    const actions = (body as { data: { action: string }[] }).data.map(({ action }) => action);
    for (const what of ['created', 'updated', 'deleted'])
      expect(actions).toContain(`sign_in_provider.${what}`);
  });

  it('keeps its client secret to itself: in no answer, no log of the institution, no row', async () => {
    const made = await send('POST', path, oidc);
    const at = `${path}/${shown(made).id}`;
    const audit = await send('GET', '/v1/audit-log?limit=100');
    for (const { body } of [made, await send('GET', at), await send('GET', path), audit])
      expect(JSON.stringify(body)).not.toContain(oidc.clientSecret);
    const rows = await asOwner(service.ownerUrl, (owner) =>
      owner.query<{ row: string }>({
        text: `select encode(client_secret, 'escape') || p::text as row from sign_in_providers p where client_secret is not null`,
      }),
    );
    expect(rows.length).toBeGreaterThan(0);
    for (const { row } of rows) expect(row).not.toContain('canary');
  });

  it('is a host with its keys; only their public part is kept, and only what is known of it', async () => {
    const key = await newSigningKey();
    const draft = { kind: 'host', name: 'Site', issuer: 'https://www.example.edu' };
    const jwks = { keys: [{ ...key.jwk, x5u: 'https://attacker.example' }] };
    const made = await send('POST', path, { ...draft, jwks });
    const audience = `${testIssuer}/${school.institution.slug}`;
    expect(shown(made)).toMatchObject({ jwks: { keys: [key.jwk] }, audience });
    expect(JSON.stringify(made.body)).not.toContain('x5u');
    expect(outcome(await send('POST', path, { ...draft, jwks }))).toEqual([409, 'issuer_taken']);
    const jwksUrl = 'https://www.example.edu/keys.json';
    const changed = shown(await send('PATCH', `${path}/${shown(made).id}`, { jwksUrl }));
    expect([changed.jwks, changed.jwksUrl]).toEqual([undefined, jwksUrl]);
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['an issuer that is no address', { issuer: 'login' }, '/issuer'],
    ['an issuer on a private network', { issuer: 'https://10.0.0.1' }, '/issuer'],
    ['an issuer on this machine', { issuer: 'https://localhost' }, '/issuer'],
    ['no client id', { clientId: undefined }, '/clientId'],
    ['keys of the other kind', { jwksUrl: 'https://www.example.edu/keys' }, '/jwksUrl'],
    ['a host without keys', { kind: 'host', clientId: undefined, clientSecret: undefined }, '/jwks'],
    [
      'a host with a client secret',
      { kind: 'host', clientId: undefined, jwksUrl: 'https://a.example/' },
      '/clientSecret',
    ],
    ['an unknown property', { trusted: true }, '/trusted'],
  ])('is refused with %s', async (_, change, where) => {
    const answer = await send('POST', path, { ...oidc, ...change });
    expect([...outcome(answer), atOf(answer)]).toEqual([400, 'invalid_request', [where]]);
  });

  it.each<[string, () => Promise<Record<string, unknown>> | Record<string, unknown>]>([
    ['a private key', async () => ({ ...(await newSigningKey()).jwk, d: 'c2VjcmV0' })],
    ['a key that is not whole', () => ({ kty: 'EC', crv: 'P-256', x: 'AA' })],
    ['an RSA key without a modulus', () => ({ kty: 'RSA', e: 'AQAB' })],
    [
      'a curve of others',
      () => ({ kty: 'OKP', crv: 'X25519', x: Buffer.alloc(32, 9).toString('base64url') }),
    ],
  ])('is refused with %s', async (_, key) => {
    const draft = {
      kind: 'host',
      name: 'Site',
      issuer: `https://${newId()}.example`,
      jwks: { keys: [await key()] },
    };
    const answer = await send('POST', path, draft);
    expect([...outcome(answer), atOf(answer)]).toEqual([400, 'invalid_request', ['/jwks/keys/0']]);
  });

  it('with a shared key is refused', async () => {
    const draft = {
      kind: 'host',
      name: 'Site',
      issuer: 'https://a.example',
      jwks: { keys: [{ kty: 'oct', k: 'AA' }] },
    };
    expect(outcome(await send('POST', path, draft))).toEqual([400, 'invalid_request']);
  });

  it('keeps its issuer, and its kind', async () => {
    const { id } = shown(await send('POST', path, oidc));
    for (const change of [
      { issuer: 'https://attacker.example' },
      { kind: 'host' },
      { jwksUrl: 'https://a.example/' },
    ])
      expect(outcome(await send('PATCH', `${path}/${id}`, change))).toEqual([400, 'invalid_request']);
  });
});

describe('a member', () => {
  it('sees what is linked, and undoes it', async () => {
    const site = await openHostSite(service, school);
    const sub = newId();
    const exchange = async () => {
      const token = await site.sign({ claims: { sub, email: 'linked@people.example' } });
      return page.personOf(await page.send('POST', '/v1/auth/token', exchangeOf(token)));
    };
    const person = await exchange();
    const list = async () => {
      const { body } = await page.send('GET', '/v1/me/identities', undefined, person.headers);
      return (body as { data: Shown[] }).data;
    };
    const [identity] = await list();
    expect(identity).toMatchObject({ provider: 'The site', email: 'linked@people.example' });
    const at = `/v1/me/identities/${identity!.id}`;
    const other = await page.signIn();
    expect(outcome(await page.send('DELETE', at, undefined, other.headers))).toEqual([404, 'not_found']);
    expect((await page.send('DELETE', at, undefined, person.headers)).status).toBe(204);
    expect(await list()).toEqual([]);
    expect((await exchange()).member.id).toBe(person.member.id);
    expect(await list()).toHaveLength(1);
  });
});
