import { createHash } from 'node:crypto';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createClient } from '../client';
import { problem, publishableKey, startStandIn } from '../testing/stand-in';

const member = {
  id: 'mem_01jdyvbv7gen8t9pe8z5aav004',
  email: 'marie@example.org',
  role: 'alumnus',
  status: 'verified',
  hasPassword: false,
  createdAt: '2026-11-21T09:30:00.000Z',
};
const signedIn = { body: { accessToken: 'access', refreshToken: 'refresh', expiresIn: 900, member } };

/** As much of a page as signing in at a provider touches. */
function openPage(href: string, items = new Map<string, string>()) {
  const page = { gone: [] as { href: string; referrerPolicy: string }[], shown: href, items };
  const url = new URL(href);
  const { hash, pathname, search } = url;
  vi.stubGlobal('location', { href, hash, pathname, search });
  vi.stubGlobal('document', {
    createElement: () => {
      const link = { href: '', referrerPolicy: '', click: () => void page.gone.push(link) };
      return link;
    },
  });
  vi.stubGlobal('history', {
    state: null,
    replaceState: (_: unknown, __: string, to: string) => void (page.shown = new URL(to, href).href),
  });
  vi.stubGlobal('sessionStorage', {
    getItem: (name: string) => items.get(name) ?? null,
    setItem: (name: string, text: string) => void items.set(name, text),
    removeItem: (name: string) => void items.delete(name),
  });
  onTestFinished(() => void vi.unstubAllGlobals());
  return page;
}

test('sends the page to a provider with a challenge, and redeems what it comes back with by the verifier', async () => {
  const { baseUrl, asked } = await startStandIn(signedIn);
  const hc = createClient({ baseUrl, key: publishableKey });
  const before = openPage('https://www.example.edu/alumni?a=b#here');
  await hc.auth.signInWithProvider('sip_01jdyvbv7gen8t9pe8z5aav006');
  expect(before.gone).toMatchObject([{ referrerPolicy: 'origin' }]);
  const start = new URL(before.gone[0]!.href);
  expect(start.origin + start.pathname).toBe(`${baseUrl}/v1/auth/oidc/sip_01jdyvbv7gen8t9pe8z5aav006/start`);
  expect(start.searchParams.get('key')).toBe(publishableKey);
  expect(start.searchParams.get('returnTo')).toBe('https://www.example.edu/alumni?a=b');
  const after = openPage('https://www.example.edu/alumni?a=b#hc_grant=hcg_1-a', before.items);
  expect(await hc.auth.completeSignIn({ deviceName: 'Firefox' })).toEqual(member);
  expect(after.shown).toBe('https://www.example.edu/alumni?a=b');
  const { grant, verifier, deviceName } = JSON.parse(asked[0]!.body) as Record<string, string>;
  expect([grant, deviceName]).toEqual(['hcg_1-a', 'Firefox']);
  const digest = createHash('sha256').update(verifier!).digest('base64url');
  expect(start.searchParams.get('challenge')).toBe(digest);
  expect(after.items.size).toBe(0);
  expect(await hc.auth.member()).toEqual(member);
});

test('a grant that this tab has not asked for is taken out of the address, and sent nowhere', async () => {
  const { baseUrl, asked } = await startStandIn(signedIn);
  const hc = createClient({ baseUrl, key: publishableKey });
  for (const fragment of ['hc_grant=hcg_1_attacker', 'hc_error=member_banned']) {
    const page = openPage(`https://www.example.edu/alumni#${fragment}`);
    expect(await hc.auth.completeSignIn()).toBeUndefined();
    expect(page.shown).toBe('https://www.example.edu/alumni');
  }
  expect(asked).toEqual([]);
});

test('a page’s own fragment stays, and outside of a page there is nothing to complete', async () => {
  const hc = createClient({ baseUrl: 'https://api.example', key: publishableKey });
  const page = openPage('https://www.example.edu/alumni#/people');
  expect(await hc.auth.completeSignIn()).toBeUndefined();
  expect(page.shown).toBe('https://www.example.edu/alumni#/people');
  vi.unstubAllGlobals();
  expect(await hc.auth.completeSignIn()).toBeUndefined();
  await expect(hc.auth.signInWithProvider('sip_1')).rejects.toThrow(TypeError);
});

