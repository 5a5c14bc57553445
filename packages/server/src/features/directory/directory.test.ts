import { createClient, type Client } from '@homecoming/sdk';
import { beforeEach, describe, expect, it } from 'vitest';
import { startTestService } from '../../testing/service';

const service = startTestService();
let office: Client;
let visitor: Client;

beforeEach(async () => {
  const { origin, ...tests } = await service;
  const school = await tests.createInstitution();
  office = createClient({ baseUrl: origin, key: await school.createKey() });
  visitor = createClient({ baseUrl: origin, key: await school.createKey({ kind: 'publishable' }) });
});

const schrodinger = {
  externalId: '39',
  givenName: 'Erwin',
  familyName: 'Schrödinger',
  company: 'Berlin University',
  city: 'Berlin',
  skills: ['Waves'],
  degrees: [{ batchYear: 1933, department: 'Physics' }],
};

const names = async (params: Parameters<Client['directory']['search']>[0]) =>
  (await visitor.directory.search(params)).data.map(({ displayName }) => displayName);

describe('a profile', () => {
  it.each([
    { q: 'schrodinger' },
    { q: 'schr' },
    { q: 'schrodnger' },
    { q: 'schroedinger' },
    { q: 'waves berlin erwin' },
    { q: '1933 physics' },
    { batchYear: 1933 },
    { batchYear: { from: 1930, to: 1940 }, company: 'berlin  UNIVERSITY' },
    { skill: 'waves' },
    {},
  ])('is found at once by %j, and counted', async (params) => {
    await office.profiles.create(schrodinger);
    const page = await visitor.directory.search({ ...params, facets: ['company', 'batchYear', 'skill'] });
    expect(page.data).toMatchObject([{ displayName: 'Erwin Schrödinger', batchYear: 1933, city: 'Berlin' }]);
    expect(page.total).toEqual({ value: 1, relation: 'exact' });
    expect(page.facets).toEqual({
      company: [{ value: 'Berlin University', count: 1 }],
      batchYear: [{ value: '1933', count: 1 }],
      skill: [{ value: 'Waves', count: 1 }],
    });
  });

  it('is found by what it says now, no more by what it said', async () => {
    const { id } = await office.profiles.create(schrodinger);
    const updated = await office.profiles.update(id, { company: 'Oxford University', city: null });
    expect(updated).toMatchObject({ company: 'Oxford University', familyName: 'Schrödinger' });
    expect(updated.city).toBeUndefined();
    expect(await names({ q: 'berlin' })).toEqual([]);
    expect(await names({ company: 'Berlin University' })).toEqual([]);
    expect(await names({ q: 'oxford' })).toEqual(['Erwin Schrödinger']);
  });

  it('leaves the directory when deleted, and comes back when undeleted', async () => {
    const { id } = await office.profiles.create(schrodinger);
    await office.profiles.delete(id);
    expect(await names({})).toEqual([]);
    await expect(visitor.profiles.get(id)).rejects.toMatchObject({ code: 'not_found' });
    await office.profiles.undelete(id);
    expect(await names({})).toEqual(['Erwin Schrödinger']);
    expect(await visitor.profiles.list([id])).toMatchObject([{ id }]);
  });

  it('keeps its external id to itself: a second one with it is refused, also by undelete', async () => {
    const first = await office.profiles.create(schrodinger);
    await expect(office.profiles.create(schrodinger)).rejects.toMatchObject({ code: 'external_id_taken' });
    await office.profiles.delete(first.id);
    await office.profiles.create(schrodinger);
    await expect(office.profiles.undelete(first.id)).rejects.toMatchObject({ code: 'external_id_taken' });
  });

  it('needs a name, and a text that is not blank', async () => {
    await expect(office.profiles.create({ city: 'Berlin' } as never)).rejects.toMatchObject({
      code: 'invalid_request',
    });
    const { id } = await office.profiles.create(schrodinger);
    await expect(office.profiles.update(id, { company: ' ' })).rejects.toMatchObject({
      code: 'invalid_request',
    });
    await expect(office.profiles.update(id, { familyName: null, givenName: null })).rejects.toMatchObject({
      errors: [{ path: '/displayName' }],
    });
  });
});

