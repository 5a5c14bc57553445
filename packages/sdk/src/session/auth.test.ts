import { expect, onTestFinished, test, vi } from 'vitest';
import { createClientOn } from '../client';
import { AuthenticationError, ConnectionError } from '../errors';
import type { Asked, Behaviour, Reply } from '../testing/stand-in';
import { breakOff, fakeRuntime, pageOf, problem, publishableKey, startStandIn } from '../testing/stand-in';
import type { ClientOptions } from '../transport/options';
import { realRuntime } from '../transport/runtime';
import type { Member } from '../types';
import type { TokenStorage } from './token-storage';

const marie: Member = {
  id: 'mem_01jdyvbv7gen8t9pe8z5aav004',
  email: 'marie@example.org',
  role: 'alumnus',
  status: 'verified',
  hasPassword: false,
  createdAt: '2026-11-21T09:30:00.000Z',
};

const tokens = (number: number, member: Member = marie): Reply => ({
  body: { accessToken: `access-${number}`, refreshToken: `refresh-${number}`, expiresIn: 900, member },
});

/** What a storage of the host's own may be: asynchronous, and shared. */
function sharedStorage(): TokenStorage & { readonly items: Map<string, string> } {
  const items = new Map<string, string>();
  return {
    items,
    getItem: async (name) => items.get(name) ?? null,
    setItem: async (name, text) => void items.set(name, text),
    removeItem: async (name) => void items.delete(name),
  };
}

type Rule = (asked: Asked) => Reply | Behaviour | undefined;

/** A service that signs in, renews and forgets; `rule` answers first. Access tokens other than the newest have ended. */
async function startService(rule: Rule = () => undefined) {
  let issued = 0;
  const state = { rule, newest: () => `access-${issued}` };
  const answer = (asked: Asked): Reply | Behaviour => {
    const special = state.rule(asked);
    if (special) return special;
    const path = asked.url?.split('?')[0];
    if (path === '/v1/auth/codes') return { status: 202, body: '' };
    if (path === '/v1/auth/sign-out') return { status: 204 };
    // A refresh token that was just traded is given the same again.
    if (path === '/v1/auth/refresh' && asked.body.includes(`refresh-${issued - 1}`)) return tokens(issued);
    if (path?.startsWith('/v1/auth/')) return tokens(++issued);
    const token = asked.headers.authorization?.replace('Bearer ', '');
    if (token !== undefined && token !== state.newest()) return problem(401, 'expired_token');
    if (path === '/v1/directory/search') return pageOf([token ? 'Marie Curie' : 'M.']);
    if (token === undefined) return problem(401, 'missing_token');
    if (asked.method === 'DELETE' || asked.method === 'PUT') return { status: 204 };
    return path === '/v1/me/sessions' ? { body: { data: [] } } : { body: marie };
  };
  return { ...(await startStandIn({ decide: answer })), state };
}

const clientOf = (baseUrl: string, options: Partial<ClientOptions> = {}, runtime = realRuntime) =>
  createClientOn(runtime, { baseUrl, key: publishableKey, ...options });

const pathsOf = (asked: readonly Asked[]) =>
  asked.map(({ method, url }) => `${method} ${url?.split('?')[0]}`);

test('asks for a code, signs in with it, and sends the token from then on, where no cache can mix it up', async () => {
  const { baseUrl, asked } = await startService();
  const hc = clientOf(baseUrl);
  await hc.auth.requestCode('marie@example.org');
  expect(await hc.auth.verifyCode('marie@example.org', '418007', { deviceName: 'Firefox on Linux' })).toEqual(
    marie,
  );
  expect(JSON.parse(asked[1]!.body)).toEqual({
    email: 'marie@example.org',
    code: '418007',
    deviceName: 'Firefox on Linux',
  });
  expect((await hc.directory.search({ q: 'curie', company: ['a,b', 'c d'] })).data[0]?.displayName).toBe(
    'Marie Curie',
  );
  expect(asked[2]!.headers).toMatchObject({
    authorization: 'Bearer access-1',
    'homecoming-key': publishableKey,
  });
  expect(asked[2]!.url).toBe('/v1/directory/search?company=a%2Cb&company=c%20d&q=curie');
});

test('sends the challenge of the code that it has asked for, and tries the one before where the newest is wrong', async () => {
  let codes = 0;
  const { baseUrl, asked } = await startService(({ url, body }) => {
    if (url === '/v1/auth/codes')
      return { status: 202, body: { challenge: `challenge-${++codes}`, codeLength: 6 } };
    const isOld = url?.endsWith('/redeem') && !body.includes('challenge-1');
    return isOld ? problem(401, 'invalid_code') : undefined;
  });
  const hc = clientOf(baseUrl);
  expect(await hc.auth.requestCode('Marie@example.org')).toEqual({ challenge: 'challenge-1', codeLength: 6 });
  await hc.auth.requestCode('marie@example.org');
  expect(await hc.auth.verifyCode('marie@example.org', '418007')).toEqual(marie);
  expect(asked.slice(2).map(({ body }) => (JSON.parse(body) as { challenge: string }).challenge)).toEqual([
    'challenge-2',
    'challenge-1',
  ]);
});

