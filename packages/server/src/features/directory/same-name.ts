import type { ProfileCreate } from './profiles';
import { wordsOf } from './text';

type Names = Pick<ProfileCreate, 'givenName' | 'familyName' | 'displayName'> & {
  readonly otherNames?: readonly string[];
};

// They are in the names of many, and tell nobody from another.
const common = new Set('dr prof mr mrs ms jr sr van von der den de del la di da al el bin ibn'.split(' '));

/** Whether a name of one has a word of a name of the other, whatever its accents: else they're hardly the same person. */
export function sharesName(one: Names, other: Names): boolean {
  const words = new Set(nameWords(one));
  return nameWords(other).some((word) => words.has(word));
}

function nameWords({ givenName, familyName, displayName, otherNames = [] }: Names): string[] {
  const words = [givenName, familyName, displayName, ...otherNames].flatMap((name) =>
    wordsOf(name ?? '').map(({ word }) => word),
  );
  const telling = words.filter((word) => !common.has(word));
  if (telling.length) return telling;
  // A name may be only a sign, which is no word.
  return words.length ? words : [givenName, familyName, displayName].filter((name) => name !== undefined);
}
