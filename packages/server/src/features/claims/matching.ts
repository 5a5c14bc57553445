import { nameWordsOf, wordsOf, type Profile } from '../directory';
import type { Statement } from './claim';

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

/** A statement and the address that its member has proven. */
export type Known = Statement & { readonly email: string };

/** How well a profile fits what a member states. */
export function compare(known: Known, profile: Profile): Comparison {
  const found = new Map<Detail, boolean | undefined>([
    // A proven address that the register does not have says nothing: people have several.
    ['email', profile.email?.toLowerCase() === known.email || undefined],
    ['externalId', same(known.externalId, profile.externalId)],
    ['name', bearsName(profile, known.name)],
    ['batchYear', known.batchYear === undefined ? undefined : wasIn(profile, known.batchYear)],
    ['birthDate', same(known.birthDate, profile.birthDate)],
  ]);
  const those = (agreeing: boolean) =>
    [...found].filter(([, agrees]) => agrees === agreeing).map(([detail]) => detail);
  const [agrees, disagrees] = [those(true), those(false)];
  return { agrees, disagrees, confidence: confidenceOf(new Set(agrees), disagrees.length) };
}

function confidenceOf(agrees: ReadonlySet<Detail>, disagreeing: number): Confidence {
  const has = (...details: readonly Detail[]) => details.every((detail) => agrees.has(detail));
  if (has('email')) return disagreeing ? 'high' : 'certain';
  if (disagreeing) return 'low';
  if (has('name', 'externalId') || has('name', 'batchYear', 'birthDate')) return 'high';
  return has('externalId') || has('name', 'batchYear') || has('name', 'birthDate') ? 'medium' : 'low';
}

function same(stated: string | undefined, registered: string | undefined): boolean | undefined {
  return stated === undefined || registered === undefined ? undefined : stated === registered;
}

function wasIn({ degrees }: Profile, year: number): boolean | undefined {
  return degrees.length ? degrees.some(({ batchYear }) => batchYear === year) : undefined;
}

/** Whether each word of the name is one of the person's, in any order and whatever its accents. */
function bearsName(profile: Profile, name: string): boolean {
  const words = wordsOf(name);
  const theirs = nameWordsOf(profile);
  return words.length > 0 && words.every(({ word }) => theirs.has(word));
}
