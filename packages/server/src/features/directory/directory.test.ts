import { type Client, createClient } from '@homecoming/sdk';
import { beforeEach, describe, expect, it } from 'vitest';
import { startTestService } from '../../testing/service';
import type { KeyScope } from '../keys/scopes';

const service = startTestService();
let clientWith: (...scopes: KeyScope[]) => Promise<Client>;
let office: Client;
let visitor: Client;

beforeEach(async () => {
  const { origin, ...tests } = await service;
  const school = await tests.createInstitution();
  clientWith = async (...scopes) =>
    createClient({ baseUrl: origin, key: await school.createKey({ scopes }) });
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
    expect(updated).not.toHaveProperty('city');
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

describe('a display name', () => {
  const sand = { givenName: 'Aurore', familyName: 'Dupin', displayName: 'George Sand', city: 'Nohant' };

  it('stands in for given and family name: nobody finds the person by them, nor is shown them', async () => {
    const { id } = await office.profiles.create(sand);
    expect(await names({ q: 'george' })).toEqual(['George Sand']);
    for (const hidden of ['aurore', 'dupin', 'dupi', 'dupim', 'aurore nohant'])
      expect([hidden, await names({ q: hidden })]).toEqual([hidden, []]);
    expect((await visitor.directory.suggest({ q: 'dup' })).data).toEqual([]);
    expect(JSON.stringify(await visitor.directory.search({ q: 'sand' }))).not.toMatch(/aurore|dupin/i);
    const seen = await visitor.profiles.get(id);
    expect(seen).toMatchObject({ displayName: 'George Sand', city: 'Nohant' });
    const asMember = await office.profiles.get(id, { audience: 'members' });
    for (const profile of [seen, asMember]) expect(JSON.stringify(profile)).not.toMatch(/aurore|dupin/i);
  });

  it('hides nothing from the institution, which finds the person by every name', async () => {
    const { id } = await office.profiles.create(sand);
    expect(await office.profiles.get(id)).toMatchObject(sand);
    expect((await office.directory.search({ q: 'dupin' })).data).toMatchObject([{ id }]);
  });

  it('that says the family name leaves the person where that is in the order of names', async () => {
    for (const displayName of ['Marie Curie', 'Zoe Bohr'])
      await office.profiles.create({ displayName, givenName: 'X', familyName: displayName.split(' ')[1]! });
    await office.profiles.create(sand);
    expect(await names({ sort: 'name' })).toEqual(['Zoe Bohr', 'Marie Curie', 'George Sand']);
    await office.profiles.create({ displayName: 'Aage' });
    const seen = await visitor.directory.search({ q: 'curie' });
    expect(await visitor.profiles.get(seen.data[0]!.id)).not.toHaveProperty('familyName');
  });
});

describe('a key that writes', () => {
  const draft = { familyName: 'Meitner', city: 'Berlin', email: 'lise@homes.example', bio: 'Born in Vienna' };

  it('is answered only the id and the version, unless it reads', async () => {
    const writer = await clientWith('directory:write');
    const created = await writer.profiles.create(draft);
    expect(created).toEqual({ id: created.id, version: 1 });
    expect(await writer.profiles.update(created.id, { city: 'Berlin' })).toEqual(created);
    await writer.profiles.delete(created.id);
    expect(await writer.profiles.undelete(created.id)).toEqual({ id: created.id, version: 3 });
  });

  it('is answered as much as it reads: what is private takes directory:private', async () => {
    const { id } = await office.profiles.create({ ...draft, audiences: { bio: 'private' } });
    const member = await (
      await clientWith('directory:write', 'directory:read')
    ).profiles.update(id, { city: 'Berlin' });
    expect(member).toMatchObject({ id, familyName: 'Meitner', city: 'Berlin', version: 1 });
    for (const hidden of ['email', 'bio', 'audiences', 'createdAt'])
      expect(member).not.toHaveProperty(hidden);
    await office.profiles.update(id, { audiences: { name: 'private' } });
    const writer = await clientWith('directory:write', 'directory:read');
    expect(await writer.profiles.update(id, { city: 'Berlin' })).toEqual({ id, version: 2 });
    const all = await clientWith('directory:write', 'directory:read', 'directory:private');
    expect(await all.profiles.update(id, { city: 'Berlin' })).toMatchObject({
      email: 'lise@homes.example',
      version: 2,
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
    ['Ian St. John', 'Ian Stjohn', ['stjohn', 'st john', 'St. John', 'stjo', 'st jo']],
    ['Anna van der Waals', 'Anna Vanderwaals', ['vanderwaals', 'vanderw']],
  ])('are one: %s and %s', async (apart, asOne, questions) => {
    for (const displayName of [apart, asOne, 'Anna Other']) await office.profiles.create({ displayName });
    for (const q of questions) expect((await names({ q })).sort(), q).toEqual([apart, asOne].sort());
    for (const q of questions) {
      const { data } = await visitor.directory.suggest({ q });
      expect(data.map(({ value }) => value).sort(), `suggested for ${q}`).toEqual([apart, asOne].sort());
    }
  }); // prettier-ignore

  it('are one in given names, also longer ones', async () => {
    const [apart, asOne] = [
      { givenName: 'Anne Marie', familyName: 'Smith' },
      { givenName: 'Annemarie', familyName: 'Smith' },
    ];
    for (const draft of [apart, asOne, { givenName: 'Anne', familyName: 'Marie' }]) await office.profiles.create(draft);
    for (const q of ['annemarie', 'anne-marie smith', 'annemarie smith', 'smith annema', 'smith anne ma'])
      expect((await names({ q })).sort(), q).toEqual(['Anne Marie Smith', 'Annemarie Smith']);
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
