import { LRUCache } from 'lru-cache';
import { Problem } from '../contract/problems';
import type { Counters, Quota } from '../platform/counters';
import { minuteMs } from '../platform/time';
import { clientNetworks } from './client-address';
import { secondsOf } from './policies';
import type { RateLimits } from './rate-limits';

/** Finds whose key or token a text is. */
interface Authenticator<Found> {
  readonly authenticate: (text: string) => Promise<Found>;
  readonly remembers: (text: string) => boolean;
}

/**
 * Bounds how often keys can be guessed from one address. Beyond it none is looked up that was not good before: neighbours behind
 * the same address go on with theirs.
 */
export class RefusedKeys<Found> {
  readonly #blockedUntil = new LRUCache<string, number>({ max: 10_000 });
  readonly #most: number;

  constructor(
    private readonly authenticator: Authenticator<Found>,
    private readonly counters: Counters,
    limits: RateLimits,
  ) {
    this.#most = limits.refusedKeys.addressMinute;
  }

  /** @throws {Problem} too_many_requests, and what the authenticator throws */
  async authenticate(key: string, addressOf: () => string): Promise<Found> {
    // Mostly nobody is blocked, and the address then need not be known.
    if (this.#blockedUntil.size && !this.authenticator.remembers(key)) this.#refuseBlocked(addressOf());
    try {
      return await this.authenticator.authenticate(key);
    } catch (error) {
      if (error instanceof Problem && error.status === 401) await this.#count(addressOf());
      throw error;
    }
  }

  #refuseBlocked(address: string): void {
    for (const { name } of clientNetworks(address)) {
      const remainingMs = (this.#blockedUntil.get(name) ?? 0) - performance.now();
      if (remainingMs > 0) throw tooManyGuesses(remainingMs);
      this.#blockedUntil.delete(name);
    }
  }

  async #count(address: string): Promise<void> {
    const networks = clientNetworks(address);
    // In Redis Cluster what is in braces decides where a count lies: those of one call lie together.
    const prefix = `{${networks.at(-1)!.name}}:refused-keys:`;
    const quotas = networks.map(({ name, share }): Quota => {
      return { name: prefix + name, most: this.#most * share, windowMs: minuteMs };
    });
    const { isTaken, standings } = await this.counters.take(quotas);
    if (isTaken) return;
    const full = networks.flatMap(({ name }, i) => {
      const { used, resetMs } = standings[i]!;
      return used < quotas[i]!.most ? [] : [{ name, resetMs }];
    });
    for (const { name, resetMs } of full) this.#blockedUntil.set(name, performance.now() + resetMs);
    throw tooManyGuesses(Math.max(...full.map(({ resetMs }) => resetMs)));
  }
}

function tooManyGuesses(ms: number): Problem {
  const seconds = secondsOf(ms);
  return new Problem(
    'too_many_requests',
    `Too many requests with invalid keys came from this address. Check the key, and try again in ${seconds} seconds.`,
    { headers: { 'Retry-After': String(seconds) } },
  );
}
