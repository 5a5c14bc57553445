import { beforeAll, describe, expect, it } from 'vitest';
import type { Problem } from '../../contract/problems';
import { encodeUuid } from '../../platform/ids';
import { asOwner } from '../../platform/owner';
import { startTestService, type TestInstitution, type TestService } from '../../testing/service';
import { callRaw } from '../../testing/wire';
import { keyAuthenticator, updateKeyOrigins } from '.';

let service: TestService;
let school: TestInstitution;

beforeAll(async () => {
  service = await startTestService();
  school = await service.createInstitution();
});

/** An authenticator that remembers nothing yet, at a time of its own. */
const authenticator = (now = new Date()) => keyAuthenticator(service.database, () => now).authenticate;
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'accepted',
    (problem: Problem) => problem.code,
  );
const revoke = (key: string) =>
  asOwner(service.ownerUrl, (owner) =>
    owner.query({ text: 'update api_keys set revoked_at = now() where digest = sha256($1::text::bytea)' }, [
      key,
    ]),
  );

describe('a key', () => {
  it('tells its kind, mode and institution, and 160 random bits', async () => {
    const id = encodeUuid(school.institution.id);
    const [secret, other, publishable] = await Promise.all([
      school.createKey(),
      school.createKey(),
      school.createKey({ kind: 'publishable' }),
    ]);
    expect(secret).toMatch(new RegExp(`^sk_test_${id}_[0-9a-f]{40}$`));
    expect(publishable).toMatch(new RegExp(`^pk_test_${id}_[0-9a-f]{40}$`));
    expect(secret).not.toBe(other);
  });

  it('is kept as its hash only, unless it is publishable', async () => {
    const [secret, publishable] = await Promise.all([
      school.createKey(),
      school.createKey({ kind: 'publishable' }),
    ]);
    const rows = await asOwner(service.ownerUrl, (owner) =>
      owner.query<{ row: string }>({ text: 'select k::text as row from api_keys k' }),
    );
    const kept = rows.map(({ row }) => row).join('\n');
    expect(kept).toContain(publishable);
    expect(kept).not.toContain(secret);
    expect(kept).not.toContain(secret.split('_')[3]);
  });

  it('opens its own institution, with its scopes or origins', async () => {
    const secret = await school.createKey({ scopes: ['directory:read'] });
    const publishable = await school.createKey({ kind: 'publishable', origins: ['https://a.example'] });
    const authenticate = authenticator();
    const { institution, principal } = await authenticate(secret);
    expect(institution).toEqual(school.institution);
    expect(principal).toMatchObject({ kind: 'secret', scopes: ['directory:read'] });
    expect((await authenticate(publishable)).principal).toMatchObject({
      kind: 'publishable',
      origins: ['https://a.example'],
    });
  });

  it('ends at its time, also where it is remembered', async () => {
    const expiresAt = new Date('2030-01-01T00:00:00Z');
    const key = await school.createKey({ expiresAt });
    let now = new Date(expiresAt.getTime() - 1);
    const authenticate = keyAuthenticator(service.database, () => now).authenticate;
    expect(await codeOf(authenticate(key))).toBe('accepted');
    now = expiresAt;
    expect(await codeOf(authenticate(key))).toBe('expired_key');
  });

  it('is unknown once revoked, to whoever does not remember it', async () => {
    const key = await school.createKey();
    expect(await codeOf(authenticator()(key))).toBe('accepted');
    await revoke(key);
    expect(await codeOf(authenticator()(key))).toBe('invalid_key');
  });

  it('is remembered for a second at most once revoked', { timeout: 10_000 }, async () => {
    const key = await school.createKey();
    const authenticate = authenticator();
    expect(await codeOf(authenticate(key))).toBe('accepted');
    await revoke(key);
    const revokedAt = performance.now();
    // Asked all the time: being asked for must not keep it alive.
    while ((await codeOf(authenticate(key))) === 'accepted') {
      expect(performance.now() - revokedAt).toBeLessThan(2_000);
      await new Promise(setImmediate);
    }
    expect(await codeOf(authenticate(key))).toBe('invalid_key');
  });

  it('is unknown once its institution is deleted', async () => {
    const closing = await service.createInstitution();
    const key = await closing.createKey();
    await asOwner(service.ownerUrl, (owner) =>
      owner.query({ text: 'update institutions set deleted_at = now() where id = $1' }, [
        closing.institution.id,
      ]),
    );
    expect(await codeOf(authenticator()(key))).toBe('invalid_key');
  });

  it('is good in no other institution, whatever its text says', async () => {
    const other = await service.createInstitution();
    const key = await school.createKey();
    const moved = key.replace(encodeUuid(school.institution.id), encodeUuid(other.institution.id));
    expect(await codeOf(authenticator()(moved))).toBe('invalid_key');
  });

  it('is asked of the database once by calls that come together', async () => {
    const key = await school.createKey();
    const authenticate = authenticator();
    const callers = await Promise.all(Array.from({ length: 50 }, () => authenticate(key)));
    expect(new Set(callers.map(({ institution }) => institution)).size).toBe(1);
  });

  it('is not remembered as unknown because the database failed', async () => {
    const key = await school.createKey();
    let down = true;
    const flaky = {
      of: (id: string) =>
        down ? { query: () => Promise.reject(new Error('down')) } : service.database.of(id),
    };
    const authenticate = keyAuthenticator(flaky as never, () => new Date()).authenticate;
    await expect(authenticate(key)).rejects.toThrow('down');
    down = false;
    expect(await codeOf(authenticate(key))).toBe('accepted');
  });
});

