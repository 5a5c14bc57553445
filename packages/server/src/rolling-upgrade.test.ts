import { beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from './config';
import { startService } from './main';
import { atEnd } from './testing/at-end';
import { hasReleaseBefore, openReleaseBefore, type ReleaseBefore } from './testing/release-before';
import { testSecret } from './testing/secret';
import { createEmptyDatabase } from './testing/service';
import { callRaw } from './testing/wire';

/*
 * The release before and this one on one database, as while an upgrade rolls: the old processes go on while the first new one
 * migrates, and then both serve until the last old one has ended.
 */
describe.runIf(hasReleaseBefore)('while an upgrade rolls, the release before', () => {
  let before: ReleaseBefore;
  let old: string;
  let present: string;
  let key: string;
  let profileId: string;
  let answersOfOld: string[];

  const call = (origin: string, method: string, path: string, body?: object) =>
    callRaw(origin, {
      method,
      path,
      headers: { 'Homecoming-Key': key, 'Content-Type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
  const json = (text: string) =>
    JSON.parse(text) as { id: string; familyName?: string; data: { subject?: { id: string } }[] };

  /** Reads and writes of every kind, on each connection of the pool, so that each has its statements prepared. */
  async function useAll(origin: string): Promise<string[]> {
    const reads = [
      `/v1/profiles/${profileId}`, `/v1/profiles?ids=${profileId}`, '/v1/batches', '/v1/directory/search?q=lovelace',
      '/v1/directory/search?company=analytical', '/v1/directory/suggest?q=love', '/v1/changes?limit=5', '/v1/changes/consumers',
      '/v1/degree-lists', '/v1/keys', '/v1/members', '/v1/claims', '/v1/audit-log', '/v1/invitations', '/v1/bulk-actions',
      '/v1/sign-in-providers', '/v1/address-domains', '/v1/tasks', '/v1/webhook-endpoints',
    ]; // prettier-ignore
    const mail = () => `${crypto.randomUUID()}@people.example`;
    const writes: [string, string, () => object][] = [
      ['POST', '/v1/profiles', () => ({ familyName: 'Lovelace', degrees: [{ batchYear: 1835 }] })],
      ['PATCH', `/v1/profiles/${profileId}`, () => ({ headline: crypto.randomUUID() })],
      ['POST', '/v1/invitations', () => ({ email: mail() })],
      ['POST', '/v1/auth/codes', () => ({ email: mail() })],
    ];
    const calls = Array.from({ length: 12 }, () => [
      ...reads.map((path) => call(origin, 'GET', path).then(({ status }) => `${status} GET ${path}`)),
      ...writes.map(([method, path, body]) =>
        call(origin, method, path, body()).then(({ status }) => `${status} ${method} ${path}`),
      ),
    ]);
    return [...new Set(await Promise.all(calls.flat()))].sort();
  }

  beforeAll(async () => {
    const url = await createEmptyDatabase();
    const env = {
      PORT: '0',
      DATABASE_URL: url,
      HOMECOMING_SECRET: testSecret.padEnd(32, '.'),
      RATE_LIMITS: '',
    };
    before = await openReleaseBefore(env);
    old = await before.start();
    await before.run('institutions', 'create', 'analytical');
    const scopes = [
      'directory:read',
      'directory:write',
      'directory:private',
      'members:read',
      'members:write',
      'claims:read',
      'degrees:verify',
      'keys:manage',
      'webhooks:manage',
      'sign_in:manage',
      'audit:read',
    ];
    key = await before.run(
      'keys',
      'create',
      '--institution',
      'analytical',
      '--kind',
      'secret',
      ...scopes.flatMap((scope) => ['--scope', scope]),
    );
    const made = await call(old, 'POST', '/v1/profiles', { familyName: 'Lovelace', company: 'Analytical' });
    profileId = json(made.text).id;
    answersOfOld = await useAll(old);
    const service = await startService(
      readConfig({ ...env, LOG_LEVEL: 'silent' }),
      () => undefined,
      new AbortController().signal,
    );
    atEnd(() => service.stop());
    present = service.origin;
  });

  it('answers as before on the new schema', async () => {
    expect(answersOfOld.filter((answer) => answer.startsWith('5'))).toEqual([]);
    expect(await useAll(old)).toEqual(answersOfOld);
  });

  it('and this one serve the same, each with what the other has written', async () => {
    const answers = await useAll(present);
    expect(answers.filter((answer) => answer.startsWith('5'))).toEqual([]);
    for (const [writer, reader] of [
      [old, present],
      [present, old],
    ] as const) {
      const familyName = `Byron ${crypto.randomUUID()}`;
      const { id } = json(
        (await call(writer, 'POST', '/v1/profiles', { familyName, degrees: [{ batchYear: 1834 }] })).text,
      );
      expect(json((await call(reader, 'GET', `/v1/profiles/${id}`)).text).familyName).toBe(familyName);
      const found = await call(
        reader,
        'GET',
        `/v1/directory/search?q=${encodeURIComponent(familyName)}&audience=private`,
      );
      expect(found.text).toContain(id);
      expect((await call(reader, 'PATCH', `/v1/profiles/${id}`, { headline: 'Poet' })).status).toBe(200);
      expect((await call(writer, 'DELETE', `/v1/profiles/${id}`)).status).toBe(204);
      expect((await call(reader, 'GET', `/v1/profiles/${id}`)).status).toBe(404);
    }
  });
});