test('comes back to what an address can be: without odd characters, and not too long', async () => {
  const hc = createClient({ baseUrl: 'https://api.example', key: publishableKey });
  const page = openPage('https://www.example.edu/alumni?a={b}|c');
  await hc.auth.signInWithProvider('sip_1');
  await hc.auth.signInWithProvider('sip_1', { returnTo: `/news?of=${'a'.repeat(2_000)}` });
  expect(page.gone.map(({ href }) => new URL(href).searchParams.get('returnTo'))).toEqual([
    'https://www.example.edu/alumni?a=%7Bb%7D%7Cc',
    'https://www.example.edu/news',
  ]);
});

test('where the visitor’s settings refuse storage, nobody comes back, and nothing fails', async () => {
  const hc = createClient({ baseUrl: 'https://api.example', key: publishableKey });
  const page = openPage('https://www.example.edu/alumni#hc_grant=hcg_1-a');
  Object.defineProperty(globalThis, 'sessionStorage', {
    configurable: true,
    get: () => {
      throw new DOMException('refused', 'SecurityError');
    },
  });
  expect(await hc.auth.completeSignIn()).toBeUndefined();
  expect(page.shown).toBe('https://www.example.edu/alumni');
});

test('says why nobody was signed in, once', async () => {
  const hc = createClient({ baseUrl: 'https://api.example', key: publishableKey });
  const { items } = openPage('https://www.example.edu/alumni');
  await hc.auth.signInWithProvider('sip_1');
  openPage('https://www.example.edu/alumni#hc_error=email_not_verified', items);
  await expect(hc.auth.completeSignIn()).rejects.toMatchObject({
    name: 'ApiError',
    code: 'email_not_verified',
  });
});

test('trades the host site’s token in the words of RFC 8693, and never sends one twice', async () => {
  const { baseUrl, asked } = await startStandIn(signedIn, problem(503, 'unavailable'));
  const hc = createClient({ baseUrl, key: publishableKey });
  expect(await hc.auth.exchangeToken('a.b.c')).toEqual(member);
  expect([asked[0]!.url, JSON.parse(asked[0]!.body)]).toEqual([
    '/v1/auth/token',
    {
      grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
      subject_token: 'a.b.c',
      subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
    },
  ]);
  await expect(hc.auth.exchangeToken('a.b.c')).rejects.toMatchObject({ code: 'unavailable' });
  expect(asked).toHaveLength(2);
});

test('follows the host site: keeps whom it names, signs anybody else out first, and ends what it has opened', async () => {
  const { baseUrl, asked } = await startStandIn({
    decide: ({ url }) => (url === '/v1/auth/sign-out' ? { status: 204 } : signedIn),
  });
  const hc = createClient({ baseUrl, key: publishableKey });
  const paths = () => asked.splice(0).map(({ url }) => url!.replace('/v1/auth/', ''));
  const tokenOf = (sub: string) =>
    `e30.${Buffer.from(JSON.stringify({ iss: 'https://www.example.edu', sub, jti: Math.random() })).toString('base64url')}.c2ln`;
  expect(await hc.auth.followHost(undefined)).toBeUndefined();
  expect(await hc.auth.followHost(tokenOf('Ålice'))).toEqual(member);
  expect(paths()).toEqual(['token']);
  expect(await hc.auth.followHost(tokenOf('Ålice'))).toEqual(member);
  expect(paths()).toEqual([]);
  expect(await hc.auth.followHost(tokenOf('Bob'))).toEqual(member);
  expect(paths()).toEqual(['sign-out', 'token']);
  expect(await hc.auth.followHost(undefined)).toBeUndefined();
  expect(paths()).toEqual(['sign-out']);
  await hc.auth.verifyCode('marie@example.org', '418007');
  expect(await hc.auth.followHost(undefined)).toEqual(member);
  expect(paths()).toEqual(['codes/redeem']);
  expect(await hc.auth.followHost(tokenOf('Bob'))).toEqual(member);
  expect(paths()).toEqual(['sign-out', 'token']);
});
