/**
 * How text is folded and split into words: the one rule for what is stored and for what is asked, so that it holds alike
 * on every PostgreSQL (docs/search.md tells it to users).
 */

/** A word of a text and where it stands in it (UTF-16 code units, `end` excluded). */
export interface Word {
  readonly word: string;
  readonly start: number;
  readonly end: number;
  /** One character of a Chinese, Japanese or Korean run; such runs are asked for as phrases. */
  readonly cjk: boolean;
}

// Also the letters and signs that people type for one, or that transliterations and other scripts have for one; and what
// compatibility forms make of an accent that stands alone: a space with a mark.
const apostropheLetters = "'’‘‛ʼʻʽʾʿʹ`´′‵＇｀\u055a\u05f3\ua78b\ua78c\u1fbd\u1fbf\u1ffe\u07f4\u07f5";
export const apostrophe = `(?:[${apostropheLetters}]| [\u0301\u0313\u0314])`;
export const apostrophes = new RegExp(apostrophe, 'g');
// What cannot be seen, joiners and control characters among it: text is found with and without.
const unseen =
  '\\p{Default_Ignorable_Code_Point}\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f\\ufff9-\\ufffb';
const invisible = new RegExp(`[${unseen}]`, 'gu');
// Marks of Latin, Greek, Cyrillic, Hebrew and Arabic only: in other scripts marks are vowels.
const marks =
  /[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0640\u064b-\u065f\u0670\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]/g;
const undecomposed: Readonly<Record<string, string>> = {
  ł: 'l', đ: 'd', ð: 'd', ø: 'o', ß: 'ss', ı: 'i', æ: 'ae', œ: 'oe', þ: 'th', ħ: 'h', ŧ: 't', ŋ: 'n', ĸ: 'k', ſ: 's', ə: 'e',
  ς: 'σ', أ: 'ا', إ: 'ا', آ: 'ا', ٱ: 'ا', ى: 'ي', ی: 'ي', ة: 'ه', ک: 'ك', ؤ: 'و', ئ: 'ي',
}; // prettier-ignore
const undecomposedLetter = new RegExp(`[${Object.keys(undecomposed).join('')}]`, 'g');
const plain = /^[a-z0-9 ]*$/;
// Of the characters that are searched one by one: Han, kana, Hangul, also in half or double width and in parts.
const cjk = '\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}\\p{sc=Hangul}ー々ｰ';
const cjkLetter = new RegExp(`[${cjk}]`, 'u');
// Signs of several letters, such as ㈱, are words too.
const runs = new RegExp(`(?:[\\p{L}\\p{N}\\p{M}${unseen}\\u3200-\\u33ff]|${apostrophe})+`, 'gu');
// The parts of one Hangul syllable, or one character, with the marks that belong to it; between such characters, other letters.
const pieces = new RegExp(
  `(?:[\\u1100-\\u115f\\uac00-\\ud7a3][\\u1160-\\u11ff]*|[${cjk}])[\\p{M}${unseen}ﾞﾟ]*|[^${cjk}]+`,
  'gu',
);
const foldedWords = new RegExp(`[${cjk}]\\p{M}*|(?:(?![${cjk}])[\\p{L}\\p{N}\\p{M}])+`, 'gu');
// Hiragana stand 96 places before the Katakana of the same sound.
const katakana = /[\u30a1-\u30f6\u30fd\u30fe]/g;

/** Without case, accents, apostrophes and what cannot be seen, kana as Hiragana; other punctuation stays. */
export function fold(text: string): string {
  const lower = text.toLowerCase();
  if (plain.test(lower)) return lower;
  return (
    lower
      .replace(invisible, '')
      .replace(apostrophes, '')
      .normalize('NFKD')
      // What decomposes may be an apostrophe and a letter (ŉ), or a capital.
      .replace(apostrophes, '')
      .toLowerCase()
      .replace(marks, '')
      .replace(undecomposedLetter, (letter) => undecomposed[letter]!)
      .normalize('NFKC')
      .replace(katakana, (letter) => String.fromCharCode(letter.charCodeAt(0) - 96))
  );
}

/** What two spellings of one filter value share. */
export function keyOf(value: string): string {
  return bounded(fold(value).replace(/\s+/g, ' ').trim());
}

// Compatibility forms fold to up to 18 letters each: what goes into an index has a bound.
const longestKey = 100;

function bounded(text: string): string {
  return text.length <= longestKey ? text : [...text].slice(0, longestKey).join('');
}

// A register says the same companies, cities and skills again and again.
const split = new Map<string, readonly Word[]>();
const mostSplit = 20_000;

/** The words of a text, in order. */
export function wordsOf(text: string): readonly Word[] {
  const known = split.get(text);
  if (known) return known;
  const words = splitWords(text);
  if (split.size >= mostSplit) split.clear();
  if (text.length <= 100) split.set(text, words);
  return words;
}

function splitWords(text: string): Word[] {
  const words: Word[] = [];
  for (const run of text.matchAll(runs)) {
    const hasCjk = cjkLetter.test(run[0]);
    for (const piece of hasCjk ? run[0].matchAll(pieces) : [run]) {
      const start = hasCjk ? run.index + piece.index : run.index;
      const end = start + piece[0].length;
      // Folding may split a sign into several words (½, ligatures, ㈱): each takes the place of the whole.
      for (const word of foldedWordsOf(piece[0])) words.push({ word, start, end, cjk: cjkLetter.test(word) });
    }
  }
  return words;
}

/** The words of a text once folded, without their places. */
export function foldedWordsOf(text: string): string[] {
  return [...fold(text).matchAll(foldedWords)].map(([word]) => bounded(word));
}

/** By what a name is ordered: its words, folded, compared by code point. */
export function sortKeyOf(name: string): string {
  return bounded(
    wordsOf(name)
      .map(({ word }) => word)
      .join(' '),
  );
}

/** Edits between two words (insert, delete, replace, swap of neighbours), or undefined beyond `bound`. */
export function editDistance(a: string, b: string, bound: number): number | undefined {
  if (Math.abs(a.length - b.length) > bound) return undefined;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let cost = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, beforeLast[j - 2]! + 1);
      row.push(cost);
    }
    beforeLast = last;
    last = row;
  }
  const distance = last[b.length]!;
  return distance <= bound ? distance : undefined;
}

/**
 * How similar the trigrams of two words are at least that are within so many edits: an edit takes four at most, and brings four.
 * Of short words the bound would let in everything; a little is then given up.
 */
export function leastSimilarity(word: string, edits: number): number {
  const least = edits > 1 ? 0.12 : 0.2;
  // Which other characters are parts of words is the database's to say.
  if (!/^[a-z0-9]+$/.test(word)) return least;
  const padded = `  ${word} `;
  const trigrams = new Set(Array.from({ length: word.length + 1 }, (_, i) => padded.slice(i, i + 3))).size;
  const bound = (trigrams - 4 * edits) / (trigrams + 4 * edits);
  // It is compared in single precision.
  return Math.max(least, bound - 0.001);
}

/** How many typing errors a word is forgiven. */
export function forgivenErrors(word: string): 0 | 1 | 2 {
  return word.length >= 8 ? 2 : word.length >= 5 ? 1 : 0;
}
