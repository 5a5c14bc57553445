import { fullNameOf, type Profile } from '../profile';
import { keyOf, wordsOf } from '../text';
import { type Joining, variantsOf } from '../variants';

/** Where a word was found; the classes that ranking tells apart. */
export type WordClass = 'any' | 'name' | 'company';

/** What a person can be filtered by and counted by. */
export const facetFields = [
  'batchYear',
  'department',
  'company',
  'city',
  'country',
  'industry',
  'skill',
] as const;
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
  readonly tag: string;

  constructor(institutionNumber: number) {
    this.tag = `${institutionNumber.toString(36)}:`;
  }

  word(wordClass: WordClass, word: string): string {
    return this.tag + wordLetter[wordClass] + word;
  }

  facet(field: FacetField, key: string): string {
    return `${this.tag}${facetLetter[field]}${key}`;
  }

  bucket(bucket: number): string {
    return `${this.tag}~${bucket}`;
  }
}

/** A lexeme as the text forms of tsvector and tsquery want it. */
export function quoted(lexeme: string): string {
  return `'${lexeme.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}

/** The last bits of a UUIDv7 are random: buckets are about equal, and tell nothing but the id. */
export function sampleBucketOf(profileId: string): number {
  return parseInt(profileId.slice(-2), 16) % sampleBuckets;
}

/**
 * The words by which a profile can be found, by where they stand. Chinese, Japanese and Korean characters are asked for as
 * phrases, so theirs come with positions.
 */
export type SearchedWords = Readonly<Record<WordClass, ReadonlyMap<string, ReadonlySet<number>>>>;

/** Of a profile already reduced to what its audience may see. */
export function searchedWords(profile: Profile): SearchedWords {
  const any = new Map<string, Set<number>>();
  let position = 1;
  const read = (
    texts: readonly (string | undefined)[],
    joining: Joining,
    into?: Map<string, Set<number>>,
  ) => {
    for (const text of new Set(texts)) {
      if (text === undefined) continue;
      for (const { word, cjk } of wordsOf(text)) {
        addWord(any, word, cjk ? position : undefined);
        if (into) addWord(into, word, cjk ? position : undefined);
        if (cjk) position++;
      }
      for (const word of variantsOf(text, joining)) {
        addWord(any, word, undefined);
        if (into) addWord(into, word, undefined);
      }
      position += 2; // a phrase must not reach from one text into the next
    }
  };
  const { company, headline, title, city, country, industry, skills } = profile;
  const [name, companies] = [new Map<string, Set<number>>(), new Map<string, Set<number>>()];
  for (const joining of ['givenNames', 'names'] as const) read(namesOf(profile, joining), joining, name);
  // No given name is written as one word with the family name, however short it is.
  read([fullNameOf(profile)], 'signs', name);
  read([company], 'names', companies);
  read([headline, title, city, country, industry, ...skills], 'signs');
  for (const { department, programme, batchYear } of profile.degrees)
    read([department, programme, String(batchYear)], 'signs');
  return { name, company: companies, any };
}

/** The words that stored lexemes stand for, without their places. */
export function searchedWordsOf(stored: readonly string[], { tag }: Lexemes): SearchedWords {
  const words = { any: new Map(), name: new Map(), company: new Map() } satisfies Record<
    WordClass,
    Map<string, ReadonlySet<number>>
  >;
  const classes = new Map(Object.entries(wordLetter).map(([each, letter]) => [letter, each as WordClass]));
  for (const lexeme of stored) {
    const wordClass = classes.get(lexeme[tag.length]!);
    if (wordClass) words[wordClass].set(lexeme.slice(tag.length + 1), noPositions);
  }
  return words;
}

function namesOf(
  { displayName, givenName, familyName, otherNames }: Profile,
  joining: 'givenNames' | 'names',
): (string | undefined)[] {
  return joining === 'givenNames' ? [givenName] : [displayName, familyName, ...otherNames];
}

/** The words of all of a person's names, as search finds them. */
export function nameWordsOf(profile: Profile): ReadonlySet<string> {
  const words = new Set<string>();
  for (const joining of ['givenNames', 'names'] as const)
    for (const text of namesOf(profile, joining)) {
      if (text === undefined) continue;
      for (const { word } of wordsOf(text)) words.add(word);
      for (const word of variantsOf(text, joining)) words.add(word);
    }
  return words;
}

const noPositions: ReadonlySet<number> = new Set();

function addWord(words: Map<string, Set<number>>, word: string, position: number | undefined): void {
  let positions = words.get(word);
  if (!positions) words.set(word, (positions = new Set()));
  // PostgreSQL keeps at most 256 positions of a lexeme, none above 16383.
  if (position !== undefined && position < 16_000 && positions.size < 250) positions.add(position);
}

/** What all rows of a profile have in their tsvectors: its words, and the filter values that no degree changes. */
export function sharedLexemes(
  profile: Profile,
  words: SearchedWords,
  lexemes: Lexemes,
): Map<string, ReadonlySet<number>> {
  const document = new Map<string, ReadonlySet<number>>();
  for (const wordClass of ['any', 'name', 'company'] as const) {
    for (const [word, positions] of words[wordClass]) document.set(lexemes.word(wordClass, word), positions);
  }
  for (const [field, key] of facetsOfPerson(profile)) document.set(lexemes.facet(field, key), noPositions);
  document.set(lexemes.bucket(sampleBucketOf(profile.id)), noPositions);
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
