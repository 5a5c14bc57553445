import { createHash } from 'node:crypto';
import { displayNameOf, type Profile } from '../profile';
import { apostropheVariants, keyOf, wordsOf } from '../text';

/** Where a word was found; the classes that ranking tells apart. */
export type WordClass = 'any' | 'name' | 'company';

/** What a person can be filtered by and counted by. */
export const facetFields = ['batchYear', 'department', 'company', 'city', 'country', 'industry', 'skill'] as const;
export type FacetField = (typeof facetFields)[number];

const wordLetter: Readonly<Record<WordClass, string>> = { any: '.', name: 'n', company: 'c' };
const facetLetter: Readonly<Record<FacetField, string>> = {
  batchYear: 'Y',
  department: 'D',
  company: 'C',
  city: 'T',
  country: 'L',
  industry: 'I',
  skill: 'S',
};

/** Entries are dealt into this many buckets by their id, so that a known share of them can be counted instead of all. */
export const sampleBuckets = 64;

/** The lexemes of one institution: each begins with its tag, so a posting list never mixes institutions. */
export class Lexemes {
  readonly #tag: string;

  constructor(institutionNumber: number) {
    this.#tag = institutionNumber.toString(36);
  }

  word(wordClass: WordClass, word: string): string {
    return this.#tag + wordLetter[wordClass] + word;
  }

  facet(field: FacetField, key: string): string {
    return `${this.#tag}${facetLetter[field]}${key}`;
  }

  bucket(bucket: number): string {
    return `${this.#tag}~${bucket}`;
  }
}

/** A lexeme as the text forms of tsvector and tsquery want it. */
export function quoted(lexeme: string): string {
  return `'${lexeme.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}

export function sampleBucketOf(profileId: string): number {
  return createHash('sha256').update(profileId).digest()[0]! % sampleBuckets;
}

export interface WordsByClass {
  readonly name: ReadonlySet<string>;
  readonly company: ReadonlySet<string>;
  readonly any: ReadonlySet<string>;
}

interface PlacedWord {
  readonly word: string;
  /** Only of Chinese, Japanese and Korean characters, which are asked for as phrases. */
  readonly position: number | undefined;
}

/** The searched texts of a profile (already reduced to what its audience may see), by class. */
function searchedTexts(profile: Profile): { name: string[]; company: string[]; rest: string[] } {
  const present = (texts: readonly (string | undefined)[]) => texts.filter((text) => text !== undefined);
  return {
    name: present([
      profile.displayName,
      displayNameOf(profile),
      profile.givenName,
      profile.familyName,
      ...profile.otherNames,
    ]),
    company: present([profile.company]),
    rest: present([
      profile.headline,
      profile.title,
      profile.city,
      profile.country,
      profile.industry,
      ...profile.skills,
      ...profile.degrees.flatMap((degree) => [degree.department, degree.programme, String(degree.batchYear)]),
    ]),
  };
}

function* placed(texts: readonly string[]): Generator<PlacedWord> {
  let position = 1;
  for (const text of new Set(texts)) {
    for (const { word, cjk } of wordsOf(text)) yield { word, position: cjk ? position++ : undefined };
    for (const word of apostropheVariants(text)) yield { word, position: undefined };
    position += 2; // a phrase must not reach from one text into the next
  }
}

/** The words by which a profile can be found. */
export function searchedWords(profile: Profile): WordsByClass {
  const { name, company, rest } = searchedTexts(profile);
  const set = (texts: string[]) => new Set([...placed(texts)].map(({ word }) => word));
  const names = set(name);
  const companies = set(company);
  return { name: names, company: companies, any: new Set([...names, ...companies, ...set(rest)]) };
}

/** The tsvector, as text, that all rows of a profile share: its words and those filter values that no degree changes. */
export function sharedLexemes(profile: Profile, lexemes: Lexemes): Map<string, Set<number>> {
  const { name, company, rest } = searchedTexts(profile);
  const document = new Map<string, Set<number>>();
  const add = (lexeme: string, position?: number) => {
    const positions = document.get(lexeme) ?? new Set();
    // PostgreSQL keeps at most 256 positions of a lexeme, none above 16383.
    if (position !== undefined && position < 16_000 && positions.size < 250) positions.add(position);
    document.set(lexeme, positions);
  };
  for (const { word, position } of placed([...name, ...company, ...rest])) add(lexemes.word('any', word), position);
  for (const { word, position } of placed(name)) add(lexemes.word('name', word), position);
  for (const { word, position } of placed(company)) add(lexemes.word('company', word), position);
  for (const [field, key] of facetsOfPerson(profile)) add(lexemes.facet(field, key));
  add(lexemes.bucket(sampleBucketOf(profile.id)));
  return document;
}

/** The filter values of the person, whichever degree. */
export function* facetsOfPerson(profile: Profile): Generator<[FacetField, string, label: string]> {
  for (const field of ['company', 'city', 'country', 'industry'] as const) {
    const label = profile[field];
    if (label !== undefined) yield [field, keyOf(label), label];
  }
  for (const skill of profile.skills) yield ['skill', keyOf(skill), skill];
}

export function documentText(lexemes: Iterable<readonly [string, ReadonlySet<number>]>): string {
  const parts: string[] = [];
  for (const [lexeme, positions] of lexemes) {
    parts.push(positions.size ? `${quoted(lexeme)}:${[...positions].join(',')}` : quoted(lexeme));
  }
  return parts.join(' ');
}
