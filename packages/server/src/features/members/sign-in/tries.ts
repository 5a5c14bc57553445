import { Problem } from '../../../contract/problems';
import type { Scope } from '../../../platform/scope';
import type { PasswordHashing } from './hashing';
import { giveTryBack, takePasswordTry } from './tries-store';

/** How many wrong passwords in a row an address bears. */
export interface TryRules {
  /** After so many one has to wait before each. */
  readonly atOnce: number;
  /** After so many only another way of signing in helps, where there is one. */
  readonly inARow?: number;
  readonly waitMs: number;
  /** What whoever has to wait is told. */
  readonly refusal: string;
}

export interface TriedPassword {
  readonly isRight: boolean;
  /** How many tries there have been in a row, with this one. Whoever succeeds is to clear them. */
  readonly tries: number;
}

/**
 * Checks a password that is tried for an address; to be called with no transaction open, for it takes long. The try is counted
 * before it is known, so that many at once are counted too; one that could not be checked, because too many wait, is none.
 * @param hash of the address's password; undefined where it has none, or is nobody's: that takes as long
 * @throws {Problem} too_many_requests, unavailable
 */
export async function tryPassword(
  scope: Scope,
  hashing: PasswordHashing,
  {
    email,
    hash,
    password,
  }: { readonly email: string; readonly hash: string | undefined; readonly password: string },
  { atOnce, inARow, waitMs, refusal }: TryRules,
): Promise<TriedPassword> {
  const tries = await scope.transaction((tx) => {
    const waitedSince = new Date(tx.clock().getTime() - waitMs);
    return takePasswordTry(tx, email, { atOnce, waitedSince, ...(inARow !== undefined && { inARow }) });
  });
  if (tries === undefined)
    throw new Problem('too_many_requests', refusal, { headers: { 'Retry-After': String(waitMs / 1_000) } });
  const isRight = await hashing.verify(hash, password).catch(async (error: unknown) => {
    await scope.transaction((tx) => giveTryBack(tx, email, waitMs));
    throw error;
  });
  return { isRight, tries };
}
