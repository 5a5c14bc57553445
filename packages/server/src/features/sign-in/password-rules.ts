import { commonPasswords } from './common-passwords';

/** What somebody who guesses would try first: of the institution and the address. */
export interface GuessableContext {
  readonly email: string;
  readonly institution: { readonly name: string; readonly slug: string };
}

/** Left over once all guessable words are taken away, so many characters make a password anew. */
const fewestLeft = 6;
const shortestWord = 4;

const rows = [
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  'qwertzuiop',
  'azertyuiop',
  '1234567890',
  '0123456789',
  'abcdefghijklmnopqrstuvwxyz',
];
const sequences = rows.flatMap((row) => [row.repeat(2), [...row].reverse().join('').repeat(2)]);

/**
 * Why a password is too easy to guess; undefined where it is not. As NIST SP 800-63B asks: no rules of composition, but what
 * is common, repeated, in sequence or of the context is refused.
 */
export async function weaknessOf(password: string, context: GuessableContext): Promise<string | undefined> {
  const folded = password.normalize('NFKC').toLowerCase();
  const bare = folded.replace(/[^\p{L}\p{N}]/gu, '');
  const common = await commonPasswords();
  if (common.has(folded) || common.has(bare)) return 'It is a common password.';
  if (common.has(bare.replace(/\d+$/, ''))) return 'It is a common password followed by digits.';
  if (/^(.{1,4})\1+.{0,3}$/u.test(folded)) return 'It repeats the same few characters.';
  if (sequences.some((sequence) => sequence.includes(bare))) return 'It is a sequence of keys or letters.';
  const left = guessableWords(context).reduce((text, word) => text.replaceAll(word, ''), bare);
  if (left !== bare && [...left].length < fewestLeft)
    return 'It is made of the address or the institution’s name.';
  return undefined;
}

/** The longest first, so that no part of one stands in the way of the whole. */
function guessableWords({ email, institution }: GuessableContext): string[] {
  const [local = '', domain = ''] = email.split('@');
  const texts = [
    local,
    domain,
    institution.name,
    institution.slug,
    'homecoming',
    'alumni',
    'alumnus',
    'password',
  ];
  const words = texts.flatMap((text) => {
    const folded = text.normalize('NFKC').toLowerCase();
    return [folded.replace(/[^\p{L}\p{N}]/gu, ''), ...folded.split(/[^\p{L}\p{N}]+/u)];
  });
  return [...new Set(words)]
    .filter((word) => [...word].length >= shortestWord)
    .sort((a, b) => b.length - a.length);
}
