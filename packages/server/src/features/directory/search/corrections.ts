import type { Audience, Scope } from '../../../platform/scope';
import { editDistance, forgivenErrors } from '../text';
import { isForgiving, levelAt, levelCount, type AskedWord } from './query';
import { findWords, type SimilarWord, type WordCounts } from './store/words';

/** So many words, the nearest ones, may stand for a mistyped one. */
const mostReplacements = 5;

/**
 * The same words, with how many people of the audience match them at each level and, of the words that are to be corrected
 * (those that nobody has, all, or none), what they may have been meant as, by the vocabulary of the audience.
 */
export async function lookUp(
  scope: Scope,
  audience: Audience,
  asked: readonly AskedWord[],
  corrected: 'unknown' | 'all' | 'none',
): Promise<AskedWord[]> {
  const queries = asked.map((each) => ({
    word: each.word,
    // Of a phrase its first character gives the bound.
    counted: each.phrase[0] ?? each.word,
    unfinished: each.unfinished,
    forgiven: corrected !== 'none' && isForgiving(each) ? forgivenErrors(each.word) : 0,
  }));
  const found = await findWords(scope, audience, queries, corrected === 'all');
  return asked.map((each, i) => {
    const { whole, longer, similar } = found[i]!;
    const nearest = nearestOf(similar, each.word);
    const people = peopleByLevel(whole, longer, nearest.reduce(plus, nobody));
    const isExact = !each.phrase.length && longer.any === 0 && !nearest.length;
    const replacements = nearest.map(({ word }) => word);
    return { ...each, people, exactly: isExact ? whole.any : undefined, replacements };
  });
}

function nearestOf(similar: readonly SimilarWord[], word: string): SimilarWord[] {
  const bound = forgivenErrors(word);
  const near: (SimilarWord & { distance: number })[] = [];
  for (const candidate of similar) {
    const distance = editDistance(word, candidate.word, bound);
    if (distance) near.push({ ...candidate, distance });
  }
  near.sort((a, b) => a.distance - b.distance || b.any - a.any || (a.word < b.word ? -1 : 1));
  return near.filter(({ distance }) => distance === near[0]!.distance).slice(0, mostReplacements);
}

const nobody: WordCounts = { any: 0, name: 0, company: 0 };

const plus = (a: WordCounts, b: WordCounts): WordCounts => ({
  any: a.any + b.any,
  name: a.name + b.name,
  company: a.company + b.company,
});

function peopleByLevel(whole: WordCounts, unfinished: WordCounts, corrected: WordCounts): number[] {
  return Array.from({ length: levelCount }, (_, level) => {
    const { wordClass, manner } = levelAt(level);
    const counts = { whole, unfinished, corrected }[manner];
    // Who has a word in the name, or in the company's, is met at a better level than anywhere.
    return wordClass === 'any' ? counts.any - Math.max(counts.name, counts.company) : counts[wordClass];
  });
}