describe('allowed origins', () => {
  const allowed = [
    'https://northbridge.edu',
    'https://*.northbridge.edu',
    'http://localhost:*',
    'https://alumni.northbridge.edu:8443',
  ];
  let key: string;
  beforeAll(async () => {
    key = await school.createKey({ kind: 'publishable', origins: allowed });
  });
  const ask = async (origin: string, asked = key) =>
    callRaw(service.origin, { path: '/v1/batches', headers: { 'Homecoming-Key': asked, Origin: origin } });

  it.each([
    'https://northbridge.edu', 'https://www.northbridge.edu', 'https://a.b.northbridge.edu', 'https://xn--bcher-kva.northbridge.edu',
    'https://alumni_office.northbridge.edu',
    'http://localhost:3000', 'http://localhost:1', 'https://alumni.northbridge.edu:8443',
  ])('take %s', async (origin) => {
    expect((await ask(origin)).status).toBe(200);
  }); // prettier-ignore

  it.each([
    'https://evil-northbridge.edu', 'https://northbridge.edu.evil.com', 'https://evilnorthbridge.edu', 'http://northbridge.edu',
    'http://www.northbridge.edu', 'null', 'https://NORTHBRIDGE.edu', 'https://northbridge.edu/', 'https://northbridge.edu:8443',
    'https://www.northbridge.edu:8443', 'https://.northbridge.edu', 'https://a..northbridge.edu',
    'https://evil.com/.northbridge.edu', 'https://evil.com?.northbridge.edu', 'https://evil.com#.northbridge.edu',
    'https://evil.com:80.northbridge.edu', 'https://user@www.northbridge.edu', 'https://evil.com\\.northbridge.edu', '*',
    'http://localhost', 'http://localhost:', 'http://localhost:80.evil.com', 'http://localhost:3000/',
    'http://localhost.evil.com:3000', 'https://localhost:3000', 'https://northbridge.edu https://evil.com', 'file://',
    'https://www.northbridge.edu.', 'https://northbridge.edu.',
  ])('refuse %s', async (origin) => {
    const answer = await ask(origin);
    expect([answer.status, (JSON.parse(answer.text) as { code: string }).code]).toEqual([403, 'origin_not_allowed']);
    // Readable to the page, and kept by nobody.
    expect(answer.headers).toMatchObject({ 'access-control-allow-origin': '*', 'cache-control': 'no-store' });
  }); // prettier-ignore

  it('refuse every page where there are none', async () => {
    const closed = await school.createKey({ kind: 'publishable', origins: [] });
    expect((await ask('https://northbridge.edu', closed)).status).toBe(403);
  });

  it('hold for callers that come without an origin only in that pages must send one', async () => {
    const answer = await callRaw(service.origin, { path: `/v1/batches?key=${key}` });
    expect(answer.status).toBe(200);
  });

  it('can be changed for one key without touching another', async () => {
    const [one, two] = [
      await school.createKey({ kind: 'publishable' }),
      await school.createKey({ kind: 'publishable' }),
    ];
    await updateKeyOrigins(school.scope, one, ['https://new.example']);
    const authenticate = authenticator();
    expect((await authenticate(one)).principal).toMatchObject({ origins: ['https://new.example'] });
    expect((await authenticate(two)).principal).toMatchObject({ origins: ['https://allowed.example'] });
    const other = await service.createInstitution();
    const updating = updateKeyOrigins(other.scope, two, ['https://evil.example']);
    expect(await codeOf(updating)).toBe('not_found');
    expect((await authenticator()(two)).principal).toMatchObject({ origins: ['https://allowed.example'] });
  });
});
