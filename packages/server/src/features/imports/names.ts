/** The parts of a name as a profile has them. */
export interface NameParts {
  readonly givenName?: string;
  readonly familyName?: string;
  readonly displayName?: string;
}

// Words that belong to the family name after them, in any case and (of the second kind) in lower case only.
const particle =
  /^(van|von|vom|vander|der|den|de|del|della|delle|dei|di|da|das|dos|du|des|la|las|los|le|ter|ten|bin|binti|bint|ibn|al|el|abu|zu|zum|zur|af|av|st\.?|san|santa)$/i;
const lowerParticle = /^(ben|do|e|i|y|te|ap|und|’t|'t|d’|d')$/;
const suffix =
  /^(?:[JjSs][Rr]\.?|II|III|IV|V|VI|(?:Ph\.?D|PhD|M\.?D|D\.?Phil|Ed\.?D|J\.?D|Esq|MBA|OBE|CBE|MBE)\.?)$/;
/** “Mary Smith (born Jones)”: what follows in brackets stays with the family name. */
const aside = /^(.*\S)\s*(\([^()]*\))$/;
const cjk = /^[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}ー々・·\s]+$/u;
/** In capitals, and no initials: of two letters at least, some of them vowels. */
const capitals = /^(?=.*[^BCDFGHJKLMNPQRSTVWXZ'’-])[\p{Lu}'’-]{2,}$/u;

/**
 * Splits a whole name: “Family, Given”, “Given Family”, “Given FAMILY”, “FAMILY Given”; Chinese, Japanese and Korean names family
 * name first. Particles (van, de la, bin) and suffixes (Jr., III) stay with the family name, and no word is lost. What can't be split
 * is the name to display.
 */
export function splitName(text: string): NameParts {
  const [first = '', ...others] = text
    .split(/[,，、]/)
    .map((part) => part.trim())
    .filter(Boolean);
  const parts = others.filter((part) => !isSuffix(part));
  const suffixes = others.filter(isSuffix);
  if (!parts.length) return splitWords([first, ...suffixes].join(' '));
  const [given, ofFamily] = withoutSuffixes(parts.join(', ').split(' '));
  return named(given, [first, ...suffixes, ...ofFamily]);
}

const isSuffix = (part: string) => part.split(' ').every((word) => suffix.test(word));

function splitWords(text: string): NameParts {
  if (cjk.test(text)) {
    const [family, ...given] = text.split(' ');
    return given.length ? named(given, [family!]) : whole(text);
  }
  const [, body = text, inBrackets = []] = aside.exec(text) ?? [];
  const [name, ofFamily] = withoutSuffixes(body.split(' '));
  const suffixes = ofFamily.concat(inBrackets);
  const at = familyStart(name);
  if (at === undefined) return whole(text);
  // A family name in capitals may also stand first.
  if (at < 0) return named(name.slice(-at), [...name.slice(0, -at), ...suffixes]);
  return named(name.slice(0, at), [...name.slice(at), ...suffixes]);
}

/**
 * At which word the family name begins; negative: it is the first so many words. Undefined where there is only one name.
 */
function familyStart(words: readonly string[]): number | undefined {
  if (words.length < 2) return undefined;
  if (words.some((word) => !capitals.test(word) && /\p{Ll}/u.test(word))) {
    const isCapitals = words.map((word) => capitals.test(word));
    const lastOther = isCapitals.lastIndexOf(false);
    if (lastOther < words.length - 1) return withParticles(words, lastOther + 1);
    const leading = isCapitals.indexOf(false);
    if (leading > 1 || (leading === 1 && words[0]!.length > 2)) return -leading;
  }
  return withParticles(words, words.length - 1);
}

/** Where the particles before a family name begin; the first word is a given name, unless it is a particle in lower case. */
function withParticles(words: readonly string[], family: number): number | undefined {
  let at = family;
  while (at > 0 && (particle.test(words[at - 1]!) || lowerParticle.test(words[at - 1]!))) at--;
  if (at > 0) return at;
  return words[0] === words[0]!.toLowerCase() ? undefined : 1;
}

function withoutSuffixes(words: readonly string[]): [name: string[], suffixes: string[]] {
  let end = words.length;
  while (end > 1 && suffix.test(words[end - 1]!)) end--;
  return [words.slice(0, end), words.slice(end)];
}

function named(given: readonly string[], family: readonly string[]): NameParts {
  return { givenName: given.join(' '), familyName: family.join(' ') };
}

const whole = (text: string): NameParts => (text ? { displayName: text } : {});
