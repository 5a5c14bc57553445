import { describe, expect, it } from 'vitest';
import { compare, contradicts, type Described, registeredProfile } from './matching';
import type { Profile } from './profile';

const marie: Profile = {
  id: '00000000-0000-7000-8000-000000000001',
  externalId: '6',
  givenName: 'Marie',
  familyName: 'Curie',
  otherNames: ['Maria Skłodowska'],
  degrees: [
    { batchId: 'a', batchYear: 1903 },
    { batchId: 'b', batchYear: 1911 },
  ],
  skills: [],
  links: [],
  email: 'Marie@Sorbonne.example',
  birthDate: '1867-11-07',
  audiences: {},
  version: 1,
  createdAt: new Date(0),
  updatedAt: new Date(0),
};
const elsewhere = { email: 'marie@home.example', name: 'Marie Curie' };

describe('how well a profile fits what is known of somebody', () => {
  it.each<[string, Partial<Described>, string]>([
    ['the proven address', { email: 'marie@sorbonne.example', name: 'M. Curie-Joliot' }, 'high'],
    ['the proven address and the name', { email: 'marie@sorbonne.example' }, 'certain'],
    ['name and external id', { externalId: '6' }, 'high'],
    ['name, batch and birth date', { batchYear: 1911, birthDate: '1867-11-07' }, 'high'],
    [
      'a former name in another order, without accents',
      { name: 'SKLODOWSKA Maria', externalId: '6' },
      'high',
    ],
    ['name and batch', { batchYear: 1903 }, 'medium'],
    ['name and birth date', { birthDate: '1867-11-07' }, 'medium'],
    ['the name alone', {}, 'low'],
    ['all but the birth date', { externalId: '6', batchYear: 1903, birthDate: '1867-11-08' }, 'low'],
    ['the external id, of another name', { externalId: '6', name: 'Pierre Curie' }, 'low'],
    ['another batch', { batchYear: 1950 }, 'low'],
  ])('by %s', (_, known, confidence) => {
    expect(compare({ ...elsewhere, ...known }, registeredProfile(marie)).confidence).toBe(confidence);
  });

  it.each<[string, Partial<Described>, boolean]>([
    ['one word of the name', { name: 'Marie Joliot' }, false],
    ['another year', { batchYear: 1950 }, false],
    ['no word of the name', { name: 'Ada Lovelace' }, true],
    ['another number', { externalId: '7' }, true],
    ['another birthday', { birthDate: '1859-05-15' }, true],
  ])('is or is not contradicted by %s', (_, known, isContradicted) => {
    expect(contradicts({ ...elsewhere, ...known }, registeredProfile(marie))).toBe(isContradicted);
  });

  it('says what agrees and what does not; what either leaves out does neither', () => {
    const known = { ...elsewhere, externalId: '7', batchYear: 1903, birthDate: '1867-11-07' };
    const { birthDate: _, ...undated } = marie;
    expect(compare(known, registeredProfile(undated))).toEqual({
      agrees: ['name', 'batchYear'],
      disagrees: ['externalId'],
      confidence: 'low',
    });
  });
});
