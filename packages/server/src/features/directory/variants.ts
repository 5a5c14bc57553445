import { apostrophe, apostrophes, foldedWordsOf, wordsOf } from './text';

/**
 * Where words may also be written as one: after short words in names (`Mc Donald`), somewhat longer ones in given names (`Anne Marie`),
 * or only where a sign joins them.
 */
export type Joining = 'names' | 'givenNames' | 'signs';

/** Other ways in which people type the words of a text: joined, or with their apostrophe left out. */
export function variantsOf(text: string, joining: Joining): string[] {
  return [...apostropheVariants(text), ...joinedWords(text, joining)];
}

const besideApostrophe = new RegExp(`([\\p{L}\\p{M}]+)\\s*${apostrophe}\\s*([\\p{L}\\p{M}]+)`, 'gu');

/** `O’Brien` is asked for as obrien and as o brien. */
export function apostropheVariants(text: string): string[] {
  if (text.search(apostrophes) < 0) return [];
  return [...text.matchAll(besideApostrophe)].flatMap(([, before, after]) =>
    [before!, after!, before! + after!].flatMap(foldedWordsOf),
  );
}

/** Longer chains are written by nobody as one word. */
const mostJoined = 6;
const longestShortWord = { names: 3, givenNames: 5, signs: 0 } as const;
const hyphen = /^[-\u2010\u2011\ufe63\uff0d]$/;
const betweenInitials = /^[.\s]+$/;
const spaces = /^\s+$/;
const afterAbbreviation = /^\.\s*$/;

/**
 * `Al-Hassani` is asked for as alhassani, `J. R. R.` as jrr, `Mc Donald` as mcdonald: of words that follow each other joined, each two
 * and all together.
 */
export function joinedWords(text: string, joining: Joining): string[] {
  const words = wordsOf(text);
  const isJoined = (i: number): boolean => {
    const [word, next] = [words[i]!, words[i + 1]!];
    if (word.cjk || next.cjk || next.start < word.end) return false;
    const between = text.slice(word.end, next.start);
    if (hyphen.test(between)) return true;
    const [length, nextLength] = [lengthOf(word.word), lengthOf(next.word)];
    if (length === 1 && nextLength === 1) return betweenInitials.test(between);
    if (length > longestShortWord[joining]) return false;
    return spaces.test(between) || (length > 1 && afterAbbreviation.test(between));
  };
  const joined: string[] = [];
  for (let from = 0; from < words.length - 1; from++) {
    let to = from;
    while (to < words.length - 1 && to - from < mostJoined - 1 && isJoined(to)) to++;
    for (let i = from; i < to; i++) joined.push(words[i]!.word + words[i + 1]!.word);
    if (to > from + 1)
      joined.push(
        words
          .slice(from, to + 1)
          .map(({ word }) => word)
          .join(''),
      );
    // The next chain begins with the last word of this one.
    if (to > from) from = to - 1;
  }
  return joined;
}

const lengthOf = (word: string) => [...word].length;