test('confirms with a code what the host vouches for, and follows the host from then on', async () => {
  const { baseUrl, asked } = await startService(({ url }) =>
    url === '/v1/auth/token' ? problem(403, 'link_code_needed', { challenge: 'challenge-1' }) : undefined,
  );
  const hc = clientOf(baseUrl);
  const token = `e30.${btoa('{"iss":"https://www.example.edu","sub":"marie"}')}.c2ln`;
  await expect(hc.auth.followHost(token)).rejects.toMatchObject({
    code: 'link_code_needed',
    challenge: 'challenge-1',
  });
  expect(await hc.auth.confirmLink('challenge-1', '418007')).toEqual(marie);
  expect(JSON.parse(asked.at(-1)!.body)).toEqual({ code: '418007', challenge: 'challenge-1' });
  const before = asked.length;
  expect(await hc.auth.followHost(token)).toEqual(marie);
  expect(asked).toHaveLength(before);
});

test('sends the key in the address, and no token, while nobody is signed in', async () => {
  const { baseUrl, asked } = await startService();
  await clientOf(baseUrl).directory.search();
  expect(asked[0]!.url).toContain(`key=${publishableKey}`);
  expect(asked[0]!.headers.authorization).toBeUndefined();
});

test.each([
  ['verifyCode', '/v1/auth/codes/redeem'],
  ['signInWithPassword', '/v1/auth/password'],
] as const)('%s is sent once, for a try counts', async (name, path) => {
  const { baseUrl, asked } = await startService(() => breakOff);
  const hc = clientOf(baseUrl, {}, fakeRuntime());
  await expect(hc.auth[name]('marie@example.org', '418007')).rejects.toBeInstanceOf(ConnectionError);
  expect(pathsOf(asked)).toEqual([`POST ${path}`]);
});

test('renews a token that soon ends before it sends it, once for many calls', async () => {
  const { baseUrl, asked } = await startService();
  const runtime = fakeRuntime();
  const hc = clientOf(baseUrl, {}, runtime);
  await hc.auth.verifyCode('marie@example.org', '418007');
  await runtime.wait(880_000, undefined);
  await Promise.all(Array.from({ length: 20 }, () => hc.auth.getMember()));
  expect(pathsOf(asked).filter((path) => path === 'POST /v1/auth/refresh')).toHaveLength(1);
  expect(asked.filter(({ headers }) => headers.authorization === 'Bearer access-1')).toEqual([]);
});

test('a token that many calls find refused is renewed once, and each call repeated once', async () => {
  const { baseUrl, asked, state } = await startService();
  const hc = clientOf(baseUrl);
  await hc.auth.verifyCode('marie@example.org', '418007');
  const newest = state.newest;
  state.newest = () => (newest() === 'access-1' ? 'none' : newest());
  expect(await Promise.all(Array.from({ length: 10 }, () => hc.auth.getMember()))).toHaveLength(10);
  expect(pathsOf(asked).filter((path) => path === 'POST /v1/auth/refresh')).toHaveLength(1);
  state.newest = () => 'none';
  await expect(hc.auth.getMember()).rejects.toMatchObject({ code: 'expired_token' });
  expect(pathsOf(asked).slice(-3)).toEqual(['GET /v1/me', 'POST /v1/auth/refresh', 'GET /v1/me']);
});

/** Web Locks as far as they are used here: one after the other. */
function stubLocks(): void {
  let last: Promise<unknown> = Promise.resolve();
  const request = (_name: string, _options: object, work: () => Promise<unknown>) =>
    (last = last.then(work, work));
  vi.stubGlobal('navigator', { locks: { request } });
}

test.each([
  ['with locks, renew once between them', stubLocks, 1],
  ['without locks, get the same by the service’s grace', () => vi.stubGlobal('navigator', {}), 2],
] as const)('two clients on one storage, as two tabs are, %s', async (_, stub, renewals) => {
  stub();
  onTestFinished(() => void vi.unstubAllGlobals());
  const { baseUrl, asked, state } = await startService();
  const tokenStorage = sharedStorage();
  const [one, other] = [clientOf(baseUrl, { tokenStorage }), clientOf(baseUrl, { tokenStorage })];
  await one.auth.verifyCode('marie@example.org', '418007');
  expect(await other.auth.member()).toEqual(marie);
  const newest = state.newest;
  state.newest = () => (newest() === 'access-1' ? 'none' : newest());
  const calls = [one, other, one, other].map(({ auth }) => auth.getMember());
  expect(await Promise.all(calls)).toHaveLength(4);
  expect(pathsOf(asked).filter((path) => path === 'POST /v1/auth/refresh')).toHaveLength(renewals);
});

