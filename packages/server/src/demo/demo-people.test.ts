import { describe, expect, it } from 'vitest';
import { contradicts, loadProfiles, type Profile, registeredProfile } from '../features/directory';
import { scopes } from '../features/keys';
import { encodePhoto } from '../platform/files/images';
import { startTestService } from '../testing/service';
import { claimable, claimableAmong } from './claimable';
import { generateProfiles } from './northbridge';
import { seedPhotos } from './photos';
import { drawPortrait } from './portraits';

describe('the person to try a claim with', () => {
  it('has an address that nobody else of the register has, and the name that is printed', () => {
    const person = claimable(generateProfiles({ count: claimableAmong, seed: 1 }))!;
    const holders = [...generateProfiles({ count: 50_000, seed: 1 })].filter(
      ({ email }) => email?.toLowerCase() === person.email.toLowerCase(),
    );
    expect(holders).toHaveLength(1);
    expect(
      contradicts(
        { name: person.name },
        registeredProfile({ otherNames: [], ...holders[0] } as unknown as Profile),
      ),
    ).toBe(false);
    // README and docs name it.
    expect(person).toEqual({ email: 'david.matthews.2@example.com', name: 'David Matthews' });
  });
});

describe('the drawn photos', () => {
  it('are the same for the same seed, differ between seeds, and pass as uploads', async () => {
    const [first, again, other] = await Promise.all([drawPortrait(1), drawPortrait(1), drawPortrait(2)]);
    expect(first.equals(again)).toBe(true);
    expect(first.equals(other)).toBe(false);
    expect((await encodePhoto(first)).page.length).toBeLessThan(12_000);
  });

  it('go to the people who are shown first, and to nobody twice', async () => {
    const service = await startTestService({ relays: false });
    const school = await service.createInstitution({
      audienceDefaults: { name: 'public', photoUrl: 'public' },
    });
    await loadProfiles(school.scope, generateProfiles({ count: 6, seed: 1 }));
    const secretKey = await school.createKey({ kind: 'secret', scopes });
    const { signal } = new AbortController();
    const seed = () => seedPhotos({ api: service.origin, secretKey, count: 3, signal });
    expect([await seed(), await seed()]).toEqual([3, 0]);
    const answer = await fetch(`${service.origin}/v1/directory/search?audience=public`, {
      headers: { 'Homecoming-Key': secretKey },
    });
    const { data } = (await answer.json()) as { data: { photoUrl?: string }[] };
    const photos = data.map(({ photoUrl }) => photoUrl !== undefined);
    expect(photos.slice(0, 3)).toEqual([true, true, true]);
    expect(photos.filter(Boolean)).toHaveLength(3);
    expect((await fetch(data[0]!.photoUrl!.replace(/^https?:\/\/[^/]+/, service.origin))).status).toBe(200);
  });
});
