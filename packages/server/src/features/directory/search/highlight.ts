import type { components } from '@homecoming/contract';
import { type Word, wordsOf } from '../text';
import type { AskedWord } from './query';

export type Highlight = components['schemas']['Highlight'];

/** The pieces of a text that match what was asked (UTF-16 code units, `end` excluded), in order, none overlapping. */
export function highlightsIn(text: string, asked: readonly AskedWord[]): { start: number; end: number }[] {
  const words = wordsOf(text);
  const pieces: { start: number; end: number }[] = [];
  for (let i = 0; i < words.length; i++) {
    for (const one of asked) {
      const end = one.phrase.length ? endOfPhrase(words, i, one) : endOfWord(words, i, one);
      if (end !== undefined) pieces.push({ start: words[i]!.start, end });
    }
  }
  return merged(pieces);
}

function endOfPhrase(words: readonly Word[], from: number, { phrase }: AskedWord): number | undefined {
  const isThere = phrase.every((letter, j) => words[from + j]?.word === letter);
  return isThere ? words[from + phrase.length - 1]!.end : undefined;
}

function endOfWord(words: readonly Word[], from: number, one: AskedWord): number | undefined {
  const { word, start, end } = words[from]!;
  const forms = [one, ...one.joined];
  if (forms.some((form) => form.word === word) || one.replacements.includes(word)) return end;
  const begun = forms.find((form) => form.unfinished && word.startsWith(form.word));
  // Where folding changed the length, which letters were typed is not known: mark the word.
  if (begun) return word.length === end - start ? start + begun.word.length : end;
  return endOfJoined(words, from, one);
}

/** Of words that follow each other and are written as one in the question: `Mc Donald` asked for as mcdonald. */
function endOfJoined(
  words: readonly Word[],
  from: number,
  { word, unfinished }: AskedWord,
): number | undefined {
  let joined = words[from]!.word;
  for (let i = from + 1; i < words.length && joined.length < word.length && word.startsWith(joined); i++) {
    joined += words[i]!.word;
    if (joined === word || (unfinished && joined.startsWith(word))) return words[i]!.end;
  }
  return undefined;
}

function merged(pieces: { start: number; end: number }[]): { start: number; end: number }[] {
  const result: { start: number; end: number }[] = [];
  for (const piece of pieces.sort((a, b) => a.start - b.start || b.end - a.end)) {
    const last = result.at(-1);
    if (last && piece.start < last.end) last.end = Math.max(last.end, piece.end);
    else result.push({ ...piece });
  }
  return result;
}

const highlighted = [
  'displayName', 'otherNames', 'batchYear', 'programme', 'department', 'company', 'title', 'industry', 'city', 'country',
  'skills', 'headline',
] as const satisfies readonly Highlight['field'][]; // prettier-ignore

/** What matched in the fields of a result. */
export function highlightsOf(
  entry: Readonly<Partial<Record<Highlight['field'], string | number | readonly string[]>>>,
  asked: readonly AskedWord[],
): Highlight[] {
  if (!asked.length) return [];
  return highlighted.flatMap((field): Highlight[] => {
    const value = entry[field];
    if (value === undefined) return [];
    if (typeof value === 'object') {
      return value.flatMap((text, index) =>
        highlightsIn(text, asked).map((piece) => ({ field, index, ...piece })),
      );
    }
    return highlightsIn(String(value), asked).map((piece) => ({ field, ...piece }));
  });
}
