import { forgivenErrors, wordsOf } from '../text';
import { type FacetField, type Lexemes, quoted, type WordClass } from './document';

/** One word of what was asked, with what else it may stand for. */
export interface AskedWord {
  readonly word: string;
  /** A Chinese, Japanese or Korean run, its characters in order; empty for other words. */
  readonly phrase: readonly string[];
  /** The last word may be unfinished. */
  readonly unfinished: boolean;
  /** Written as one with its neighbours: who has that matches this word, too. */
  readonly joined: readonly JoinedWord[];
  /** Taken for it because nobody matches as typed, nearest first. */
  readonly replacements: readonly string[];
  /** By level: no more people than this match there and at no better level. Empty until it is looked up. */
  readonly people: readonly number[];
  /** How many people match it, where that is known. */
  readonly exactly: number | undefined;
}

/** Words of a question written as one: `mc donald` as mcdonald. */
export interface JoinedWord {
  readonly word: string;
  /** The last of them is the last of the question. */
  readonly unfinished: boolean;
}

/** More words than this are not looked at. */
const mostWords = 10;

/** The words of a search. A run of Chinese, Japanese or Korean characters is one. */
export function askedWords(q: string): AskedWord[] {
  const asked: { word: string; phrase: string[]; end: number }[] = [];
  for (const { word, cjk, start, end } of wordsOf(q)) {
    const last = asked.at(-1);
    if (cjk && last?.phrase.length && last.end === start) {
      last.phrase.push(word);
      last.word += word;
      last.end = end;
    } else {
      asked.push({ word, phrase: cjk ? [word] : [], end });
    }
  }
  const different = [...new Map(asked.map((each) => [each.word, each])).values()].slice(0, mostWords);
  const joined = joinedWords(asked);
  return different.map(({ word, phrase }) => ({
    word,
    phrase,
    unfinished: word === asked.at(-1)!.word && !phrase.length,
    joined: joined.filter(({ of }) => of.includes(word)).map(({ of: _, ...each }) => each),
    replacements: [],
    people: [],
    exactly: undefined,
  }));
}

/** Each two neighbours as one word, and more than two initials. */
function joinedWords(
  asked: readonly Pick<AskedWord, 'word' | 'phrase'>[],
): (JoinedWord & { readonly of: readonly string[] })[] {
  const words = asked.map(({ word, phrase }) => (phrase.length ? undefined : word));
  const join = (from: number, to: number) => {
    const of = words.slice(from, to).filter((word) => word !== undefined);
    if (of.length < to - from) return [];
    return [{ of, word: of.join(''), unfinished: to === words.length }];
  };
  const joined = words.slice(1, mostWords).flatMap((_, i) => join(i, i + 2));
  const isInitial = (word: string | undefined) => word?.length === 1;
  for (let from = 0; from < words.length; from++) {
    let to = from;
    while (to < words.length && to - from < mostWords && isInitial(words[to])) to++;
    if (to - from > 2) joined.push(...join(from, to));
    if (to > from) from = to - 1;
  }
  return joined;
}

export function isForgiving(asked: AskedWord): boolean {
  return !asked.phrase.length && forgivenErrors(asked.word) > 0;
}

// How a word matches: class by class, whole before unfinished before corrected; a level is a class and a manner.
const classes: readonly WordClass[] = ['name', 'company', 'any'];
const manners = ['whole', 'unfinished', 'corrected'] as const;
export const levelCount = classes.length * manners.length;
/** The first so many levels are of matches in a name. */
export const nameLevelCount = manners.length;

export interface Level {
  readonly wordClass: WordClass;
  readonly manner: (typeof manners)[number];
}

export function levelAt(level: number): Level {
  return {
    wordClass: classes[Math.floor(level / manners.length)]!,
    manner: manners[level % manners.length]!,
  };
}

/** Whether somebody can match a word at a level. */
export function hasLevel(asked: AskedWord, level: number): boolean {
  return (asked.people[level] ?? 0) > 0;
}

/** Whether somebody can match a word at any level. */
export function isHad(asked: AskedWord): boolean {
  return asked.people.some((people) => people > 0);
}

/** The tsquery under which a word matches at just this level, which it must have. */
export function atLevel(asked: AskedWord, level: number, lexemes: Lexemes): string {
  const { wordClass, manner } = levelAt(level);
  const lexeme = (word: string) => quoted(lexemes.word(wordClass, word));
  if (asked.phrase.length) return `(${asked.phrase.map(lexeme).join(' <-> ')})`;
  if (manner === 'corrected') return anyOf(asked.replacements.map(lexeme));
  const forms = [asked, ...asked.joined];
  if (manner === 'whole') return anyOf(forms.map(({ word }) => lexeme(word)));
  return anyOf(forms.filter(({ unfinished }) => unfinished).map(({ word }) => `${lexeme(word)}:*`));
}

const anyOf = (queries: readonly string[]) =>
  queries.length === 1 ? queries[0]! : `(${queries.join(' | ')})`;

/** The tsquery under which a word matches at a level or better. */
export function upToLevel(asked: AskedWord, level: number, lexemes: Lexemes): string {
  const alternatives: string[] = [];
  for (let each = 0; each <= level; each++) {
    // What matches anywhere, in the same manner, takes in what matches in a name or a company.
    const anywhere = levelCount - manners.length + (each % manners.length);
    const isTakenIn = each !== anywhere && anywhere <= level && hasLevel(asked, anywhere);
    if (hasLevel(asked, each) && !isTakenIn) alternatives.push(atLevel(asked, each, lexemes));
  }
  return `(${alternatives.join(' | ')})`;
}

/** Each level at which a word can match, with the tsquery of it and the better ones. */
export function levelsOf(asked: AskedWord, lexemes: Lexemes): { level: number; query: string }[] {
  return Array.from({ length: levelCount }, (_, level) => level)
    .filter((level) => hasLevel(asked, level))
    .map((level) => ({ level, query: upToLevel(asked, level, lexemes) }));
}

/** The tsquery under which every word matches at this level or better. */
export function tierQuery(asked: readonly AskedWord[], level: number, lexemes: Lexemes): string {
  return asked.map((word) => upToLevel(word, level, lexemes)).join(' & ');
}

/** The tsquery under which every word matches in whatever way. */
export function wholeQuery(asked: readonly AskedWord[], lexemes: Lexemes): string {
  return tierQuery(asked, levelCount - 1, lexemes);
}

/** Folded values of each filter in use. */
export type Filters = Readonly<Partial<Record<FacetField, readonly string[]>>>;

/** The tsquery of the filters; '' where there are none. */
export function filterQuery(filters: Filters, lexemes: Lexemes): string {
  return (Object.entries(filters) as [FacetField, readonly string[]][])
    .map(([field, keys]) => `(${keys.map((key) => quoted(lexemes.facet(field, key))).join(' | ')})`)
    .join(' & ');
}

/** Joins tsqueries so that all must hold; '' stands for one that always does. */
export function allOf(...queries: readonly string[]): string {
  return queries.filter((query) => query !== '').join(' & ');
}
