import fc from 'fast-check';
import type { ProfileCreate, ProfileUpdate } from '../profiles';
import { facetFields } from '../search/document';
import type { Defaults, Step } from './register';

// Few words, near each other: the same value in several spellings, words that begin other words, words one or two typing
// errors apart, the same word as name, company and city, apostrophes, and scripts without spaces.
const given = [
  'Ana',
  'Anna',
  'Ánna',
  'ANNA',
  'Hannah',
  'Hanna',
  'Anne-Marie',
  'Anne Marie',
  "D'Arcy",
  '明',
  'Мария',
  'Paris',
  'Min-jun',
  'Minjun',
  'Min Jun',
  'J. R. R.',
  'JRR',
  'さくら',
  'サクラ',
];
const family = [
  'Curie', 'Curia', 'Currie', 'curie', 'Schrödinger', 'Schrodinger', 'Schroeder', 'O’Brien', "O'Brian", 'Obrien', '李', '李明',
  'Acme', 'Мариин', 'Mc Donald', 'McDonald', 'Al-Hassani', 'Alhassani', 'van der Curie',
]; // prettier-ignore
const companies = [
  'Acme',
  'ACME',
  'Acmé',
  'Acme  Labs',
  'Acme Labs',
  'Acmes',
  'Curie Institute',
  'Institute',
  '李明株式会社',
  'Mc Acme',
];
const places = ['Paris', 'PARIS', 'Parìs', 'Pariss', 'Acme', 'Curie', '東京', '京'];
const words = [
  'Institute',
  'Institutes',
  'Chemistry',
  'chemistry',
  'Chemist',
  'Chemsitry',
  'Physics',
  'Physic',
  'Anna',
  'O’Brien',
  'Bio-Chemistry',
  'Biochemistry',
];
const programmes = ['A B', 'A-B', 'Law', 'law'];
const years = [1911, 1912, 2001];

const optional = { requiredKeys: [] as [] };
export const audience = fc.constantFrom('public' as const, 'members' as const, 'private' as const);

const degree = fc.record(
  {
    batchYear: fc.constantFrom(...years),
    programme: fc.constantFrom(...programmes),
    department: fc.constantFrom(...words),
    kind: fc.constantFrom('PhD', 'MSc'),
    primary: fc.boolean(),
  },
  { requiredKeys: ['batchYear'] },
);

const values = {
  givenName: fc.constantFrom(...given),
  familyName: fc.constantFrom(...family),
  displayName: fc.constantFrom('Marie Curie', 'Anna O’Brien', '李 明', 'Prof. Schrödinger', 'Anna'),
  otherNames: fc.array(fc.constantFrom(...given, ...family, 'Anna Maria Curie'), { maxLength: 2 }),
  degrees: fc.array(degree, { maxLength: 3 }),
  company: fc.constantFrom(...companies),
  title: fc.constantFrom(...words),
  industry: fc.constantFrom(...words),
  city: fc.constantFrom(...places),
  country: fc.constantFrom(...places),
  skills: fc.array(fc.constantFrom(...words), { maxLength: 3 }),
  headline: fc
    .array(fc.constantFrom(...words, ...family, ...places), { minLength: 1, maxLength: 3 })
    .map((all) => all.join(' ')),
};
const links: NonNullable<ProfileCreate['links']>[] = [
  [{ url: 'https://example.org/a' }],
  [{ label: 'Curie', url: 'https://example.org/b' }],
];
/** Shown in profiles, but never searched. */
const unsearched = {
  bio: fc.constantFrom('Curie', 'Hidden'),
  links: fc.constantFrom(...links),
  photoUrl: fc.constantFrom('https://example.org/a.jpg', 'https://example.org/b.jpg'),
  email: fc.constantFrom('anna@example.org', 'curie@example.org'),
  externalId: fc.constantFrom('1', '2', '3'),
  birthDate: fc.constantFrom('1867-11-07', '1879-03-14'),
};

const audienceFields = [
  'name', 'otherNames', 'degrees', 'company', 'title', 'industry', 'city', 'country', 'skills', 'headline', 'bio', 'links',
  'photoUrl', 'email',
] as const; // prettier-ignore

export const audiences = <T>(choice: fc.Arbitrary<T>) =>
  fc
    .uniqueArray(fc.constantFrom(...audienceFields), { maxLength: 5 })
    .chain((fields) =>
      fc.record(
        Object.fromEntries(fields.map((field) => [field, choice])) as Record<
          (typeof fields)[number],
          typeof choice
        >,
      ),
    );

/** A person's searched fields. */
export const visibleDraft: fc.Arbitrary<ProfileCreate> = fc
  .record(values, optional)
  .map((draft) =>
    (draft.givenName ?? draft.familyName ?? draft.displayName) ? draft : { ...draft, familyName: 'Curie' },
  );

/** A person with whatever may be known of them, and choices of who sees it. */
export const draft: fc.Arbitrary<ProfileCreate> = fc
  .tuple(visibleDraft, fc.record(unsearched, optional), audiences(audience))
  .map(([searched, rest, chosen]) => ({ ...searched, ...rest, audiences: chosen }));

