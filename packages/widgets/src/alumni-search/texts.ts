import { mergeStrings, type PartialStrings } from '../shared/strings';
import { type Strings, visitorEnglish } from './strings';

/** The texts of the element with the numbers and lists of the page's language. */
export interface Texts extends Strings {
  /** A number as the page's language writes it. */
  readonly number: (value: number) => string;
  /** "“a”, “b” or “c”". */
  readonly anyOf: (values: readonly string[]) => string;
  /** "4 people", "1,000+ people". */
  readonly total: (total: { readonly value: number; readonly relation: string }) => string;
}

/** Joins the built-in texts, what the page overrides, and a locale; one that the browser does not know counts as none. */
export function createTexts(overrides: PartialStrings<Strings>, locale: string | undefined): Texts {
  const strings = mergeStrings(visitorEnglish, overrides);
  const numbers = forLocale(locale, (known) => new Intl.NumberFormat(known));
  const lists = forLocale(strings.lang, (known) => new Intl.ListFormat(known, { type: 'disjunction' }));
  const number = (value: number) => numbers.format(value);
  return {
    ...strings,
    number,
    anyOf: (values) => lists.format(values.map((value) => `“${value}”`)),
    total: ({ value, relation }) =>
      (relation === 'atLeast' ? strings.peopleAtLeast : strings.people)(value, number(value)),
  };
}

function forLocale<Format>(
  locale: string | undefined,
  create: (locale: string | undefined) => Format,
): Format {
  try {
    return create(locale === '' ? undefined : locale);
  } catch {
    // RangeError: a page's lang attribute may hold anything.
    return create(undefined);
  }
}