test('without locks, takes what another tab has renewed in place of ending the session', async () => {
  vi.stubGlobal('navigator', {});
  onTestFinished(() => void vi.unstubAllGlobals());
  const { baseUrl, state } = await startService();
  const tokenStorage = sharedStorage();
  const hc = clientOf(baseUrl, { tokenStorage });
  await hc.auth.verifyCode('marie@example.org', '418007');
  state.newest = () => 'access-2';
  state.rule = ({ url }) => {
    if (url !== '/v1/auth/refresh') return undefined;
    const [[name, text]] = [...tokenStorage.items] as [[string, string]];
    tokenStorage.items.set(name, text.replace('access-1', 'access-2').replace('refresh-1', 'refresh-2'));
    return problem(401, 'session_ended');
  };
  expect(await hc.auth.getMember()).toEqual(marie);
});

test('a refresh whose answer got lost is repeated within the ten seconds that the service grants', async () => {
  let tries = 0;
  const { baseUrl, state } = await startService();
  const runtime = fakeRuntime();
  const hc = clientOf(baseUrl, {}, runtime);
  await hc.auth.verifyCode('marie@example.org', '418007');
  await runtime.wait(890_000, undefined);
  const began = runtime.now();
  state.rule = ({ url }) => (url === '/v1/auth/refresh' && ++tries < 3 ? breakOff : undefined);
  expect(await hc.auth.accessToken()).toBe('access-2');
  expect(runtime.now() - began).toBeLessThan(9_000);
});

test('signs nobody out because the network or the service failed', async () => {
  const { baseUrl, state } = await startService();
  const runtime = fakeRuntime();
  const hc = clientOf(baseUrl, { maxRetries: 0 }, runtime);
  await hc.auth.verifyCode('marie@example.org', '418007');
  await runtime.wait(890_000, undefined);
  for (const failure of [breakOff, problem(503, 'unavailable'), problem(401, 'expired_key')]) {
    state.rule = () => failure;
    await expect(hc.auth.accessToken()).rejects.toThrow();
    expect(await hc.auth.member()).toEqual(marie);
  }
});

test('tells who is signed in, who no more, and why', async () => {
  const { baseUrl, state } = await startService();
  const hc = clientOf(baseUrl);
  const told: unknown[] = [];
  const stop = hc.auth.onChange((member, reason) => told.push(member?.email ?? reason ?? 'nobody'));
  await expect.poll(() => told).toEqual(['nobody']);
  await hc.auth.verifyCode('marie@example.org', '418007');
  await hc.auth.getMember();
  await hc.auth.signOut();
  await hc.auth.signInWithPassword('marie@example.org', 'pitchblende');
  for (const [status, code] of [
    [401, 'session_ended'],
    [403, 'member_banned'],
  ] as const) {
    state.rule = ({ url }) =>
      url === '/v1/me' || url === '/v1/auth/refresh' ? problem(status, code) : undefined;
    await expect(hc.auth.getMember()).rejects.toMatchObject({ code });
    state.rule = () => undefined;
    await hc.auth.verifyCode('marie@example.org', '418007');
  }
  stop();
  await hc.auth.signOut();
  const email = 'marie@example.org';
  expect(told).toEqual([
    'nobody',
    email,
    'signed_out',
    email,
    'session_ended',
    email,
    'member_banned',
    email,
  ]);
});

test('goes on reading what is public when the session has ended, and does nothing else in nobody’s name', async () => {
  const { baseUrl, asked, state } = await startService();
  const hc = clientOf(baseUrl);
  const end: Rule = ({ url, headers }) =>
    url === '/v1/auth/refresh' || headers.authorization ? problem(401, 'session_ended') : undefined;
  await hc.auth.verifyCode('marie@example.org', '418007');
  state.rule = end;
  expect((await hc.directory.search()).data[0]?.displayName).toBe('M.');
  expect(await hc.auth.member()).toBeUndefined();

  state.rule = () => undefined;
  await hc.auth.verifyCode('marie@example.org', '418007');
  state.rule = end;
  await expect(hc.auth.signOutEverywhere()).rejects.toMatchObject({ code: 'session_ended' });
  expect(pathsOf(asked).filter((path) => path === 'DELETE /v1/me/sessions')).toHaveLength(1);
});

test('signing out forgets the tokens even where the service can’t be told', async () => {
  const { baseUrl, asked, state } = await startService();
  const hc = clientOf(baseUrl, { maxRetries: 0 });
  await hc.auth.verifyCode('marie@example.org', '418007');
  state.rule = () => breakOff;
  await expect(hc.auth.signOut()).rejects.toBeInstanceOf(ConnectionError);
  expect(await hc.auth.accessToken()).toBeUndefined();
  expect(JSON.parse(asked.at(-1)!.body)).toEqual({ refreshToken: 'refresh-1' });
  await hc.auth.signOut();
});

