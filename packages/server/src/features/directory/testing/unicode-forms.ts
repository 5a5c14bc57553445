import fc from 'fast-check';

/** Names of many scripts, as a register has them. */
export const names = [
  'Zoë Müller-Łukasz', 'Nguyễn Thị Hồng', 'Søren Ærø Straße', 'O’Brien', 'D’Arcy Mc Donald', 'Hawaiʻi Kaʻahumanu',
  'マツダ・ガブリエル', 'ぱくさくら', '山田 タロー', '김철수', '王小明', '葛城 ポール', 'Αλέξανδρος Παπαδόπουλος', 'Йосиф Ёлкин',
  'علی‌رضا أحمدی', 'צ׳רצ׳יל שָׁלוֹם', 'नरेंद्र क्‍षेत्र', 'J. R. R. Tolkien', 'Ｔｏｋｙｏ ﬁlm',
]; // prettier-ignore

const halfWidth = new Map<string, string>();
for (let code = 0xff66; code <= 0xff9d; code++)
  for (const mark of ['', 'ﾞ', 'ﾟ']) {
    const half = String.fromCharCode(code) + mark;
    const full = half.normalize('NFKC');
    if (full.length === 1) halfWidth.set(full, half);
  }

const inKana = (from: RegExp, by: number) => (text: string) =>
  text.replace(from, (letter) => String.fromCharCode(letter.charCodeAt(0) + by));

const wholeForms: readonly ((text: string) => string)[] = [
  (text) => text.normalize('NFC'),
  (text) => text.normalize('NFD'),
  (text) => text.normalize('NFKC'),
  (text) => text.normalize('NFKD'),
  (text) => text.toUpperCase(),
  (text) => text.toLowerCase(),
  (text) => [...text].map((letter) => halfWidth.get(letter) ?? letter).join(''),
  (text) => text.replace(/[a-z]/gi, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0)),
  inKana(/[ぁ-ゖ]/g, 96),
  inKana(/[ァ-ヶ]/g, -96),
];

const apostrophes = "'’‘‛ʼʻ`´′＇\u05f3\ua78c\u02be\u02bf";
// A control character, soft hyphen, zero-width space, non-joiner and joiner, word joiner, byte order mark, left-to-right mark, variation selector.
const unseen = ['\u0001', '\u00ad', '\u200b', '\u200c', '\u200d', '\u2060', '\ufeff', '\u200e', '\ufe0f'];

/** The same text as others type it: whole forms, other apostrophes, and what cannot be seen between its letters. */
export const formOf = (text: string): fc.Arbitrary<string> => {
  const letters = [...new Intl.Segmenter('und').segment(text.normalize('NFC'))].map(({ segment }) => segment);
  return fc
    .tuple(
      fc.array(fc.option(fc.constantFrom(...unseen), { freq: 4 }), {
        minLength: letters.length,
        maxLength: letters.length,
      }),
      fc.constantFrom(...apostrophes),
      fc.constantFrom(...wholeForms),
      fc.constantFrom(...wholeForms),
    )
    .map(([between, apostrophe, first, second]) => {
      const typed = letters.map((letter, i) => letter + (between[i] ?? '')).join('');
      return second(first(typed.replace(/[’ʻ׳]/g, apostrophe)));
    });
};

export const nameInTwoForms = fc
  .constantFrom(...names)
  .chain((name) => fc.tuple(fc.constant(name), formOf(name)));
