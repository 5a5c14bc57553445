import { beforeAll, expect, it } from 'vitest';
import { startTestService, type TestInstitution, type TestService } from '../../testing/service';
import { loadProfiles } from './load';
import type { ProfileCreate } from './profiles';

let service: TestService;
let school: TestInstitution;

beforeAll(async () => {
  service = await startTestService();
});

const people = async () => {
  const text = `select external_id as id, coalesce(display_name, concat_ws(' ', given_name, family_name)) as name, city, email
                  from profiles order by created_at, external_id`;
  return school.scope.db.query<{ id: string; name: string; city: string; email: string }>({ text });
};
const counted = async () => (await people()).length;

it('loads everybody but those who can’t be written, and tells why', async () => {
  school = await service.createInstitution();
  const bad = new Map<number, Partial<ProfileCreate>>([
    [0, { skills: ['\u200b'] }],
    [77, { city: '\u00ad' }],
    [78, { familyName: ' ' }],
    [450, { degrees: [{ batchYear: 99_999_999_999 }] }],
    [899, { birthDate: '1882-02-30' }],
  ]);
  const drafts = Array.from({ length: 900 }, (_, i) => ({
    externalId: `${i}`,
    familyName: 'Curie',
    ...bad.get(i),
  }));
  const { created, refused } = await loadProfiles(school.scope, drafts);
  expect(created).toBe(895);
  expect(new Set(refused.map(({ draft }) => Number(draft.externalId)))).toEqual(new Set(bad.keys()));
  for (const { reason } of refused) expect(reason).toMatch(/must not be blank|can’t be stored \(SQLSTATE 22/);
  expect(await counted()).toBe(895);
});

it('updates nobody by the id of somebody with another name', async () => {
  school = await service.createInstitution();
  await loadProfiles(school.scope, [
    { externalId: '1', givenName: 'Marie', familyName: 'Skłodowska' },
    { externalId: '2', givenName: 'Emmy', familyName: 'Noether' },
  ]);
  const { updated, refused } = await loadProfiles(school.scope, [
    { externalId: '1', givenName: 'MARIE', familyName: 'Curie', city: 'Paris' },
    { externalId: '2', givenName: 'Ada', familyName: 'Lovelace', city: 'London' },
  ]);
  expect(updated).toBe(1);
  expect(refused).toMatchObject([
    { draft: { externalId: '2' }, reason: expect.stringContaining('Emmy Noether') as string },
  ]);
  expect(await people()).toMatchObject([
    { id: '1', name: 'MARIE Curie', city: 'Paris' },
    { id: '2', name: 'Emmy Noether', city: null },
  ]);
});

it('knows a person again whose name is a sign', async () => {
  school = await service.createInstitution();
  const sign = { externalId: '1', givenName: '☆' };
  await loadProfiles(school.scope, [sign]);
  const { updated, refused } = await loadProfiles(school.scope, [{ ...sign, city: 'Osaka' }]);
  expect([updated, refused]).toEqual([1, []]);
  const other = await loadProfiles(school.scope, [{ externalId: '1', givenName: '+' }]);
  expect(other.refused).toHaveLength(1);
});

it('tells in a dry run what a load would do, and does nothing of it', async () => {
  school = await service.createInstitution();
  const marie = { externalId: '1', familyName: 'Curie', degrees: [{ batchYear: 1903 }] };
  await loadProfiles(school.scope, [marie, { externalId: '2', familyName: 'Noether' }]);
  const drafts = [
    marie,
    { externalId: '2', familyName: 'Noether', degrees: [{ batchYear: 1907 }] },
    { externalId: '3', familyName: 'Lovelace', degrees: [{ batchYear: 1843 }] },
    { externalId: '1', familyName: 'Meitner' },
    { externalId: '4', familyName: 'Franklin', city: '\u200b' },
  ];
  const kept = async () => [
    await people(),
    await school.scope.db.query({ text: 'select year from batches' }),
  ];
  const before = await kept();
  const report = await loadProfiles(school.scope, drafts.slice(0, 3), { dryRun: true });
  expect(report).toEqual({ created: 1, updated: 1, unchanged: 1, refused: [] });
  const { refused } = await loadProfiles(school.scope, drafts.slice(3), { dryRun: true });
  expect(refused.map(({ draft }) => draft.externalId)).toEqual(['1', '4']);
  expect(await kept()).toEqual(before);
  expect(await loadProfiles(school.scope, drafts.slice(0, 3))).toEqual(report);
});

it('keeps an address with an international domain in ASCII, and finds it the same the next time', async () => {
  school = await service.createInstitution();
  const drafts = [{ externalId: '1', familyName: 'Curie', email: 'Marie@Bu\u0308cher.example' }];
  await loadProfiles(school.scope, drafts);
  expect(await people()).toMatchObject([{ email: 'Marie@xn--bcher-kva.example' }]);
  expect(await loadProfiles(school.scope, drafts)).toMatchObject({ unchanged: 1 });
});

it('takes an address with an international domain over the API as from a register', async () => {
  school = await service.createInstitution();
  const key = await school.createKey({ kind: 'secret', scopes: ['directory:read', 'directory:write', 'directory:private'] }); // prettier-ignore
  const send = async (path: string, method: string, email: string) => {
    const response = await fetch(`${service.origin}${path}`, {
      method,
      headers: { 'Homecoming-Key': key, 'Content-Type': 'application/json' },
      body: JSON.stringify({ familyName: 'Curie', email }),
    });
    return { status: response.status, body: (await response.json()) as { id: string; email: string } };
  };
  const made = await send('/v1/profiles', 'POST', 'ana@bücher.example');
  expect(made).toMatchObject({ status: 201, body: { email: 'ana@xn--bcher-kva.example' } });
  const path = `/v1/profiles/${made.body.id}`;
  expect(await send(path, 'PATCH', 'ana@例え.example')).toMatchObject({
    status: 200,
    body: { email: 'ana@xn--r8jz45g.example' },
  });
  for (const refused of [
    'ana@bücher',
    'änna@bücher.example',
    'ana@ex%61mple.bücher',
    `ana@${'ü'.repeat(240)}.example`,
  ])
    expect((await send(path, 'PATCH', refused)).status).toBe(400);
});
