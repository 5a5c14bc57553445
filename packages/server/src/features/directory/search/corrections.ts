import type { Audience, Scope } from '../../../platform/scope';
import { editDistance, forgivenErrors } from '../text';
import { isForgiving, levelAt, levelCount, type AskedWord } from './query';
import { countWordsOf, findSimilarWords, type SimilarWord, type WordCounts } from './store';

/** The same words, with how many people of the audience match them at each level. */
export async function countAsked(
  scope: Scope,
  audience: Audience,
  asked: readonly AskedWord[],
): Promise<AskedWord[]> {
  const counts = await countWordsOf(
    scope,
    audience,
    // Of a phrase its first character gives the bound.
    asked.flatMap(({ word, phrase }) => [
      { word: phrase[0] ?? word, begins: false },
      { word, begins: true },
    ]),
  );
  return asked.map((word, i) => {
    const [whole, begun] = [counts[2 * i]!, counts[2 * i + 1]!];
    const longer = word.unfinished ? minus(begun, whole) : nobody;
    const people = peopleByLevel(whole, longer, nobody);
    const exactly = word.phrase.length || longer.any > 0 ? undefined : whole.any;
    return { ...word, people, exactly };
  });
}

/** So many words, the nearest ones, may stand for a mistyped one. */
const mostReplacements = 5;

/** The same words, those picked out with what they may have been meant as, by the vocabulary of the audience. */
export async function correct(
  scope: Scope,
  audience: Audience,
  asked: readonly AskedWord[],
  pick: (word: AskedWord) => boolean,
): Promise<AskedWord[]> {
  return Promise.all(
    asked.map(async (word): Promise<AskedWord> => {
      if (!isForgiving(word) || !pick(word)) return word;
      const nearest = await nearestWords(scope, audience, word.word);
      if (!nearest.length) return word;
      const corrected = peopleByLevel(nobody, nobody, nearest.reduce(plus, nobody));
      const people = word.people.map((count, level) => count + corrected[level]!);
      return { ...word, people, exactly: undefined, replacements: nearest.map((each) => each.word) };
    }),
  );
}

async function nearestWords(scope: Scope, audience: Audience, word: string): Promise<SimilarWord[]> {
  const bound = forgivenErrors(word);
  const near: (SimilarWord & { distance: number })[] = [];
  for (const candidate of await findSimilarWords(scope, audience, word, bound)) {
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

const minus = (a: WordCounts, b: WordCounts): WordCounts => ({
  any: a.any - b.any,
  name: a.name - b.name,
  company: a.company - b.company,
});

function peopleByLevel(whole: WordCounts, unfinished: WordCounts, corrected: WordCounts): number[] {
  return Array.from({ length: levelCount }, (_, level) => {
    const { wordClass, manner } = levelAt(level);
    const counts = { whole, unfinished, corrected }[manner];
    // Who has a word in the name, or in the company's, is met at a better level than anywhere.
    return wordClass === 'any' ? counts.any - Math.max(counts.name, counts.company) : counts[wordClass];
  });
}
