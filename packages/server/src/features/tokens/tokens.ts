import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Database } from '../../platform/database';
import { AccessTokens } from './access-tokens';
import { type OnMemberRevoked, Revocations, type WakeUps } from './revocations';
import { SigningKeys } from './signing-keys';

export interface TokensOptions {
  readonly database: Database;
  /** Seals the signing keys; the same in all processes. */
  readonly secret: string;
  /** The service's public address. */
  readonly issuer: string;
  readonly clock: () => Date;
  readonly log: Logger;
  readonly wakeUps?: WakeUps | undefined;
  readonly onMemberRevoked: OnMemberRevoked;
  /** How often it is looked by itself for what other processes have revoked. */
  readonly pollMs?: number;
}

/** Everything about access tokens that one process holds in memory. */
export interface Tokens {
  /** The service's public address: what stands in tokens as `iss`, and where others reach it. */
  readonly issuer: string;
  readonly keys: SigningKeys;
  readonly revocations: Revocations;
  readonly accessTokens: AccessTokens;
}

/** Nothing is known yet, and nothing is read by itself: for what makes tokens no use, or reads when it wants. */
export function createTokens(options: TokensOptions): Tokens {
  const keys = new SigningKeys(options);
  const revocations = new Revocations(options);
  const { issuer, clock } = options;
  return { issuer, keys, revocations, accessTokens: new AccessTokens({ issuer, keys, revocations, clock }) };
}

/**
 * The same, knowing all and kept so.
 * @throws where the database cannot be reached: a process that does not know what was revoked must not serve
 */
export async function openTokens(options: TokensOptions): Promise<Tokens & { close(): Promise<void> }> {
  const { pollMs = 500 } = options;
  const tokens = createTokens(options);
  const { keys, revocations } = tokens;
  await Promise.all([keys.read(), revocations.read()]);
  const closing = new AbortController();
  const polling = (async () => {
    while (await delay(pollMs, true, { signal: closing.signal }).catch(() => false))
      await Promise.all([keys.keepFresh(), revocations.keepFresh()]);
  })();
  return {
    ...tokens,
    close: async () => {
      closing.abort();
      revocations.close();
      await polling;
    },
  };
}
