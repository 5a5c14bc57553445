/** How many tints of avatars the style sheet has. */
export const tintCount = 6;

const letter = /^[\p{L}\p{N}]/u;
const ideographic = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

/** One or two letters that stand for a name where there is no photo; of names in Chinese, Japanese or Korean the first character. */
export function initialsOf(name: string): string {
  const words = name.split(/[\s.,()"“”]+/u).filter((word) => letter.test(word));
  const [first] = words;
  const last = words.at(-1);
  if (first === undefined || last === undefined) return '';
  const ends = words.length === 1 || ideographic.test(first) ? [first] : [first, last];
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
