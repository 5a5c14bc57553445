import { Problem } from '../../contract/problems';
import type { Scope } from '../../platform/scope';
import { dayMs } from '../../platform/time';
import type { PasswordHashing } from './hashing';
import {
  findStanding,
  giveTryBack,
  provenForMs,
  secondsToWait,
  takeTry,
  type TryStanding,
} from './tries-store';

/** How wrong passwords are borne. */
export interface TryRules {
  /** So many in a row from one source cost no waiting; after each more it is twice as long, up to an hour. */
  readonly free: number;
  /** What whoever has to wait is told. */
  readonly refusal: string;
  /** Why a try is refused that comes from where the owner has not been; undefined where it is not. */
  readonly refuseStranger?: (tx: Scope, standing: TryStanding) => Promise<Problem | undefined>;
}

export interface TriedPassword {
  readonly isRight: boolean;
  /** How many tries there have been in a row from there, with this one. Whoever succeeds is to be noted as proven. */
  readonly tries: number;
  /** Whether the owner has signed in from there before. */
  readonly isProven: boolean;
}

export interface PasswordTry {
  readonly email: string;
  /** Where it comes from: wrong tries of others don't count against it. */
  readonly source: Buffer;
  /** Of the address's password; undefined where it has none, or is nobody's: that takes as long. */
  readonly hash: string | undefined;
  readonly password: string;
}

/**
 * Checks a password that is tried for an address; to be called with no transaction open, for it takes long. The try is counted
 * before it is known, so that many at once are counted too; one that could not be checked, because too many wait, is none.
 * @throws {Problem} too_many_requests, unavailable, and what `refuseStranger` gives
 */
export async function tryPassword(
  scope: Scope,
  hashing: PasswordHashing,
  { hash, password, ...from }: PasswordTry,
  { free, refusal, refuseStranger }: TryRules,
): Promise<TriedPassword> {
  const { tries, isProven } = await scope.transaction(async (tx) => {
    const now = tx.clock().getTime();
    const standing = await findStanding(tx, from, {
      failedSince: new Date(now - dayMs),
      provenSince: new Date(now - provenForMs),
    });
    const refused = standing.isProven ? undefined : await refuseStranger?.(tx, standing);
    if (refused) throw refused;
    const taken = await takeTry(tx, from, free);
    if (taken === undefined) throw tooMany(refusal, await secondsToWait(tx, from, free));
    return { tries: taken, isProven: standing.isProven };
  });
  const isRight = await hashing.verify(hash, password, isProven).catch(async (error: unknown) => {
    await scope.transaction((tx) => giveTryBack(tx, from));
    throw error;
  });
  return { isRight, tries, isProven };
}

/** Told how long to wait. */
export const tooMany = (refusal: string, seconds: number) =>
  new Problem('too_many_requests', refusal, { headers: { 'Retry-After': String(Math.max(1, seconds)) } });
