import type { Profile } from './profile';
import { nameWordsOf } from './search/document';
import { wordsOf } from './text';

export type Detail = 'email' | 'externalId' | 'name' | 'batchYear' | 'birthDate';

/** From the surest on. */
export const confidences = ['certain', 'high', 'medium', 'low'] as const;
export type Confidence = (typeof confidences)[number];

export interface Comparison {
  readonly agrees: readonly Detail[];
  /** What both state, differently; what the register does not know disagrees with nothing. */
  readonly disagrees: readonly Detail[];
  readonly confidence: Confidence;
}

/** Somebody as another than the directory states them. */
export interface Described {
  readonly name: string;
  /** Proven to be theirs, in lower case. */
  readonly email?: string | undefined;
  readonly externalId?: string | undefined;
  readonly batchYear?: number | undefined;
  /** A day of the calendar: `1867-11-07`. */
  readonly birthDate?: string | undefined;
}

/** Somebody as a register knows them. */
export interface Registered {
  readonly nameWords: Pick<ReadonlySet<string>, 'has'>;
  readonly email?: string | undefined;
  readonly externalId?: string | undefined;
  readonly batchYears: readonly number[];
  readonly birthDate?: string | undefined;
}

export const registeredProfile = (profile: Profile): Registered => ({
  ...profile,
  nameWords: nameWordsOf(profile),
  batchYears: profile.degrees.map(({ batchYear }) => batchYear),
});

/** How well what is known of somebody fits somebody in a register. */
export function compare(known: Described, registered: Registered): Comparison {
  const found = new Map<Detail, boolean | undefined>([
    // A proven address that the register does not have says nothing: people have several.
    ['email', (known.email !== undefined && registered.email?.toLowerCase() === known.email) || undefined],
    ['externalId', same(known.externalId, registered.externalId)],
    ['name', bearsName(registered, known.name)],
    ['batchYear', known.batchYear === undefined ? undefined : wasIn(registered, known.batchYear)],
    ['birthDate', same(known.birthDate, registered.birthDate)],
  ]);
  const those = (agreeing: boolean) =>
    [...found].filter(([, agrees]) => agrees === agreeing).map(([detail]) => detail);
  const [agrees, disagrees] = [those(true), those(false)];
  return { agrees, disagrees, confidence: confidenceOf(new Set(agrees), disagrees.length) };
}

/** Whether it can hardly be the same person: of another number or birthday, or without a single word of the name. */
export function contradicts(known: Described, registered: Registered): boolean {
  const { disagrees } = compare(known, registered);
  return (
    disagrees.includes('externalId') ||
    disagrees.includes('birthDate') ||
    !wordsOf(known.name).some(({ word }) => registered.nameWords.has(word))
  );
}

/** What says that two descriptions are of one person: each suffices. */
export const proofs: readonly (readonly Detail[])[] = [
  ['name', 'externalId'],
  ['name', 'batchYear', 'birthDate'],
];

function confidenceOf(agrees: ReadonlySet<Detail>, disagreeing: number): Confidence {
  const has = (...details: readonly Detail[]) => details.every((detail) => agrees.has(detail));
  if (has('email')) return disagreeing ? 'high' : 'certain';
  if (disagreeing) return 'low';
  if (proofs.some((details) => has(...details))) return 'high';
  return has('externalId') || has('name', 'batchYear') || has('name', 'birthDate') ? 'medium' : 'low';
}

function same(stated: string | undefined, registered: string | undefined): boolean | undefined {
  return stated === undefined || registered === undefined ? undefined : stated === registered;
}

function wasIn({ batchYears }: Registered, year: number): boolean | undefined {
  return batchYears.length ? batchYears.includes(year) : undefined;
}

/** Whether each word of the name is one of the person's, in any order and whatever its accents. */
function bearsName({ nameWords }: Registered, name: string): boolean {
  const words = wordsOf(name);
  return words.length > 0 && words.every(({ word }) => nameWords.has(word));
}
