const digit = /\p{Nd}/u;

/** The same text with the digits of every script (`٤`, `४`, `４`) as 0 to 9. */
export function asciiDigits(text: string): string {
  return text.replace(/\p{Nd}/gu, (character) => {
    const code = character.codePointAt(0)!;
    // Unicode keeps the digits of a script together, in order, from zero (The Unicode Standard, 4.6); some scripts adjoin.
    let zero = code;
    while (digit.test(String.fromCodePoint(zero - 1))) zero -= 1;
    return `${(code - zero) % 10}`;
  });
}

/** Under attack the service sends codes that nobody can guess. */
export const longCodeLength = 12;

/** The code in what was typed or pasted, whichever of the two lengths it has. */
export function anyCodeIn(text: string): string {
  const long = codeIn(text, longCodeLength);
  return long.length === longCodeLength ? long : codeIn(text);
}

/**
 * The code of so many digits in what was typed or pasted: `418 007`, `Reunion 2026: your code is 418007`. Of a code that is still being
 * typed, the digits so far. Empty where a text has other numbers but no code, or more than one code: nothing is guessed.
 */
export function codeIn(text: string, length = 6): string {
  const ascii = asciiDigits(text);
  const groups = ascii.match(/\d(?:[\s.-]?\d)*/g) ?? [];
  // `418 007`, `41-80-07`.
  const spaced = groups.map((group) => group.replace(/\D/g, '')).filter((group) => group.length === length);
  const whole = new RegExp(`(?<!\\d)\\d{${length}}(?!\\d)`, 'g');
  const codes = new Set(ascii.match(whole) ?? spaced);
  const digits = ascii.replace(/\D/g, '');
  if (codes.size === 1) return [...codes][0]!;
  return codes.size === 0 && digits.length < length ? digits : '';
}

/** As little as any address has; the service knows better. */
export function isAddress(text: string): boolean {
  return /^\S+@\S+$/.test(text);
}