test('a renewal that was under way does not sign in again who has signed out', async () => {
  let release = () => {};
  const { baseUrl, asked, state } = await startService();
  const runtime = fakeRuntime();
  const hc = clientOf(baseUrl, {}, runtime);
  await hc.auth.verifyCode('marie@example.org', '418007');
  await runtime.wait(890_000, undefined);
  const { body } = tokens(2);
  state.rule = ({ url }) =>
    url === '/v1/auth/refresh'
      ? (response) => (release = () => response.end(JSON.stringify(body)))
      : undefined;
  const renewal = hc.auth.accessToken();
  await expect.poll(() => asked.length).toBe(2);
  await hc.auth.signOut();
  release();
  expect(await renewal).toBeUndefined();
  expect(await hc.auth.member()).toBeUndefined();
});

test('an aborted call stops waiting for the renewal that others wait for too', async () => {
  let release = () => {};
  const { baseUrl, state, asked } = await startService();
  const runtime = fakeRuntime();
  const hc = clientOf(baseUrl, {}, runtime);
  await hc.auth.verifyCode('marie@example.org', '418007');
  await runtime.wait(890_000, undefined);
  const { body } = tokens(2);
  state.newest = () => 'access-2';
  state.rule = ({ url }) =>
    url === '/v1/auth/refresh'
      ? (response) => (release = () => response.end(JSON.stringify(body)))
      : undefined;
  const aborter = new AbortController();
  const stopped = hc.auth.getMember({ signal: aborter.signal });
  const waiting = hc.auth.getMember();
  await expect.poll(() => asked.length).toBe(2);
  aborter.abort(new Error('enough'));
  await expect(stopped).rejects.toThrow('enough');
  release();
  expect(await waiting).toEqual(marie);
});

test('keeps institutions apart on one storage, and takes over nothing that is no session', async () => {
  const { baseUrl } = await startService();
  const tokenStorage = sharedStorage();
  await clientOf(baseUrl, { tokenStorage }).auth.verifyCode('marie@example.org', '418007');
  const other = clientOf(baseUrl, { tokenStorage, key: 'pk_test_01jdyvbv7gen8t9pe8z5aav999_other' });
  expect(await other.auth.member()).toBeUndefined();
  const renamed = clientOf(baseUrl, { tokenStorage, key: 'pk_test_01jdyvbv7gen8t9pe8z5aav000_newkey' });
  expect(await renamed.auth.member()).toEqual(marie);
  for (const text of ['', '{', 'null', '[]', '{"accessToken":"x"}']) {
    for (const name of tokenStorage.items.keys()) tokenStorage.items.set(name, text);
    expect(await renamed.auth.accessToken()).toBeUndefined();
  }
});

test('lists sessions and ends one', async () => {
  const { baseUrl, asked } = await startService();
  const hc = clientOf(baseUrl);
  await expect(hc.auth.listSessions()).rejects.toBeInstanceOf(AuthenticationError);
  await hc.auth.verifyCode('marie@example.org', '418007');
  expect(await hc.auth.listSessions()).toEqual([]);
  await hc.auth.endSession('ses_01jdyvbv7gen8t9pe8z5aav005');
  await hc.auth.setPassword('a long enough password');
  expect((await hc.auth.member())?.hasPassword).toBe(true);
  await hc.auth.signOutEverywhere();
  expect(await hc.auth.member()).toBeUndefined();
  expect(pathsOf(asked).slice(2)).toEqual([
    'GET /v1/me/sessions',
    'DELETE /v1/me/sessions/ses_01jdyvbv7gen8t9pe8z5aav005',
    'GET /v1/me',
    'PUT /v1/me/password',
    'DELETE /v1/me/sessions',
  ]);
});

test('a storage that is none is refused at once; one that the machine has not is memory', async () => {
  const options = { baseUrl: 'https://alumni.example.edu' };
  expect(() => clientOf(options.baseUrl, { tokenStorage: 'cookie' as never })).toThrow(TypeError);
  expect(() => clientOf(options.baseUrl, { tokenStorage: {} as never })).toThrow(/getItem/);
  expect(() => clientOf(options.baseUrl, { tokenStorage: null as never })).toThrow(TypeError);
  const { baseUrl } = await startService();
  vi.stubGlobal('sessionStorage', undefined);
  onTestFinished(() => void vi.unstubAllGlobals());
  const hc = clientOf(baseUrl, { tokenStorage: 'sessionStorage' });
  await hc.auth.verifyCode('marie@example.org', '418007');
  expect(await hc.auth.accessToken()).toBe('access-1');
});
