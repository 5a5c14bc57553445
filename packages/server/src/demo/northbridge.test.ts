import { describe, expect, it } from 'vitest';
import { validatorOf } from '../contract/validation';
import { generateProfiles, type ProfileDraft } from './northbridge';

const count = 20_000;
const people = [...generateProfiles({ count, seed: 1 })];

const share = (matches: (profile: ProfileDraft) => boolean) => people.filter(matches).length / count;

function frequencies(
  valuesOf: (profile: ProfileDraft) => readonly (string | number | undefined)[],
): Map<string | number, number> {
  const counts = new Map<string | number, number>();
  for (const value of people.flatMap(valuesOf))
    if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1);
  return new Map([...counts].sort(([, a], [, b]) => b - a));
}

describe('generateProfiles', () => {
  it('gives the same people for the same seed, others for another, and the first of them for a smaller count', () => {
    expect([...generateProfiles({ count: 500, seed: 1 })]).toEqual(people.slice(0, 500));
    expect([...generateProfiles({ count: 500, seed: 2 })]).not.toEqual(people.slice(0, 500));
  });

  it('gives what the service takes', () => {
    const validate = validatorOf({ $ref: '#/components/schemas/ProfileCreate' });
    const faults = people.flatMap((profile) =>
      validate(structuredClone(profile)) ? [] : [{ profile, errors: validate.errors }],
    );
    expect(faults).toEqual([]);
  });

  it('leaves no text with a gap in it', () => {
    const text = JSON.stringify(people);
    expect(text).not.toMatch(/undefined|null|NaN|[{}]{2}\w|_| {2}|" | "/);
    expect(text).not.toMatch(/\p{Surrogate}/u);
  });

  it('repeats no id and no address', () => {
    expect(people[0]!.externalId).toBe('NB-000001');
    expect(new Set(people.map(({ externalId }) => externalId)).size).toBe(count);
    const emails = people.flatMap(({ email }) => email ?? []);
    expect(new Set(emails).size).toBe(emails.length);
  });

  it('uses only domains that nobody can own (RFC 2606)', () => {
    const hosts = people.flatMap(({ email, links }) => [
      ...(email ? [email.split('@')[1]!] : []),
      ...(links ?? []).map(({ url }) => new URL(url).hostname),
    ]);
    expect(hosts.filter((host) => !/(^|\.)example(\.(org|com|net))?$/.test(host))).toEqual([]);
  });

  it('has two degrees for eight in a hundred, the second later, one of them primary', () => {
    expect(share(({ degrees }) => degrees!.length === 2)).toBeGreaterThan(0.075);
    expect(share(({ degrees }) => degrees!.length === 2)).toBeLessThan(0.085);
    for (const { degrees } of people) {
      const [first, second] = degrees!;
      expect(degrees!.filter(({ primary }) => primary)).toHaveLength(1);
      if (second) expect(second.batchYear).toBeGreaterThan(first!.batchYear);
    }
  });

  it('has fifty years of growing classes in departments of very different sizes', () => {
    const years = frequencies(({ degrees }) => degrees!.map(({ batchYear }) => batchYear));
    expect([
      Math.min(...(years.keys() as Iterable<number>)),
      Math.max(...(years.keys() as Iterable<number>)),
      years.size,
    ]).toEqual([1975, 2024, 50]);
    expect(years.get(2020)!).toBeGreaterThan(3 * years.get(1976)!);
    const departments = [
      ...frequencies(({ degrees }) => degrees!.map(({ department }) => department)).values(),
    ];
    expect(departments.length).toBe(27);
    expect(departments[0]!).toBeGreaterThan(5 * departments.at(-1)!);
  });

  it('has many namesakes and a long tail of names', () => {
    const families = frequencies(({ familyName }) => [familyName]);
    expect(families.size).toBeGreaterThan(count / 5);
    expect([...families.values()][0]! / count).toBeLessThan(0.03);
    const full = [...frequencies(({ givenName, familyName }) => [`${givenName} ${familyName}`]).values()];
    expect(full.filter((number) => number > 1).length).toBeGreaterThan(1_000);
  });

  it('has names of many scripts, and of one word', () => {
    for (const script of ['Han', 'Hangul', 'Cyrillic', 'Arabic']) {
      const pattern = new RegExp(`\\p{Script=${script}}`, 'u');
      expect(
        share(({ otherNames, displayName }) => pattern.test(`${otherNames?.join()} ${displayName}`)),
      ).toBeGreaterThan(0.001);
    }
    expect(share(({ familyName }) => familyName === undefined)).toBeGreaterThan(0.001);
    expect(share(({ familyName }) => /^[a-z]/.test(familyName ?? ''))).toBeGreaterThan(0.005);
    expect(share(({ familyName }) => /['-]/.test(familyName ?? ''))).toBeGreaterThan(0.03);
  });

  it('has few large employers and a long tail', () => {
    const companies = frequencies(({ company }) => [company]);
    expect(companies.size).toBeGreaterThan(3_000);
    const [largest = 0] = companies.values();
    expect(largest / count).toBeGreaterThan(0.004);
    expect(largest / count).toBeLessThan(0.03);
    expect(frequencies(({ city }) => [city]).size).toBeGreaterThan(280);
    expect(frequencies(({ skills }) => skills ?? []).size).toBeGreaterThan(170);
  });

  it('lacks cells as registers do', () => {
    expect(share(({ company }) => company === undefined)).toBeGreaterThan(0.15);
    expect(share(({ company }) => company === undefined)).toBeLessThan(0.25);
    for (const field of [
      'city',
      'country',
      'title',
      'industry',
      'skills',
      'headline',
      'bio',
      'links',
      'email',
    ] as const) {
      expect(
        share((profile) => profile[field] === undefined),
        field,
      ).toBeGreaterThan(0.03);
    }
  });

  it('hides something of about twelve in a hundred', () => {
    expect(share(({ audiences }) => audiences !== undefined)).toBeGreaterThan(0.11);
    expect(share(({ audiences }) => audiences !== undefined)).toBeLessThan(0.13);
    expect(share(({ audiences }) => audiences?.name === 'private')).toBeGreaterThan(0.005);
    expect(share(({ audiences }) => audiences?.name === 'members')).toBeGreaterThan(0.01);
  });
});
