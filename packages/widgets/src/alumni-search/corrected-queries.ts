import type { DirectoryPage } from '@homecoming/sdk';

export type Correction = DirectoryPage['corrections'][number];

/** About as the service folds words. What it folds otherwise is shown by its replacements alone. */
const fold = (word: string) =>
  word
    .normalize('NFKD')
    .replace(/[\p{M}'’]/gu, '')
    .toLowerCase();

/** What was searched for in place of what was typed: the whole query, once for each replacement where one word has several. */
export function correctedQueries(query: string, corrections: readonly Correction[]): string[] {
  const count = corrections.length === 1 ? corrections[0]!.replacements.length : 1;
  return Array.from({ length: count }, (_, choice) => {
    const words = new Map(corrections.map(({ word, replacements }) => [word, replacements[choice]!]));
    const typed = query.trim();
    const corrected = typed.replace(/[\p{L}\p{M}\p{N}'’]+/gu, (word) => words.get(fold(word)) ?? word);
    return corrected === typed ? [...words.values()].join(' ') : corrected;
  });
}
