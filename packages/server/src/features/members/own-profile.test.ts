import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { formatId, parseId } from '../../platform/ids';
import { pageOf, type Page, type Person, type PersonDraft } from '../../testing/members';
import { startTestService, type TestInstitution, type TestService } from '../../testing/service';
import { createProfile, type ProfileCreate } from '../directory/profiles';
import { audience, audiences, draft, institutionDefaults } from '../directory/testing/arbitraries';
import { setMemberProfile } from './store';

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
    ['its version', { version: 9 }],
    ['whose it is', { id: 'prof_01jdyvbv7gen8t9pe8z5aav002' }],
    ['nothing', {}],
  ])('does not take %s', async (_, body) => {
    const person = await signInWith({ familyName: 'Curie' });
    expect(await edit(person, body)).toMatchObject({ status: 400, code: 'invalid_request' });
  });

  it('is told to be none where the member has none', async () => {
    const person = await page.signIn();
    expect(await own(person)).toMatchObject({ status: 404, code: 'no_profile' });
    expect(await own(person, '?audience=public')).toMatchObject({ status: 404, code: 'no_profile' });
    expect(await edit(person, { city: 'Paris' })).toMatchObject({ status: 404, code: 'no_profile' });
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
