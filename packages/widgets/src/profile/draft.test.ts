import { expect, test } from 'vitest';
import { curie } from '../testing/stand-in-profile';
import { changedFields, changesOf, type Draft, draftOf, rebased } from './draft';

const base = draftOf(curie);
const edited = (texts: Partial<Draft['texts']>, more: Partial<Draft> = {}): Draft => ({
  ...base,
  ...more,
  texts: { ...base.texts, ...texts },
});

test('a draft that was not touched changes nothing', () => {
  expect(changesOf(curie, base)).toBeUndefined();
  expect(changesOf(curie, edited({ city: ' Paris ', skills: 'Radiochemistry,Teaching' }))).toBeUndefined();
});

test('only what was changed is sent; what was emptied is cleared', () => {
  expect(changesOf(curie, edited({ city: '', headline: ' Twice ' }))).toEqual({
    city: null,
    headline: 'Twice',
  });
});

test('lists are taken apart, without what is empty or there twice', () => {
  expect(changesOf(curie, edited({ skills: 'Teaching, , Physics,Teaching', otherNames: '' }))).toEqual({
    skills: ['Teaching', 'Physics'],
    otherNames: [],
  });
  expect(changesOf(curie, edited({ otherNames: 'Maria Skłodowska\nMme Curie, Marie' }))).toEqual({
    otherNames: ['Maria Skłodowska', 'Mme Curie, Marie'],
  });
});

test('links lose empty rows, and get the scheme that people leave out', () => {
  const links = [
    { label: '', url: '' },
    { label: ' Home ', url: 'example.org/marie' },
    { label: '', url: 'http://example.org' },
    { label: '', url: 'javascript:alert(1)' },
  ];
  expect(changesOf(curie, edited({}, { links }))?.links).toEqual([
    { label: 'Home', url: 'https://example.org/marie' },
    { url: 'http://example.org' },
    { url: 'javascript:alert(1)' },
  ]);
});

test('an audience that is chosen is sent, one that is given back to the institution is cleared', () => {
  const { company: _, ...audiences } = base.audiences;
  expect(changesOf(curie, edited({}, { audiences: { ...audiences, city: 'private' } }))).toEqual({
    audiences: { company: null, city: 'private' },
  });
});

test('tells what was changed elsewhere, and not what the register says', () => {
  const after = { ...curie, familyName: 'Sklodowska', skills: [], audiences: {}, version: 7 };
  expect(changedFields(curie, after)).toEqual(['skills', 'audiences']);
  expect(changedFields(curie, { ...curie, version: 7 })).toEqual([]);
});

test('what is edited while a profile is saved stays, and everything else is as it now is', () => {
  const sent = edited({ city: 'Warsaw' });
  const now = edited(
    { city: 'Warsaw', headline: 'Being typed' },
    { audiences: { ...base.audiences, bio: 'private' } },
  );
  const answer = {
    ...curie,
    city: 'Warszawa',
    company: 'Elsewhere',
    audiences: { city: 'members' },
  } as const;
  const next = rebased(now, sent, answer);
  expect(next.texts).toMatchObject({ city: 'Warszawa', headline: 'Being typed', company: 'Elsewhere' });
  expect(next.audiences).toEqual({ city: 'members', bio: 'private' });
  expect(changesOf(answer, next)).toEqual({ headline: 'Being typed', audiences: { bio: 'private' } });
});