describe('several degrees', () => {
  beforeEach(() =>
    office.profiles.create({
      displayName: 'Marie Curie',
      degrees: [
        { batchYear: 1903, department: 'Physics' },
        { batchYear: 1911, department: 'Chemistry' },
      ],
    }),
  );

  it('show the one that the filters match, and the person once', async () => {
    const found = await visitor.directory.search({
      batchYear: { from: 1900, to: 1920 },
      facets: ['batchYear'],
    });
    expect(found.data).toMatchObject([{ batchYear: 1903, department: 'Physics' }]);
    expect(found.total.value).toBe(1);
    expect(found.facets.batchYear).toHaveLength(2);
    const chemist = await visitor.directory.search({ department: 'chemistry' });
    expect(chemist.data).toMatchObject([{ batchYear: 1911, department: 'Chemistry' }]);
  });

  it('must match filters by batch and department in one of them', async () => {
    expect(await names({ batchYear: 1903, department: 'Chemistry' })).toEqual([]);
  });
});

describe('suggestions and batches', () => {
  it('complete names and values, and list the classes in which somebody is seen', async () => {
    await office.profiles.create(schrodinger);
    const values = async (q: string) =>
      (await visitor.directory.suggest({ q })).data.map(({ kind, value }) => `${kind} ${value}`);
    expect(await values('schr')).toEqual(['person Erwin Schrödinger']);
    expect(await values('univ')).toEqual(['company Berlin University']);
    expect((await visitor.batches.list()).data).toMatchObject([{ year: 1933, profileCount: 1 }]);
  });

  it('tell people of one name apart by class and company, as far as the caller sees them, and say what matches', async () => {
    const namesake = { ...schrodinger, externalId: '40', degrees: [{ batchYear: 1987 }] };
    await office.profiles.create(schrodinger);
    await office.profiles.create({ ...namesake, audiences: { company: 'private', degrees: 'members' } });
    const { data } = await visitor.directory.suggest({ q: 'schr' });
    const highlights = [{ start: 6, end: 10 }];
    expect(data.map(({ profileId, ...each }) => each)).toEqual([
      {
        kind: 'person',
        value: 'Erwin Schrödinger',
        highlights,
        batchYear: 1933,
        company: 'Berlin University',
      },
      { kind: 'person', value: 'Erwin Schrödinger', highlights },
    ]);
    expect((await visitor.directory.suggest({ q: 'univ' })).data).toEqual([
      { kind: 'company', value: 'Berlin University', highlights: [{ start: 7, end: 11 }], count: 1 },
    ]);
  });

  it('hold only the kinds that are asked for', async () => {
    await office.profiles.create({ ...schrodinger, displayName: 'Berlin Schrödinger' });
    const kinds = async (...asked: ('person' | 'city' | 'company')[]) =>
      (await visitor.directory.suggest({ q: 'berlin', ...(asked.length && { kinds: asked }) })).data.map(
        ({ kind }) => kind,
      );
    expect((await kinds()).sort()).toEqual(['city', 'company', 'person']);
    expect(await kinds('city')).toEqual(['city']);
    expect((await kinds('person', 'company')).sort()).toEqual(['company', 'person']);
  });
});

describe('a search without corrections', () => {
  it('finds no one who matches only a corrected word, on every page and beside other words', async () => {
    await office.profiles.create(schrodinger);
    await office.profiles.create({ displayName: 'Erwin Planck' });
    expect(await names({ q: 'schrodnger' })).toEqual(['Erwin Schrödinger']);
    expect(await names({ q: 'schrodnger', corrections: 'off' })).toEqual([]);
    // Both words are known, but no one has both.
    expect(await names({ q: 'planck schrodinger', corrections: 'off' })).toEqual([]);
    const page = await visitor.directory.search({ q: 'erwin', corrections: 'off', limit: 1 });
    expect(page.corrections).toEqual([]);
    const cursor = page.nextCursor!;
    expect(await names({ q: 'erwin', corrections: 'off', cursor })).toHaveLength(1);
    // A cursor belongs to its search.
    await expect(visitor.directory.search({ q: 'erwin', cursor })).rejects.toMatchObject({
      code: 'invalid_cursor',
    });
  });
});

