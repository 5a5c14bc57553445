import fc from 'fast-check';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { formatId, parseId } from '../../platform/ids';
import { type Page, pageOf, type Person, type PersonDraft } from '../../testing/members';
import { picture } from '../../testing/pictures';
import { startTestService, type TestInstitution, type TestService } from '../../testing/service';
import { createProfile, type ProfileCreate } from '../directory/profiles';
import { audience, audiences, draft, institutionDefaults } from '../directory/testing/arbitraries';
import { setMemberProfile } from '../members/store';

type Json = Readonly<Record<string, unknown>>;

let service: TestService;
let school: TestInstitution;
let page: Page;

beforeAll(async () => {
  service = await startTestService();
  school = await service.createInstitution();
  page = await pageOf(service, school);
});

/** Somebody who is signed in, and whose profile it is. */
async function signInWith(
  profile: ProfileCreate,
  person: PersonDraft = {},
  at: { school: TestInstitution; page: Page } = { school, page },
): Promise<Person & { profileId: string }> {
  const signedIn = await at.page.signIn(person);
  const { id } = await createProfile(at.school.scope, profile);
  await at.school.scope.transaction((tx) => setMemberProfile(tx, parseId('member', signedIn.member.id)!, id));
  return { ...signedIn, profileId: formatId('profile', id) };
}

const own = async ({ headers }: Pick<Person, 'headers'>, query = '') =>
  page.send('GET', `/v1/me/profile${query}`, undefined, headers);
const edit = async ({ headers }: Pick<Person, 'headers'>, body: unknown) =>
  page.send('PATCH', '/v1/me/profile', body, headers);

const marie = { givenName: 'Marie', familyName: 'Curie', externalId: '6', email: 'marie@example.org' };

