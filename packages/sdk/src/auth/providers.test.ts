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
  const page = { gone: [] as string[], shown: href, items };
  const url = new URL(href);
  const { hash, pathname, search } = url;
  vi.stubGlobal('location', {
    href,
    hash,
    pathname,
    search,
    assign: (to: string) => void page.gone.push(to),
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
  const start = new URL(before.gone[0]!);
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
