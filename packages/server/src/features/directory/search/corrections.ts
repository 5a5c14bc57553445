import type { Audience, Scope } from '../../../platform/scope';
import { editDistance, forgivenErrors, leastSimilarity } from '../text';
import { type AskedWord, isForgiving, type JoinedWord, levelAt, levelCount } from './query';
import { findWords, type SimilarWord, type WordCounts, type WordQuery } from './store/words';

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
  const forgiven = asked.map((each) =>
    corrected !== 'none' && isForgiving(each) ? forgivenErrors(each.word) : 0,
  );
  const isAlways = corrected === 'all';
  // Mostly it is one error, and the words within one are found sooner; further ones are then of no interest.
  const near = forgiven.map((errors) => Math.min(errors, 1));
  const joined = [...new Map(asked.flatMap((each) => each.joined).map((each) => [each.word, each])).values()];
  const known = await findWords(
    scope,
    audience,
    [...queriesOf(asked, near), ...joined.map(queryOfJoined)],
    isAlways,
  );
  const knownJoined = new Map(joined.map(({ word }, i) => [word, known[asked.length + i]!]));
  // Who has a word written as one with its neighbour has the word.
  const found = asked.map((each, i) => {
    const forms = each.joined.map(({ word }) => knownJoined.get(word)!);
    return {
      similar: known[i]!.similar,
      whole: forms.map(({ whole }) => whole).reduce(plus, known[i]!.whole),
      longer: forms.map(({ longer }) => longer).reduce(plus, known[i]!.longer),
      joined: each.joined.filter((_, j) => forms[j]!.whole.any + forms[j]!.longer.any > 0),
    };
  });
  const isKnown = (i: number) => !isAlways && found[i]!.whole.any + found[i]!.longer.any > 0;
  const nearest = asked.map(({ word }, i) =>
    isKnown(i) ? [] : nearestOf(found[i]!.similar, word, near[i]!),
  );
  const further = forgiven.map((errors, i) =>
    errors > 1 && !nearest[i]!.length && !isKnown(i) ? errors : 0,
  );
  if (further.some(Boolean)) {
    const distant = await findWords(scope, audience, queriesOf(asked, further), isAlways);
    for (const [i, errors] of further.entries())
      if (errors) nearest[i] = nearestOf(distant[i]!.similar, asked[i]!.word, errors);
  }
  return asked.map((each, i) => {
    const { whole, longer, joined } = found[i]!;
    const people = peopleByLevel(whole, longer, nearest[i]!.reduce(plus, nobody));
    const isExact = !each.phrase.length && longer.any === 0 && !nearest[i]!.length && !joined.length;
    const replacements = nearest[i]!.map(({ word }) => word);
    return { ...each, joined, people, exactly: isExact ? whole.any : undefined, replacements };
  });
}

const queryOfJoined = ({ word, unfinished }: JoinedWord): WordQuery => ({
  ...{ word, counted: word, unfinished },
  // Only what was typed is corrected.
  ...{ forgiven: 0, leastSimilarity: 1 },
});

const queriesOf = (asked: readonly AskedWord[], forgiven: readonly number[]): WordQuery[] =>
  asked.map(({ word, phrase, unfinished }, i) => ({
    word,
    // Of a phrase its first character gives the bound.
    counted: phrase[0] ?? word,
    unfinished,
    forgiven: forgiven[i]!,
    leastSimilarity: leastSimilarity(word, forgiven[i]!),
  }));

function nearestOf(similar: readonly SimilarWord[], word: string, bound: number): SimilarWord[] {
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
