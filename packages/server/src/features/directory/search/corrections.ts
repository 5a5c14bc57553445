import type { Audience, Scope } from '../../../platform/scope';
import { editDistance, forgivenErrors } from '../text';
import { isForgiving, type AskedWord } from './query';
import { findSimilarWords } from './store';

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
    asked.map(async (word) =>
      isForgiving(word) && pick(word)
        ? { ...word, replacements: await nearestWords(scope, audience, word.word) }
        : word,
    ),
  );
}

async function nearestWords(scope: Scope, audience: Audience, word: string): Promise<string[]> {
  const bound = forgivenErrors(word);
  const near: { word: string; distance: number; people: number }[] = [];
  for (const candidate of await findSimilarWords(scope, audience, word, bound)) {
    const distance = editDistance(word, candidate.word, bound);
    if (distance) near.push({ ...candidate, distance });
  }
  near.sort((a, b) => a.distance - b.distance || b.people - a.people || (a.word < b.word ? -1 : 1));
  return near
    .filter(({ distance }) => distance === near[0]!.distance)
    .slice(0, mostReplacements)
    .map((each) => each.word);
}