const update: fc.Arbitrary<ProfileUpdate> = fc
  .record(
    {
      ...(Object.fromEntries(
        Object.entries({ ...values, ...unsearched }).map(([field, value]) => [
          field,
          fc.option<unknown>(value, { freq: 3 }),
        ]),
      ) as { [field: string]: fc.Arbitrary<never> }),
      audiences: audiences(fc.option(audience, { freq: 4 })),
    },
    optional,
  )
  .chain((all) => {
    const fields = Object.entries(all);
    return fc.subarray(fields, { maxLength: 3 }).map((some) => Object.fromEntries(some));
  });

const person = fc.nat({ max: 13 });

/** What happens to a register, a few people first. */
export const history: fc.Arbitrary<Step[]> = fc
  .tuple(
    fc.array(draft, { minLength: 4, maxLength: 14, size: 'max' }),
    fc.array(
      fc.oneof(
        { weight: 1, arbitrary: fc.record({ kind: fc.constant('create' as const), draft }) },
        { weight: 5, arbitrary: fc.record({ kind: fc.constant('update' as const), person, update }) },
        {
          weight: 2,
          arbitrary: fc.record({ kind: fc.constantFrom('delete' as const, 'undelete' as const), person }),
        },
      ),
      { maxLength: 12 },
    ),
  )
  .map(([drafts, later]) => [...drafts.map((each): Step => ({ kind: 'create', draft: each })), ...later]);

/** Mostly public, so that what is hidden stands among what is seen. */
export const institutionDefaults: fc.Arbitrary<Defaults> = fc.record(
  Object.fromEntries(
    audienceFields.map((field) => [
      field,
      fc.oneof({ weight: 3, arbitrary: fc.constant('public' as const) }, { weight: 1, arbitrary: audience }),
    ]),
  ),
  { requiredKeys: ['name'] },
);

const word = fc.constantFrom(
  ...new Set(
    [
      ...given,
      ...family,
      ...companies,
      ...places,
      ...words,
      ...programmes,
      ...years.map(String),
      'Marie',
    ].flatMap((text) => text.split(/\s+/)),
  ),
);

/** As people type: whole, unfinished, with an accent lost, or with one or two typing errors. */
const typed = fc
  .tuple(
    word,
    fc.constantFrom('whole', 'beginning', 'drop', 'swap', 'replace', 'double', 'swap twice'),
    fc.nat(),
    fc.nat(),
  )
  .map(([text, manner, a, b]) => {
    const at = a % text.length;
    switch (manner) {
      case 'beginning':
        return text.slice(0, 1 + at);
      case 'drop':
        return text.slice(0, at) + text.slice(at + 1) || text;
      case 'swap':
        return swapped(text, at);
      case 'swap twice':
        return swapped(swapped(text, at), b % text.length);
      case 'replace':
        return `${text.slice(0, at)}x${text.slice(at + 1)}`;
      case 'double':
        return text.slice(0, at) + text.slice(at, at + 1) + text.slice(at);
      default:
        return text;
    }
  });

function swapped(text: string, at: number): string {
  return text.slice(0, at) + text.slice(at + 1, at + 2) + text.slice(at, at + 1) + text.slice(at + 2);
}

const phrase = fc.oneof(
  { weight: 1, arbitrary: typed },
  { weight: 1, arbitrary: fc.array(typed, { minLength: 2, maxLength: 3 }).map((all) => all.join(' ')) },
);

export interface Question {
  readonly q?: string;
  readonly batchYear?: readonly string[];
  readonly department?: readonly string[];
  readonly company?: readonly string[];
  readonly city?: readonly string[];
  readonly country?: readonly string[];
  readonly industry?: readonly string[];
  readonly skill?: readonly string[];
  readonly sort?: 'relevance' | 'name' | '-batchYear';
  readonly facets: readonly (typeof facetFields)[number][];
  readonly limit: number;
}

const some = (all: readonly string[]) =>
  fc.uniqueArray(fc.constantFrom(...all), { minLength: 1, maxLength: 2 });
const filters = {
  batchYear: some([...years.map(String), '1911..1912']),
  department: some(words),
  company: some(companies),
  city: some(places),
  country: some(places),
  industry: some(words),
  skill: some(words),
};

/** A question to the directory: words, a filter or two, an order, counts, and pages of some size. */
export const question: fc.Arbitrary<Question> = fc
  .tuple(
    fc.oneof({ weight: 3, arbitrary: phrase }, { weight: 1, arbitrary: fc.constant(undefined) }),
    fc.oneof(
      { weight: 4, arbitrary: fc.constant([]) },
      { weight: 3, arbitrary: fc.constantFrom(...facetFields).map((field) => [field]) },
      {
        weight: 1,
        arbitrary: fc.uniqueArray(fc.constantFrom(...facetFields), { minLength: 2, maxLength: 2 }),
      },
    ),
    fc.record(filters),
    fc.option(fc.constantFrom('relevance' as const, 'name' as const, '-batchYear' as const)),
    fc.subarray([...facetFields]),
    fc.constantFrom(2, 5, 100),
  )
  .map(([q, fields, all, sort, facets, limit]) => ({
    ...(q !== undefined && { q }),
    ...Object.fromEntries(fields.map((field) => [field, all[field]])),
    ...(sort && { sort }),
    facets,
    limit,
  }));

export const beginning = fc.oneof(
  fc.tuple(word, fc.nat()).map(([text, length]) => text.slice(0, 1 + (length % text.length))),
  phrase,
);
