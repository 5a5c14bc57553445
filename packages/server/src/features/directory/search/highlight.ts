import type { components } from '../../../contract/generated/schema';
import { wordsOf } from '../text';
import type { AskedWord } from './query';

export type Highlight = components['schemas']['Highlight'];

/** The pieces of a text that match what was asked (UTF-16 code units, `end` excluded), in order, none overlapping. */
export function highlightsIn(text: string, asked: readonly AskedWord[]): { start: number; end: number }[] {
  const words = wordsOf(text);
  const pieces: { start: number; end: number }[] = [];
  for (let i = 0; i < words.length; i++) {
    const { word, start, end } = words[i]!;
    for (const one of asked) {
      if (one.phrase.length) {
        if (one.phrase.every((letter, j) => words[i + j]?.word === letter)) {
          pieces.push({ start, end: words[i + one.phrase.length - 1]!.end });
        }
      } else if (word === one.word || one.replacements.includes(word)) {
        pieces.push({ start, end });
      } else if (one.unfinished && word.startsWith(one.word)) {
        // Where folding changed the length, which letters were typed is not known: mark the word.
        pieces.push({ start, end: word.length === end - start ? start + one.word.length : end });
      }
    }
  }
  return merged(pieces);
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
