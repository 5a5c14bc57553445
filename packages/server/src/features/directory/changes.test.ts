import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Audience, Scope } from '../../platform/scope';
import { noPhotos } from '../../testing/no-photos';
import { startTestService, type TestInstitution, type TestService } from '../../testing/service';
import { readChanges } from '../changes';
import { presentProfiles } from './handlers';
import { loadProfiles } from './load';
import { createProfile, deleteProfile, getProfile, undeleteProfile, updateProfile } from './profiles';

let service: TestService;
let ours: TestInstitution;
let scope: Scope;
beforeAll(async () => {
  service = await startTestService({ relays: false });
});
beforeEach(async () => {
  ours = await service.createInstitution();
  ({ scope } = ours);
});

/** What the log says, of one profile or of all. */
async function said(id?: string) {
  await service.database.across.query({ text: 'select relay_outbox(10000)' });
  const { changes } = await readChanges(scope, { after: undefined, limit: 1_000 });
  return changes
    .filter(({ subjectId }) => !id || subjectId === id)
    .map(({ type, version, audience }) => ({ type: type.replace('profile.', ''), version, audience }));
}

describe('writing a profile', () => {
  it('says what happened, at which version, and who may notice', async () => {
    const { id } = await createProfile(scope, { familyName: 'Curie', company: 'Sorbonne' });
    await updateProfile(scope, id, { company: 'Radium Institute' });
    await deleteProfile(scope, id);
    await undeleteProfile(scope, id);
    expect(await said(id)).toEqual([
      { type: 'created', version: 1, audience: 'public' },
      { type: 'updated', version: 2, audience: 'public' },
      { type: 'deleted', version: 3, audience: 'public' },
      { type: 'undeleted', version: 4, audience: 'public' },
    ]);
    expect((await getProfile(scope, id)).version).toBe(4);
  });

  it('that changes nothing says nothing, and writes nothing', async () => {
    const { id } = await createProfile(scope, { familyName: 'Curie', skills: ['Chemistry'] });
    const before = await getProfile(scope, id);
    await updateProfile(scope, id, { familyName: ' Curie ', skills: ['Chemistry'], city: null });
    await undeleteProfile(scope, id);
    expect(await getProfile(scope, id)).toEqual(before);
    expect(await said(id)).toHaveLength(1);
  });

  it('that fails says nothing', async () => {
    await createProfile(scope, { familyName: 'Curie', externalId: '1' });
    await expect(createProfile(scope, { familyName: 'Other', externalId: '1' })).rejects.toThrow();
    expect(await said()).toHaveLength(1);
  });

  it.each<[string, object, object, Audience]>([
    ['a field that the public sees', {}, { city: 'Paris' }, 'public'],
    ['a field that the search does not know', {}, { bio: 'Born in Warsaw.' }, 'public'],
    ['a field of members', { audiences: { city: 'members' } }, { city: 'Paris' }, 'members'],
    ['a field that all but the office are kept from', { audiences: { city: 'private' } }, { city: 'Paris' }, 'private'],
    ['a field of nobody else', {}, { email: 'marie@example.org' }, 'private'],
    ['an external id', {}, { externalId: '6' }, 'private'],
    ['anything of a person that members see', { audiences: { name: 'members' } }, { city: 'Paris' }, 'members'],
    ['anything of a person that nobody sees', { audiences: { name: 'private' } }, { city: 'Paris' }, 'private'],
    ['what hides a field from the public', { city: 'Paris' }, { audiences: { city: 'members' } }, 'public'],
    ['what hides a field from members', { city: 'Paris', audiences: { city: 'members' } }, { audiences: { city: 'private' } }, 'members'],
    ['what hides a field that has no value', {}, { audiences: { city: 'private' } }, 'private'],
    ['what hides the person from the public', {}, { audiences: { name: 'members' } }, 'public'],
    ['what shows the person to the public', { audiences: { name: 'private' } }, { audiences: { name: 'public' } }, 'public'],
    ['what shows the person to members', { audiences: { name: 'private' } }, { audiences: { name: 'members' } }, 'members'],
  ])('is noticed by no wider audience than sees a difference: %s', async (_, draft, update, audience) => {
    const { id } = await createProfile(scope, { familyName: 'Curie', ...draft });
    await updateProfile(scope, id, update);
    expect((await said(id)).at(-1)).toEqual({ type: 'updated', version: 2, audience });
  }); // prettier-ignore

  it.each<[Audience, Audience]>([
    ['public', 'public'],
    ['members', 'members'],
    ['private', 'private'],
  ])('that makes or deletes a person of %s is noticed by them', async (name, audience) => {
    const { id } = await createProfile(scope, { familyName: 'Curie', audiences: { name } });
    await deleteProfile(scope, id);
    expect((await said(id)).map((each) => each.audience)).toEqual([audience, audience]);
  });
});

describe('loading a register', () => {
  it('says one change a person, and nothing of those that stay as they are', async () => {
    const drafts = Array.from({ length: 450 }, (_, i) => ({ externalId: String(i), familyName: `N${i}` }));
    await loadProfiles(scope, drafts);
    const again = drafts.map((draft, i) => (i % 100 ? draft : { ...draft, city: 'Paris' }));
    await loadProfiles(scope, again);
    const all = await said();
    const count = (type: string, version: number) =>
      all.filter((each) => each.type === type && each.version === version).length;
    expect([all.length, count('created', 1), count('updated', 2)]).toEqual([455, 450, 5]);
  });
});

describe('for outlets', () => {
  it('profiles look as their audience sees them, and are missing where it does not', async () => {
    const [seen, hidden, gone] = await Promise.all([
      createProfile(scope, { familyName: 'Curie', city: 'Paris', audiences: { city: 'members' } }),
      createProfile(scope, { familyName: 'Curie', audiences: { name: 'private' } }),
      createProfile(scope, { familyName: 'Curie' }),
    ]);
    await deleteProfile(scope, gone.id);
    const ids = [seen.id, hidden.id, gone.id, seen.id];
    const as = async (audience: Audience) =>
      [...(await presentProfiles(noPhotos)(scope, ids, audience))].map(([id, profile]) => [
        id,
        (profile as { city?: string }).city,
        'version' in (profile as object),
      ]);
    expect(await as('public')).toEqual([[seen.id, undefined, false]]);
    expect(await as('members')).toEqual([[seen.id, 'Paris', false]]);
    expect(new Set(await as('private'))).toEqual(
      new Set([
        [seen.id, 'Paris', true],
        [hidden.id, undefined, true],
      ]),
    );
  });
});
