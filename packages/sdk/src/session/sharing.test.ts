import { expect, test } from 'vitest';
import { createAuthClient } from '../auth';
import { createDirectoryClient } from '../directory';
import { createMemberClient } from '../me';
import type { Asked, Behaviour, Reply } from '../testing/stand-in';
import { pageOf, problem, publishableKey, startStandIn } from '../testing/stand-in';
import { sessionNameOf } from './kept-name';

const member = {
  id: 'mem_01jdyvbv7gen8t9pe8z5aav004',
  email: 'marie@example.org',
  role: 'alumnus',
  status: 'verified',
  hasPassword: false,
  createdAt: '2026-11-21T09:30:00.000Z',
};

/** A service whose first access token has ended by the next call. */
async function startService() {
  const decide = ({ url, headers }: Asked): Reply | Behaviour => {
    const tokens = (number: number): Reply => ({
      body: { accessToken: `access-${number}`, refreshToken: `refresh-${number}`, expiresIn: 900, member },
    });
    const path = url?.split('?')[0];
    if (path === '/v1/auth/codes/redeem') return tokens(1);
    if (path === '/v1/auth/refresh') return tokens(2);
    if (headers.authorization === undefined) return pageOf(['M.']);
    if (headers.authorization !== 'Bearer access-2') return problem(401, 'expired_token');
    return path === '/v1/directory/search' ? pageOf(['Marie Curie']) : { body: { data: [] } };
  };
  return startStandIn({ decide });
}

test('shares a session kept in memory with other clients, which renew it once', async () => {
  const { baseUrl, asked } = await startService();
  const options = { baseUrl, key: publishableKey };
  const { auth } = createAuthClient(options);
  const own = createMemberClient({ ...options, auth });
  const directory = createDirectoryClient({ ...options, fetch: auth.fetch });
  expect((await directory.directory.search()).data[0]!.displayName).toBe('M.');
  await auth.verifyCode('marie@example.org', '418007');
  const [{ data }] = await Promise.all([directory.directory.search(), own.me.listClaims()]);
  expect(data[0]!.displayName).toBe('Marie Curie');
  expect(await own.auth.member()).toEqual(member);
  expect(asked.filter(({ url }) => url === '/v1/auth/refresh')).toHaveLength(1);
  await auth.signOut();
  expect(await own.auth.member()).toBeUndefined();
  expect((await directory.directory.search()).data[0]!.displayName).toBe('M.');
});

test('never sends the token to another address', async () => {
  const { baseUrl } = await startService();
  const elsewhere = await startService();
  const { auth } = createAuthClient({ baseUrl, key: publishableKey });
  await auth.verifyCode('marie@example.org', '418007');
  for (const url of [
    elsewhere.baseUrl,
    `${elsewhere.baseUrl}/v1/me`,
    `${baseUrl}.example/v1/me`,
    `${baseUrl}@example.org/`,
    '/v1/me',
  ])
    await expect(auth.fetch(url, {})).rejects.toThrow(TypeError);
  expect(elsewhere.asked).toEqual([]);
  const inFolder = createAuthClient({ baseUrl: `${elsewhere.baseUrl}/alumni`, key: publishableKey });
  await expect(inFolder.auth.fetch(`${elsewhere.baseUrl}/alumni/../shop`, {})).rejects.toThrow(TypeError);
  expect(elsewhere.asked).toEqual([]);
});

test('names a session for the service, the institution and the mode, not for the key', () => {
  const name = (key: string, baseUrl = 'https://alumni.example.edu') => sessionNameOf({ baseUrl, key });
  expect(name('pk_test_northbridge_1')).toBe(name('pk_test_northbridge_2'));
  expect(name('pk_test_northbridge_1')).toBe(name('pk_test_northbridge_1', 'https://alumni.example.edu/'));
  const others = [
    name('pk_live_northbridge_1'),
    name('pk_test_southbridge_1'),
    name('pk_test_northbridge_1', 'https://example.org'),
  ];
  expect(new Set([name('pk_test_northbridge_1'), ...others]).size).toBe(4);
  expect(
    createAuthClient({ baseUrl: 'https://alumni.example.edu', key: 'pk_test_northbridge_1' }).auth
      .sessionName,
  ).toBe(name('pk_test_northbridge_1'));
});
