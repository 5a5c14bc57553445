/** How many tints of avatars the style sheet has. */
export const tintCount = 6;

const letter = /^[\p{L}\p{N}]/u;
const oneCharacter = /^[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Hang}]/u;
/** Where a name stands in two scripts, one of them is nearly always this one. */
const latin = /^\p{sc=Latn}/u;
/** Titles before a name and what follows one: no part of it. */
const notAName = /^(dr|prof|sir|dame|mrs?|ms|jr|sr|i{2,3}|iv|phd|md|mba|esq)$/i;

const isLatin = (word: string) => latin.test(word.normalize('NFKC'));

/** One or two letters that stand for a name where there is no photo; of names in Chinese, Japanese or Korean the first character. */
export function initialsOf(name: string): string {
  const words = name.split(/[\s,()"“”]+/u).filter((word) => letter.test(word));
  const names = words.filter((word) => !notAName.test(word.replaceAll('.', '')));
  const [first] = names.length > 0 ? names : words;
  if (first === undefined) return '';
  // A name in two scripts is one name twice.
  const last = names.findLast((word) => isLatin(word) === isLatin(first));
  const ends = last === undefined || last === first || oneCharacter.test(first) ? [first] : [first, last];
  return ends
    .map((word) => [...word][0])
    .join('')
    .toLocaleUpperCase('en');
}

/** A tint that stays the same for the same person, from 0 to `tintCount` - 1. */
export function tintOf(id: string): number {
  let sum = 0;
  for (const character of id) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 65521;
  return sum % tintCount;
}
