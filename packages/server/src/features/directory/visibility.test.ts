import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { Profile } from './profile';
import { audiences, visibleTo } from './visibility';

const marie: Profile = {
  id: '00000000-0000-7000-8000-000000000001',
  externalId: '6',
  givenName: 'Marie',
  familyName: 'Curie',
  displayName: 'Madame Curie',
  otherNames: ['Maria Skłodowska'],
  degrees: [{ batchId: '00000000-0000-7000-8000-000000000002', batchYear: 1911, department: 'Chemistry' }],
  company: 'Sorbonne',
  title: 'Professor',
  industry: 'Research',
  city: 'Paris',
  country: 'France',
  skills: ['Radiochemistry'],
  headline: 'Pioneer',
  bio: 'Born in Warsaw.',
  links: [{ url: 'https://example.org/marie' }],
  photoUrl: 'https://example.org/marie.jpg',
  email: 'marie@example.org',
  audiences: {},
  version: 1,
  createdAt: new Date(0),
  updatedAt: new Date(0),
};

const chosen = [
  'otherNames', 'degrees', 'company', 'title', 'industry', 'city', 'country', 'skills', 'headline', 'bio', 'links', 'photoUrl',
  'email',
] as const; // prettier-ignore

const allPublic = Object.fromEntries(['name', ...chosen].map((field) => [field, 'public' as const]));

const isShown = (profile: Profile | undefined, field: (typeof chosen)[number]) =>
  profile?.[field] !== undefined && (profile[field] as { length: number }).length > 0;

describe('what an audience sees of a profile', () => {
  test.each(chosen)('has no %s where that is hidden, and everything else', (field) => {
    const seen = visibleTo({ ...marie, audiences: { [field]: 'members' } }, 'public', allPublic)!;
    expect(isShown(seen, field)).toBe(false);
    for (const other of chosen) if (other !== field) expect(seen[other]).toEqual(marie[other]);
    expect(
      isShown(visibleTo({ ...marie, audiences: { [field]: 'members' } }, 'members', allPublic), field),
    ).toBe(true);
    expect(
      isShown(visibleTo({ ...marie, audiences: { [field]: 'private' } }, 'members', allPublic), field),
    ).toBe(false);
  });

  it.each([
    ['Madame', undefined, undefined],
    ['Madame Curie', undefined, 'Curie'],
    ['Marie Curie', 'Marie', 'Curie'],
    ['Marie-Curie-Schule', 'Marie', 'Curie'],
    ['Mariecurie', undefined, undefined],
  ])(
    'beside the display name %s has of given and family name only what that says',
    (displayName, ...names) => {
      const seen = visibleTo({ ...marie, displayName }, 'members', allPublic)!;
      expect([seen.givenName, seen.familyName]).toEqual(names);
      const whole = visibleTo({ ...marie, displayName }, 'private', allPublic)!;
      expect([whole.givenName, whole.familyName]).toEqual(['Marie', 'Curie']);
    },
  );

  it('is nothing where the name is hidden or the profile deleted', () => {
    expect(visibleTo({ ...marie, audiences: { name: 'members' } }, 'public', allPublic)).toBeUndefined();
    expect(visibleTo({ ...marie, audiences: { name: 'members' } }, 'members', allPublic)?.familyName).toBe(
      'Curie',
    );
    for (const viewer of audiences)
      expect(visibleTo({ ...marie, deletedAt: new Date(1) }, viewer, allPublic)).toBeUndefined();
  });

  it('follows the person’s choice before the institution’s, and care before none', () => {
    expect(visibleTo(marie, 'public', {})).toBeUndefined();
    expect(visibleTo(marie, 'members', {})?.city).toBe('Paris');
    expect(visibleTo(marie, 'members', {})?.email).toBeUndefined();
    expect(
      visibleTo({ ...marie, audiences: { city: 'public' } }, 'public', { name: 'public', city: 'private' })
        ?.city,
    ).toBe('Paris');
    expect(
      visibleTo({ ...marie, audiences: { city: 'private' } }, 'public', allPublic)?.city,
    ).toBeUndefined();
  });

  it('has neither the external id nor the choices themselves, but for the private audience', () => {
    const hidden = { ...marie, audiences: { city: 'private' as const } };
    expect(visibleTo(hidden, 'members', allPublic)).not.toHaveProperty('externalId');
    expect(visibleTo(hidden, 'members', allPublic)?.audiences).toEqual({});
    expect(visibleTo(hidden, 'private', {})).toEqual(hidden);
  });

  it('grows from the public to members to the private audience', () => {
    const audience = fc.constantFrom(...audiences);
    const choice = fc.dictionary(fc.constantFrom('name', ...chosen), audience);
    fc.assert(
      fc.property(choice, choice, (own, defaults) => {
        const seen = audiences.map((viewer) => visibleTo({ ...marie, audiences: own }, viewer, defaults));
        for (const [i, narrower] of seen.slice(0, -1).entries()) {
          for (const field of chosen)
            if (isShown(narrower, field)) expect(seen[i + 1]![field]).toEqual(narrower![field]);
        }
      }),
      { seed: 1 },
    );
  });

  it('is the same, whatever the hidden values are', () => {
    const other: Profile = { ...marie, company: 'Elsewhere', degrees: [], skills: [], externalId: '7' };
    const hide = (profile: Profile): Profile => ({
      ...profile,
      audiences: { company: 'private', degrees: 'private', skills: 'private' },
    });
    expect(visibleTo(hide(marie), 'public', allPublic)).toEqual(visibleTo(hide(other), 'public', allPublic));
  });
});
