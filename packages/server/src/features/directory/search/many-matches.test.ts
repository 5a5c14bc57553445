import { beforeAll, describe, expect, it } from 'vitest';
import {
  everythingPublic,
  startTestService,
  type TestInstitution,
  type TestService,
} from '../../../testing/service';
import { loadProfiles } from '../load';
import type { ProfileCreate } from '../profiles';
import type { Question } from '../testing/arbitraries';
import { NaiveDirectory } from '../testing/naive-search';
import { Reader, Records } from '../testing/reader';
import { type View, viewOf } from '../testing/register';

// More than the 1,000 up to which matches are ranked one by one.
const people = 1_300;

let service: TestService;
let records: Records;
let school: TestInstitution;
/** The same register without what the public may not see. */
let twin: TestInstitution;
let drafts: ProfileCreate[];
let ids: string[];
/** As members and as the public see the first school, looked at one by one. */
let forMembers: NaiveDirectory;
let forPublic: NaiveDirectory;

beforeAll(async () => {
  service = await startTestService();
  records = await Records.open(service);
  school = await service.createInstitution();
  twin = await service.createInstitution();
  drafts = Array.from({ length: people }, (_, i) => person(i));
  const all = drafts.map((draft) => ({ draft, deleted: false }));
  const visible = viewOf(all, 'public', everythingPublic);
  await load(school, drafts);
  await load(
    twin,
    visible.filter((draft) => draft !== undefined),
  );
  ids = await records.profileIds(school.institution.id);
  const naive = (view: View) =>
    new NaiveDirectory(view.flatMap((draft, i) => (draft ? [{ id: ids[i]!, draft }] : [])));
  forMembers = naive(viewOf(all, 'members', everythingPublic));
  forPublic = naive(visible);
  return () => records.close();
});

/** By chance, but the same in every run. */
function person(i: number): ProfileCreate {
  const pick = <T>(all: readonly T[], by: number): T => all[Math.floor(i / by) % all.length]!;
  const isHidden = i % 13 === 0;
  return {
    givenName: pick(['Anna', 'Anna', 'Annabel', 'Marie Anna', 'Hanna'], 1),
    familyName: pick(['Curie', 'Annan', 'Curia', 'Curie', 'Meitner', 'Curies', 'Curie-Anna'], 3),
    ...(i % 2 && { company: pick(['Anna Institute', 'Curie Works', 'Annapurna', 'Acme'], 2) }),
    headline: pick(
      [
        'works with Anna and Curie',
        'met Curie and Anna',
        'of the Annals Curie',
        'Anna on curies',
        'Curie, Anna',
      ],
      5,
    ),
    city: pick(['Paris', 'Rome', 'Oslo'], 7),
    degrees: [{ batchYear: 1990 + (i % 9) }, ...(i % 4 ? [] : [{ batchYear: 1980 }])],
    audiences: {
      ...(isHidden && { name: 'members' as const }),
      ...(i % 5 === 0 && { company: 'members' as const, headline: 'private' as const }),
      ...(i % 7 === 0 && { degrees: 'private' as const }),
    },
  };
}

/** In chunks one after the other, so that ids are in the order of the drafts. */
async function load({ scope }: TestInstitution, all: readonly ProfileCreate[]): Promise<void> {
  for (let i = 0; i < all.length; i += 500) await loadProfiles(scope, all.slice(i, i + 500));
}

const questions: readonly (Omit<Question, 'facets' | 'limit'> & { readonly facets?: Question['facets'] })[] =
  [
    { q: 'anna' },
    { q: 'ann' },
    { q: 'anna curie', facets: ['company', 'batchYear'] },
    { q: 'curie ann' },
    { q: 'annna' },
    { q: 'curie', sort: 'name' },
    { q: 'ann', sort: '-batchYear' },
    { q: 'ann', batchYear: ['1980..1997'] },
    {},
    { sort: '-batchYear', facets: ['company', 'city', 'batchYear'] },
    { batchYear: ['1980..1998'] },
    { city: ['paris', 'rome', 'oslo'], sort: '-batchYear' },
  ];

describe('more than a thousand matches', () => {
  it.each(questions)('come in tiers, then by name, none twice and none left out: %j', async (question) => {
    const all = { facets: [], limit: 100, ...question };
    const matching = forMembers.search(all, { byTiers: true });
    expect(matching.ids.length).toBeGreaterThan(1_000);
    const names = await records.namesOf(
      school.institution.id,
      ids.map((_, i) => i),
    );
    const reader = await Reader.of(service, school, 'members', names);
    const pages = reader.named(await reader.pages('/v1/directory/search', all));
    const rows = pages.flatMap(({ data }) => (data as { id: string }[]).map(({ id }) => id));
    expect(rows).toEqual(matching.ids.map((id) => names.get(id)));
    const totals = new Set(pages.map(({ total }) => JSON.stringify(total)));
    expect([
      JSON.stringify({ value: matching.ids.length, relation: 'exact' }),
      JSON.stringify({ value: 1_000, relation: 'atLeast' }),
    ]).toContain([...totals].join());
  });

  it.each(questions.filter((_, i) => i % 3 === 2))(
    'are read by the public a thousand deep, and as if what is hidden did not exist: %j',
    async (question) => {
      const all = { facets: [], limit: 90, ...question };
      const seen = drafts.flatMap(({ audiences }, i) => (audiences?.name ? [] : [i]));
      const [there, here] = await Promise.all([
        records
          .namesOf(
            school.institution.id,
            drafts.map((_, i) => i),
          )
          .then((names) => Reader.of(service, school, 'public', names)),
        records.namesOf(twin.institution.id, seen).then((names) => Reader.of(service, twin, 'public', names)),
      ]);
      const [pages, withoutHidden] = await Promise.all([
        there.pages('/v1/directory/search', all),
        here.pages('/v1/directory/search', all),
      ]);
      expect(there.named(pages)).toEqual(here.named(withoutHidden));
      const rows = pages.flatMap(({ data }) => (data as { id: string }[]).map(({ id }) => id));
      expect(new Set(rows).size).toBe(rows.length);
      expect(rows).toHaveLength(Math.min(1_000, forPublic.search(all).ids.length));
      expect(pages.at(-1)!.nextCursor).toBeNull();
    },
  );
});