describe('names of East Asia', () => {
  it.each([
    ['王', '小明', '王小明', ['王小明', '王 小明', '小明', '小明 王']],
    ['김', '철수', '김철수', ['김철수', '김 철수']],
    ['山田', 'さくら', '山田 さくら', ['山田さくら', '山田 さくら', '山田サクラ', 'サクラ', 'ｻｸﾗ']],
    ['ヤマダ', 'タロウ', 'ヤマダ タロウ', ['ヤマダタロウ', 'やまだ たろう', 'ﾔﾏﾀﾞﾀﾛｳ']],
  ])('%s and %s are shown family name first and found in any spacing and kana', async (familyName, givenName, shown, questions) => {
    await office.profiles.create({ familyName, givenName });
    for (const q of questions) expect(await names({ q }), q).toEqual([shown]);
  }); // prettier-ignore

  it('stay in the order of the West beside another script, and as somebody has set them', async () => {
    await office.profiles.create({ familyName: '王', givenName: 'David' });
    await office.profiles.create({ familyName: '李', givenName: '明', displayName: '明 李' });
    expect(await names({})).toEqual(['明 李', 'David 王']);
    expect(await names({ q: '李明' }), 'also found by the full name').toEqual(['明 李']);
  });
});

describe('words written as one or apart', () => {
  it.each([
    ['J. R. R. Tolkien', 'JRR Tolkien', ['jrr', 'j. r. r.', 'j r r tolkien', 'JRR Tolkien', 'jrr tolk']],
    ['Ian Mc Donald', 'Ian McDonald', ['mcdonald', 'mc donald', 'Mc-Donald', 'mcdon', 'mc don', 'ian mcdonald']],
    ['Omar Al-Hassani', 'Omar Alhassani', ['alhassani', 'al hassani', 'Al-Hassani', 'alhass', 'al-hass']],
    ['Kim Min-jun', 'Kim Minjun', ['minjun', 'min-jun', 'min jun', 'Minjun Kim', 'kim min jun']],
    ['Anna van der Waals', 'Anna Vanderwaals', ['vanderwaals', 'vanderw']],
  ])('are one: %s and %s', async (apart, asOne, questions) => {
    for (const displayName of [apart, asOne, 'Anna Other']) await office.profiles.create({ displayName });
    for (const q of questions) expect((await names({ q })).sort(), q).toEqual([apart, asOne].sort());
    for (const q of questions) {
      const { data } = await visitor.directory.suggest({ q });
      expect(data.map(({ value }) => value).sort(), `suggested for ${q}`).toEqual([apart, asOne].sort());
    }
  }); // prettier-ignore

  it('are one in given and family names, companies and hyphenated words of anything', async () => {
    await office.profiles.create({
      ...{ givenName: 'Min Jun', familyName: 'De Vries', company: 'J. P. Morgan' },
      ...{ title: 'Co-Founder', skills: ['E-Commerce'], headline: 'at the sea' },
    });
    for (const q of ['minjun', 'devries', 'jpmorgan', 'cofounder', 'ecommerce', 'jp morgan'])
      expect(await names({ q }), q).toEqual(['Min Jun De Vries']);
    for (const q of ['atthe', 'thesea', 'junde']) expect(await names({ q }), q).toEqual([]);
  });
});

describe('a question without a letter or digit', () => {
  it.each(['!!!', '…', '-', '🎓', '\u200b-'])('finds nobody, with a hint: %j', async (q) => {
    await office.profiles.create(schrodinger);
    const page = await visitor.directory.search({ q, facets: ['company'] });
    expect(page).toMatchObject({
      ...{ data: [], total: { value: 0, relation: 'exact' }, nextCursor: null },
      ...{ facets: { company: [] }, hint: 'no_searchable_characters' },
    });
    expect((await visitor.directory.suggest({ q })).data).toEqual([]);
  });

  it.each(['', '  '])('that is blank is none: everyone is listed for %j', async (q) => {
    await office.profiles.create(schrodinger);
    const page = await visitor.directory.search({ q });
    expect([page.data.length, page.hint]).toEqual([1, undefined]);
  });
});
