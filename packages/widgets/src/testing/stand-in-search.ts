import type {
  DirectoryEntry,
  DirectoryPage,
  FacetName,
  Profile,
  Suggestion,
  Suggestions,
} from '@homecoming/sdk';
import type { Person } from './people';

const textFields = [
  'displayName',
  'otherNames',
  'company',
  'title',
  'department',
  'city',
  'country',
  'headline',
  'skills',
] as const;
const facetFields = [
  'batchYear',
  'department',
  'company',
  'city',
  'country',
  'industry',
] as const satisfies readonly FacetName[];
const suggestedFields = ['company', 'city', 'department'] as const;

const corrections: Readonly<Record<string, string>> = { curei: 'curie', mraie: 'marie' };

/** Folds without moving any letter, so that places in the folded text are places in the text. */
function fold(text: string): string {
  return [...text].map((letter) => letter.normalize('NFD')[0]?.toLowerCase() ?? '').join('');
}

/** Answers a search as the contract says, over a small register; by name, with cursors that are plain offsets. */
export function searchPeople(people: readonly Person[], params: URLSearchParams): DirectoryPage {
  const typed = (params.get('q') ?? '').split(/\s+/).map(fold).filter(Boolean);
  const asked = (params.get('q') ?? '').trim();
  const isLiteral = params.get('corrections') === 'off';
  const corrected = typed.filter((word) => word in corrections && !isLiteral);
  const words = typed.map((word) => (isLiteral ? word : (corrections[word] ?? word)));
  const isUnsearchable = asked !== '' && !/[\p{L}\p{N}]/u.test(asked);
  const matching = isUnsearchable ? [] : people.flatMap((person) => highlighted(person, words) ?? []);
  const found = matching.filter((person) => facetFields.every((facet) => passes(person, facet, params)));
  if (params.get('sort') === '-batchYear') found.sort((a, b) => (b.batchYear ?? 0) - (a.batchYear ?? 0));
  const start = Number(params.get('cursor') ?? 0);
  const limit = Number(params.get('limit') ?? 20);
  return {
    data: found.slice(start, start + limit),
    nextCursor: start + limit < found.length ? `${start + limit}` : null,
    total: { value: found.length, relation: 'exact' },
    facets: Object.fromEntries(
      (params.get('facets')?.split(',') ?? []).map((facet) => [
        facet,
        countsOf(matching, facet as (typeof facetFields)[number], params),
      ]),
    ),
    facetCounts: 'exact',
    ...(isUnsearchable && { hint: 'no_searchable_characters' as const }),
    corrections: corrected.map((word) => ({ word, replacements: [corrections[word] ?? ''] })),
  };
}

function highlighted(person: Person, words: readonly string[]): DirectoryEntry | undefined {
  const highlights: DirectoryEntry['highlights'] = [];
  const matches = words.every((word) => {
    const before = highlights.length;
    for (const field of textFields) {
      const value = person[field];
      for (const [index, text] of [value ?? []].flat().entries()) {
        const start = ` ${fold(text)}`.indexOf(` ${word}`);
        if (start !== -1)
          highlights.push({
            field,
            start,
            end: start + word.length,
            ...(Array.isArray(value) ? { index } : {}),
          });
      }
    }
    return highlights.length > before;
  });
  return matches ? { ...person, highlights } : undefined;
}

function passes(person: Person, facet: (typeof facetFields)[number], params: URLSearchParams): boolean {
  const wanted = facet === 'batchYear' ? (params.get(facet)?.split(',') ?? []) : params.getAll(facet);
  if (wanted.length === 0) return true;
  return wanted.some((value) => {
    if (facet !== 'batchYear') return person[facet] === value;
    const [from = 0, to = from] = value.split('..').map(Number);
    return (person.batchYear ?? 0) >= from && (person.batchYear ?? 0) <= to;
  });
}

function countsOf(people: readonly Person[], facet: (typeof facetFields)[number], params: URLSearchParams) {
  const counts = new Map<string, number>();
  for (const person of people) {
    const value = person[facet];
    const others = facetFields.filter((other) => other !== facet);
    if (value !== undefined && others.every((other) => passes(person, other, params)))
      counts.set(`${value}`, (counts.get(`${value}`) ?? 0) + 1);
  }
  const values = [...counts].map(([value, count]) => ({ value, count }));
  return values
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
    .slice(0, facet === 'batchYear' ? 100 : 10);
}

/** Names, then companies, cities and departments, that begin as typed. */
export function suggestFrom(people: readonly Person[], params: URLSearchParams): Suggestions {
  const typed = fold((params.get('q') ?? '').trim());
  const kinds = params.get('kinds')?.split(',');
  const placeIn = (text: string) => ` ${fold(text)}`.indexOf(` ${typed}`);
  const highlights = (text: string) => [{ start: placeIn(text), end: placeIn(text) + typed.length }];
  const persons = people.filter(({ displayName }) => placeIn(displayName) !== -1).slice(0, 4);
  const values = suggestedFields.flatMap((kind) => {
    const found = new Set(
      people.flatMap((person) => person[kind] ?? []).filter((text) => placeIn(text) !== -1),
    );
    return [...found].map((value) => ({
      kind,
      value,
      highlights: highlights(value),
      count: people.filter((person) => person[kind] === value).length,
    }));
  });
  const all: Suggestion[] = [
    ...persons.map(({ id, displayName, batchYear, company }) => ({
      kind: 'person' as const,
      value: displayName,
      profileId: id,
      highlights: highlights(displayName),
      ...(batchYear !== undefined && { batchYear }),
      ...(company !== undefined && { company }),
    })),
    ...values,
  ];
  return {
    data: all.filter(({ kind }) => kinds?.includes(kind) ?? true).slice(0, Number(params.get('limit') ?? 8)),
  };
}

/** What a visitor may see of a person of the register. */
export function profileOf(people: readonly Person[], id: string): Profile | undefined {
  const person = people.find((each) => each.id === id);
  if (!person) return undefined;
  const { batchYear, department, otherNames = [], skills = [], ...rest } = person;
  const batchId = 'bat_01jdyvbv7gen8t9pe8z5aav003';
  const degrees =
    batchYear === undefined
      ? []
      : [{ batchId, batchYear, primary: true, ...(department !== undefined && { department }) }];
  const links = [{ label: 'Laboratory', url: 'https://radium.example/' }];
  return { ...rest, otherNames, skills, degrees, links, bio: 'Born in Warsaw.\nTwo prizes, one shed.' };
}
