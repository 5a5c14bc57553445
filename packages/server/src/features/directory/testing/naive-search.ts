import type { ProfileCreate } from '../profiles';
import { fold } from '../text';
import type { Question } from './arbitraries';

/**
 * The definition of matching and ranking once more, without a database, indexes or bounds: everybody is looked at, one by
 * one. Only folding is shared with what it is the measure of.
 */

export interface NaivePerson {
  readonly id: string;
  readonly draft: ProfileCreate;
}

interface Asked {
  readonly word: string;
  readonly letters: readonly string[];
  readonly isLast: boolean;
  /** Written as one with words beside it. */
  readonly joined: readonly { readonly word: string; readonly isLast: boolean }[];
  readonly replacements: readonly string[];
}

export interface NaiveAnswer {
  readonly ids: string[];
  readonly years: (number | undefined)[];
  readonly corrections: { word: string; replacements: readonly string[] }[];
  readonly facets: Record<string, { value: string; count: number }[]>;
}

const ideograph = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}]/u;
const apostrophe = /['’]/g;

/** Ideographs one by one, with where they stand; other words whole. */
function splitWords(text: string): { word: string; at: number; isLetter: boolean }[] {
  return [...text.matchAll(/[\p{L}\p{N}\p{M}'’]+/gu)].flatMap((run) =>
    [...run[0].matchAll(new RegExp(`${ideograph.source}|(?:(?!${ideograph.source}).)+`, 'gu'))]
      .map((piece) => ({
        word: fold(piece[0]),
        at: run.index + piece.index,
        isLetter: ideograph.test(piece[0]),
      }))
      .filter(({ word }) => word !== ''),
  );
}

interface Words {
  readonly words: ReadonlySet<string>;
  /** Of each text its ideographs in a row. */
  readonly letters: readonly string[];
}

/** @param longestShort how long a word may be that is written as one with the next */
function wordsIn(texts: readonly (string | undefined)[], longestShort: number): Words {
  const words = new Set<string>();
  const letters: string[] = [];
  for (const text of texts) {
    if (text === undefined) continue;
    for (const { word } of splitWords(text)) words.add(word);
    for (const run of text.split(/\s+/)) {
      const parts = run.split(apostrophe).filter(Boolean);
      if (parts.length > 1) [...parts, parts.join('')].forEach((part) => words.add(fold(part)));
    }
    for (const word of joinedIn(text, longestShort)) words.add(word);
    letters.push(
      splitWords(text)
        .filter(({ isLetter }) => isLetter)
        .map(({ word }) => word)
        .join(''),
    );
  }
  return { words, letters };
}

/** Words that follow each other and may be written as one: each two, and all of them. */
function joinedIn(text: string, longestShort: number): string[] {
  const parts = text.split(/([\p{L}\p{N}\p{M}'’]+)/u);
  const chains: string[][] = [[]];
  for (let i = 1; i < parts.length; i += 2) {
    const word = ideograph.test(parts[i]!) ? '' : fold(parts[i]!);
    const last = chains.at(-1)!.at(-1);
    const between = parts[i - 1]!;
    const isOne =
      last &&
      word &&
      (between === '-' ||
        (last.length === 1 && word.length === 1 && /^[. ]+$/.test(between)) ||
        (last.length <= longestShort && /^ +$/.test(between)));
    if (isOne) chains.at(-1)!.push(word);
    else chains.push([word]);
  }
  return chains.flatMap((chain) => [
    ...chain.slice(1).map((word, i) => chain[i]! + word),
    ...(chain.length > 2 ? [chain.join('')] : []),
  ]);
}

/** In Han, kana and Hangul the family name comes first. */
function bothNames({ givenName, familyName }: ProfileCreate): string {
  if (!givenName || !familyName) return givenName ?? familyName ?? '';
  const isEastAsian = [...givenName, ...familyName].every((letter) => ideograph.test(letter));
  return isEastAsian ? familyName + givenName : `${givenName} ${familyName}`;
}

function fullName(draft: ProfileCreate): string {
  return draft.displayName ?? bothNames(draft);
}

function sortName(draft: ProfileCreate): string {
  const { familyName, givenName } = draft;
  const name = familyName === undefined ? fullName(draft) : [familyName, givenName].filter(Boolean).join(' ');
  return splitWords(name)
    .map(({ word }) => word)
    .join(' ');
}

/** Name, company, anything: in the order of their worth. */
function classesOf(draft: ProfileCreate): readonly Words[] {
  const {
    givenName,
    familyName,
    otherNames,
    company,
    headline,
    title,
    city,
    country,
    industry,
    skills,
    degrees,
  } = draft;
  const name = wordsIn([draft.displayName, familyName, ...(otherNames ?? [])], 3);
  const given = wordsIn([givenName], 5);
  const both = wordsIn([bothNames(draft)], 0);
  const ofCompany = wordsIn([company], 3);
  const ofDegrees = (degrees ?? []).flatMap(({ batchYear, department, programme }) => [
    String(batchYear),
    department,
    programme,
  ]);
  const rest = [headline, title, city, country, industry, ...(skills ?? []), ...ofDegrees];
  const names = union(name, given, both);
  return [names, ofCompany, union(names, ofCompany, wordsIn(rest, 0))];
}

function union(...all: readonly Words[]): Words {
  return {
    words: new Set(all.flatMap(({ words }) => [...words])),
    letters: all.flatMap(({ letters }) => letters),
  };
}

/** How well a word matches, 0 the best; undefined where it does not. */
function levelOf(asked: Asked, classes: readonly Words[]): number | undefined {
  for (const [worth, { words, letters }] of classes.entries()) {
    if (asked.letters.length) {
      if (letters.some((row) => row.includes(asked.word))) return worth * 3;
      continue;
    }
    const forms = [asked, ...asked.joined];
    if (forms.some(({ word }) => words.has(word))) return worth * 3;
    const begins = ({ word }: { word: string }) => [...words].some((other) => other.startsWith(word));
    if (forms.some((form) => form.isLast && begins(form))) return worth * 3 + 1;
    if (asked.replacements.some((word) => words.has(word))) return worth * 3 + 2;
  }
  return undefined;
}

function askedIn(q: string): Asked[] {
  const asked: { word: string; letters: string[]; end: number }[] = [];
  for (const { word, at, isLetter } of splitWords(q)) {
    const last = asked.at(-1);
    if (isLetter && last?.letters.length && last.end === at) {
      last.word += word;
      last.letters.push(word);
      last.end = at + 1;
    } else {
      asked.push({ word, letters: isLetter ? [word] : [], end: at + 1 });
    }
  }
  const isLast = (i: number) => i === asked.length - 1 && !asked[i]!.letters.length;
  // A word that is repeated counts once.
  const different = new Map<string, Asked>();
  asked.forEach(({ word, letters }, i) => {
    const joined = ranges(asked.length)
      .filter(([from, to]) => from <= i && i <= to)
      .map(([from, to]) => ({ all: asked.slice(from, to + 1), last: to }))
      .filter(({ all }) => all.every((each) => !each.letters.length))
      .filter(({ all }) => all.length === 2 || all.every((each) => each.word.length === 1))
      .map(({ all, last }) => ({ word: all.map((each) => each.word).join(''), isLast: isLast(last) }));
    const before = different.get(word);
    different.set(word, {
      ...{ word, letters, replacements: [] },
      isLast: isLast(i) || before?.isLast === true,
      joined: [...(before?.joined ?? []), ...joined],
    });
  });
  return [...different.values()];
}

/** Of two or more places that follow each other, the first and the last. */
function ranges(length: number): [number, number][] {
  return Array.from({ length }, (_, from) => from).flatMap((from) =>
    Array.from({ length: length - from - 1 }, (_, i): [number, number] => [from, from + 1 + i]),
  );
}

/**
 * How many typing errors lie between two words, Infinity if more than `most`: a letter too many or too few, another
 * letter, or two neighbours swapped. No letter is mistaken twice, so `est` for `te` is three (a letter put between two
 * that were swapped), not two.
 */
function distance(a: string, b: string, most: number): number {
  if (most < 0) return Infinity;
  if (!a || !b) return a.length + b.length <= most ? a.length + b.length : Infinity;
  if (a[0] === b[0]) return distance(a.slice(1), b.slice(1), most);
  const isSwap = a.length > 1 && a[0] === b[1] && a[1] === b[0];
  return (
    1 +
    Math.min(
      distance(a.slice(1), b, most - 1),
      distance(a, b.slice(1), most - 1),
      distance(a.slice(1), b.slice(1), most - 1),
      isSwap ? distance(a.slice(2), b.slice(2), most - 1) : Infinity,
    )
  );
}

/** The share of three-letter pieces that two words have in common, as PostgreSQL's pg_trgm counts them. */
export function similarity(a: string, b: string): number {
  const pieces = (text: string) => {
    const found = new Set<string>();
    for (const [word] of text.matchAll(/[\p{L}\p{N}]+/gu)) {
      const padded = `  ${word} `;
      for (let i = 0; i + 3 <= padded.length; i++) found.add(padded.slice(i, i + 3));
    }
    return found;
  };
  const [first, second] = [pieces(a), pieces(b)];
  const shared = [...first].filter((piece) => second.has(piece)).length;
  return shared ? shared / (first.size + second.size - shared) : 0;
}

export class NaiveDirectory {
  readonly #people: readonly (NaivePerson & {
    readonly classes: readonly Words[];
    readonly sortName: string;
  })[];
  readonly #vocabulary = new Map<string, number>();

  constructor(people: readonly NaivePerson[]) {
    this.#people = people.map((person) => ({
      ...person,
      classes: classesOf(person.draft),
      sortName: sortName(person.draft),
    }));
    for (const { classes } of this.#people) {
      for (const word of classes[2]!.words) this.#vocabulary.set(word, (this.#vocabulary.get(word) ?? 0) + 1);
    }
  }

  /** What a word may have been meant as, as far as it shares enough pieces with it to be found. */
  replacementsFor(word: string): string[] {
    const errors = word.length >= 8 ? 2 : word.length >= 5 ? 1 : 0;
    const near = [...this.#vocabulary]
      .map(([other, people]) => ({ other, people, edits: distance(word, other, errors) }))
      .filter(({ edits }) => edits > 0 && edits < Infinity)
      .filter(({ other }) => Math.fround(similarity(word, other)) >= Math.fround(errors > 1 ? 0.12 : 0.2))
      .sort((a, b) => a.edits - b.edits || b.people - a.people || compareText(a.other, b.other));
    return near
      .filter(({ edits }) => edits === near[0]!.edits)
      .slice(0, 5)
      .map(({ other }) => other);
  }

  #isKnown(asked: Asked): boolean {
    return [asked, ...asked.joined].some(
      ({ word, isLast }) =>
        this.#vocabulary.has(word) ||
        (isLast && [...this.#vocabulary.keys()].some((other) => other.startsWith(word))),
    );
  }

  /** The words asked for, with what is taken for them. */
  interpret(question: Question): Asked[] {
    const correct = (asked: Asked) =>
      asked.letters.length ? asked : { ...asked, replacements: this.replacementsFor(asked.word) };
    const typed = askedIn(question.q ?? '');
    const first = typed.map((asked) =>
      !asked.letters.length && !this.#isKnown(asked) ? correct(asked) : asked,
    );
    if (!typed.every((asked) => asked.letters.length || this.#isKnown(asked))) return first;
    const together = this.#people.some(({ classes }) =>
      typed.every((asked) => levelOf(asked, classes) !== undefined),
    );
    return together ? typed : typed.map(correct);
  }

  search(question: Question, { byTiers = false } = {}): NaiveAnswer {
    const asked = this.interpret(question);
    const order = asked.length
      ? (question.sort ?? 'relevance')
      : question.sort === '-batchYear'
        ? question.sort
        : 'name';
    const hits = this.#matching(asked, question).map((hit) => ({
      ...hit,
      rank: byTiers ? Math.max(...hit.levels) : sum(hit.levels),
    }));
    const byName = (a: (typeof hits)[0], b: (typeof hits)[0]) =>
      compareText(a.sortName, b.sortName) || compareText(a.id, b.id);
    hits.sort((a, b) => {
      if (order === 'relevance') return a.rank - b.rank || byName(a, b);
      if (order === '-batchYear')
        return (b.degree?.batchYear ?? 0) - (a.degree?.batchYear ?? 0) || byName(a, b);
      return byName(a, b);
    });
    return {
      ids: hits.map(({ id }) => id),
      years: hits.map(({ degree }) => degree?.batchYear),
      // Said only of what helped.
      corrections: asked
        .filter(({ replacements }) => replacements.length && hits.length)
        .map(({ word, replacements }) => ({ word, replacements })),
      facets: Object.fromEntries(
        question.facets.map((facet) => [facet, this.#facet(facet, asked, question)]),
      ),
    };
  }

  /** Who matches the words and has a degree that matches the filters, with the first such degree. */
  #matching(asked: readonly Asked[], question: Question) {
    return this.#people.flatMap((person) => {
      const levels = asked.map((each) => levelOf(each, person.classes));
      if (!levels.every((level) => level !== undefined)) return [];
      const degrees = degreesOf(person.draft).filter((degree) => isAllowed(person.draft, degree, question));
      return degrees.length ? [{ ...person, levels, degree: degrees[0], degrees }] : [];
    });
  }

  #facet(facet: Question['facets'][number], asked: readonly Asked[], question: Question) {
    const { [facet]: _own, ...others } = question;
    const counts = new Map<string, number>();
    for (const { draft, degrees } of this.#matching(asked, others)) {
      const values = degrees.flatMap((degree) => valuesOf(draft, degree, facet).map(keyOf));
      for (const key of new Set(values)) counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    return [...counts]
      .sort(([a, most], [b, more]) => more - most || compareText(a, b))
      .slice(0, facet === 'batchYear' ? 100 : 10)
      .map(([key, count]) => ({ value: this.#spelling(facet, key), count }));
  }

  /** As most people write it. */
  #spelling(facet: Question['facets'][number], key: string): string {
    const spellings = new Map<string, number>();
    for (const { draft } of this.#people) {
      const values = degreesOf(draft).flatMap((degree) => valuesOf(draft, degree, facet));
      for (const value of new Set(values)) {
        if (keyOf(value) === key) spellings.set(value, (spellings.get(value) ?? 0) + 1);
      }
    }
    const [first] = [...spellings].sort(([a, most], [b, more]) => more - most || compareText(a, b));
    return first![0];
  }
}

type Degree = NonNullable<ProfileCreate['degrees']>[number];

/** The primary one first; somebody without any is looked at once, too. */
function degreesOf({ degrees = [] }: ProfileCreate): (Degree | undefined)[] {
  const primary = degrees?.find((degree) => degree.primary);
  const ordered = primary ? [primary, ...degrees.filter((degree) => degree !== primary)] : degrees;
  return ordered.length ? ordered : [undefined];
}

function valuesOf(
  draft: ProfileCreate,
  degree: Degree | undefined,
  facet: Question['facets'][number],
): string[] {
  if (facet === 'skill') return draft.skills ?? [];
  if (facet === 'batchYear') return degree ? [String(degree.batchYear)] : [];
  const value = facet === 'department' ? degree?.department : draft[facet];
  return value === undefined ? [] : [value];
}

function isAllowed(draft: ProfileCreate, degree: Degree | undefined, question: Question): boolean {
  const facets = ['batchYear', 'department', 'company', 'city', 'country', 'industry', 'skill'] as const;
  return facets.every((facet) => {
    const wanted = question[facet];
    if (!wanted) return true;
    const values = valuesOf(draft, degree, facet);
    if (facet === 'batchYear') {
      return values.some((year) =>
        wanted.some((range) => {
          const [from, to = from] = range.split('..');
          return year >= from! && year <= to!;
        }),
      );
    }
    return values.some((value) => wanted.map(keyOf).includes(keyOf(value)));
  });
}

function keyOf(value: string): string {
  return fold(value).replace(/\s+/g, ' ');
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

/** By code point. */
export function compareText(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