describe('one’s own profile', () => {
  it('is read whole, before verification too, and is kept by nobody between', async () => {
    const person = await signInWith({ ...marie, externalId: 'own-1' });
    const { status, body, headers } = await own(person);
    expect([status, headers['cache-control']]).toEqual([200, 'private, no-store']);
    expect(body).toMatchObject({ id: person.profileId, externalId: 'own-1', email: 'marie@example.org' });
    expect(body).toMatchObject({ audiences: {}, audienceDefaults: { name: 'public', email: 'private' } });
  });

  it('is edited, and who sees which field; the directory follows', async () => {
    const person = await signInWith({ familyName: 'Sklodowska', company: 'Sorbonne', city: 'Paris' });
    const { status, body } = await edit(person, {
      displayName: 'Madame Curie',
      city: null,
      headline: 'Pioneer',
      audiences: { company: 'private' },
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({ displayName: 'Madame Curie', headline: 'Pioneer', company: 'Sorbonne' });
    expect(body).not.toHaveProperty('city');
    const seen = await page.send('GET', `/v1/profiles/${person.profileId}`);
    expect(seen.body).toMatchObject({ displayName: 'Madame Curie', headline: 'Pioneer' });
    expect(seen.body).not.toHaveProperty('company');
  });

  it.each([
    ['the register’s id', { externalId: '7' }],
    ['the names in the register', { familyName: 'Einstein' }],
    ['degrees', { degrees: [{ batchYear: 1903 }] }],
    ['the address in the register, which proves whose it is', { email: 'other@example.org' }],
    ['a picture from elsewhere', { photoUrl: 'https://example.org/spy.png' }],
    ['a version that there never is', { version: 0 }],
    ['whose it is', { id: 'prof_01jdyvbv7gen8t9pe8z5aav002' }],
    ['nothing', {}],
  ])('does not take %s', async (_, body) => {
    const person = await signInWith({ familyName: 'Curie' });
    expect(await edit(person, body)).toMatchObject({ status: 400, code: 'invalid_request' });
  });

  it('is not overwritten by who has read it before somebody else wrote', async () => {
    const person = await signInWith({ familyName: 'Curie', skills: ['Radiochemistry'] });
    const { version } = (await own(person)).body as { version: number };
    const answers = await Promise.all(
      ['Teaching', 'Physics'].map((skill) => edit(person, { version, skills: ['Radiochemistry', skill] })),
    );
    expect(answers.map(({ status, code }) => [status, code]).sort()).toEqual([
      [200, undefined],
      [409, 'conflict'],
    ]);
    const written = answers.find(({ status }) => status === 200)!.body as Json;
    expect((await own(person)).body).toMatchObject({ skills: written.skills, version: version + 1 });
    const again = await edit(person, { version: written.version, skills: ['Radiochemistry', 'Both'] });
    expect(again).toMatchObject({ status: 200, body: { skills: ['Radiochemistry', 'Both'] } });
    // Who names none means to write in any case; nothing to change is a conflict, too.
    expect((await edit(person, { city: 'Paris' })).status).toBe(200);
    expect(await edit(person, { version })).toMatchObject({ status: 409, code: 'conflict' });
  });

  it('is told to be none where the member has none', async () => {
    const person = await page.signIn();
    expect(await own(person)).toMatchObject({ status: 404, code: 'no_profile' });
    expect(await own(person, '?audience=public')).toMatchObject({ status: 404, code: 'no_profile' });
    expect(await edit(person, { city: 'Paris' })).toMatchObject({ status: 404, code: 'no_profile' });
  });
});

describe('one’s own photo', () => {
  const put = async ({ headers }: Pick<Person, 'headers'>, image: Buffer) => {
    const answer = await fetch(`${service.origin}/v1/me/photo`, {
      method: 'PUT',
      headers: { ...headers, 'Content-Type': 'image/png' },
      body: new Uint8Array(image),
    });
    return { status: answer.status, body: (await answer.json()) as Json };
  };
  const remove = async ({ headers }: Pick<Person, 'headers'>) =>
    page.send('DELETE', '/v1/me/photo', undefined, headers);

  it('is stored, shown to whom the profile says, and removed', async () => {
    const person = await signInWith({ familyName: 'Curie' });
    const stored = await put(person, await picture('png'));
    expect(stored.status).toBe(200);
    expect(stored.body).toMatchObject({ id: person.profileId });
    const image = await fetch(stored.body.photoUrl as string);
    expect([image.status, image.headers.get('content-type')]).toEqual([200, 'image/webp']);
    const seen = async () => (await page.send('GET', `/v1/profiles/${person.profileId}`)).body;
    expect(await seen()).toHaveProperty('photoUrl');
    await edit(person, { audiences: { photoUrl: 'private' } });
    expect(await seen()).not.toHaveProperty('photoUrl');
    expect((await own(person)).body).toHaveProperty('photoUrl');
    expect((await remove(person)).status).toBe(204);
    expect((await own(person)).body).not.toHaveProperty('photoUrl');
    expect((await remove(person)).status).toBe(204);
  });

  it('is refused as any other photo would be', async () => {
    const person = await signInWith({ familyName: 'Curie' });
    expect(await put(person, Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'))).toMatchObject({
      status: 400,
      body: { code: 'invalid_image' },
    });
    expect(await put(person, Buffer.alloc(10 * 1024 * 1024 + 1))).toMatchObject({
      status: 413,
      body: { code: 'body_too_large' },
    });
  });

  it('is told to be nobody’s where the member has no profile', async () => {
    const person = await page.signIn();
    const image = await picture('png');
    expect(await put(person, image)).toMatchObject({ status: 404, body: { code: 'no_profile' } });
    expect(await remove(person)).toMatchObject({ status: 404, code: 'no_profile' });
  });

  it('is not attached to a profile that has become another’s while the image was worked on', async () => {
    const person = await signInWith({ familyName: 'Curie' });
    const { id: otherId } = await createProfile(school.scope, { familyName: 'Joliot' });
    const memberId = parseId('member', person.member.id)!;
    const image = await picture('png');
    // The image takes a while, the register does not.
    const { photos } = service;
    const store = photos.store.bind(photos);
    vi.spyOn(photos, 'store').mockImplementationOnce(async (scope, upload) => {
      await school.scope.transaction((tx) => setMemberProfile(tx, memberId, otherId));
      return store(scope, upload);
    });
    expect(await put(person, image)).toMatchObject({ status: 409, body: { code: 'conflict' } });
    expect((await own(person)).body).not.toHaveProperty('photoUrl');
  });
});

const viewers = ['public', 'members', 'private'] as const;

describe('viewed as others', () => {
  it('is what they are answered, whatever was entered, chosen and edited', async () => {
    await fc.assert(
      fc.asyncProperty(
        institutionDefaults,
        draft,
        audiences(fc.option(audience)),
        async (audienceDefaults, profile, chosen) => {
          const school = await service.createInstitution({ audienceDefaults });
          const at = { school, page: await pageOf(service, school) };
          const key = await school.createKey();
          const person = await signInWith(profile, {}, at);
          if (Object.keys(chosen).length)
            expect((await edit(person, { audiences: chosen })).status).toBe(200);
          for (const viewer of viewers) {
            const mine = await own(person, `?audience=${viewer}`);
            const ask = (path: string) => page.send('GET', path, undefined, { 'Homecoming-Key': key });
            const theirs = await ask(`/v1/profiles/${person.profileId}?audience=${viewer}`);
            expect([mine.status, mine.code]).toEqual([theirs.status, theirs.code]);
            const found = (await ask(`/v1/directory/search?audience=${viewer}`)).body as { data: Json[] };
            if (mine.status !== 200) {
              expect(found.data).toEqual([]);
              continue;
            }
            expect(mine.body).toEqual(theirs.body);
            expect(found.data).toHaveLength(1);
            expectOf(mine.body as Json, found.data[0]!);
          }
          const asPublic = await own(person, '?audience=public');
          const toPublic = await at.page.send('GET', `/v1/profiles/${person.profileId}`);
          expect(asPublic.status).toBe(toPublic.status);
          if (asPublic.status === 200) expect(asPublic.body).toEqual(toPublic.body);
        },
      ),
      { numRuns: 25 },
    );
  }, 120_000);
});

const sameInEntries = [
  'id', 'displayName', 'company', 'title', 'industry', 'city', 'country', 'headline', 'photoUrl',
] as const; // prettier-ignore

/** A search's result holds of a person what the profile does, as far as results hold it. */
function expectOf(profile: Json, entry: Json): void {
  for (const field of sameInEntries) expect([field, entry[field]]).toEqual([field, profile[field]]);
  expect(entry.skills ?? []).toEqual(profile.skills);
  expect(entry.otherNames ?? []).toEqual(profile.otherNames);
  const [degree = {}] = profile.degrees as Json[];
  expect(entry.batchYear).toBe(degree.batchYear);
  expect(entry.department).toBe(degree.department);
}
