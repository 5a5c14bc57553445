import { isApiError } from '@homecoming/sdk/errors';
import { diagnose } from '../shared/diagnosis';
import type { Problem } from '../shared/problem';
import type { OwnField } from './model';

/** What is wrong with a field. */
export type FaultKind =
  | 'noName'
  | 'noYear'
  | 'noDate'
  | 'invalidUrl'
  | 'tooLarge'
  | 'noImage'
  | 'noAddress'
  | 'emailTaken'
  | 'noCode'
  | 'wrongCode'
  | 'wrongCodes'
  | 'refused';

export interface Fault {
  readonly kind: FaultKind;
  /** What the service said of it, where it was the service. */
  readonly message?: string | undefined;
}

/** By field: `headline`, `links.0`, `photo`, and the fields of a claim or of another address. */
export type Faults = Readonly<Partial<Record<string, Fault>>>;

/** What stands between the person and the profile. */
export type ProfileProblem =
  | Problem
  /** The institution has closed the account. */
  | { readonly kind: 'banned' }
  /** Somebody, or oneself in another tab, has changed these fields meanwhile. */
  | { readonly kind: 'conflict'; readonly fields: readonly OwnField[] };

export const codeOf = (error: unknown) => (isApiError(error) ? error.code : undefined);

/** What an error of the SDK means to the person at their profile. @param hasAnswered whether the service has answered before */
export async function profileProblemOf(
  error: unknown,
  api: string | undefined,
  hasAnswered: boolean,
): Promise<ProfileProblem> {
  return codeOf(error) === 'member_banned' ? { kind: 'banned' } : diagnose(error, api, hasAnswered);
}

/** Fields that the service does not take; `undefined` where that is not what is wrong. */
export function refusedFields(
  error: unknown,
  nameOf: (path: readonly string[]) => string | undefined,
): Faults | undefined {
  if (!isApiError(error) || error.code !== 'invalid_request') return undefined;
  const found = error.errors.flatMap(({ path, message }) => {
    const name = nameOf(path.split('/').slice(1));
    return name === undefined ? [] : [[name, { kind: 'refused', message }] as const];
  });
  return found.length > 0 ? Object.fromEntries(found) : undefined;
}
