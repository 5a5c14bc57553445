import { LRUCache } from 'lru-cache';
import type { Quota, Standing, Taken } from './quota';
import { SeenSets } from './seen-sets';

export type { Quota, Standing, Taken } from './quota';

/** Counts against quotas. What weighs more than a whole quota takes all of it. */
export interface Counters {
  take(quotas: readonly Quota[], weight?: number): Promise<Taken> | Taken;
  /**
   * Counts different things against quotas, each once a window however often it comes. What comes first in a window always has
   * room.
   * @param things numbers below 2^31
   */
  takeNew(quotas: readonly Quota[], things: readonly number[]): Promise<Taken> | Taken;
}

interface Entry {
  used: number;
  endsAt: number;
}

/**
 * Of one process, in bounded memory: what was not counted for the longest is forgotten first, so that a flood of names costs
 * those their counts who do not call.
 */
export class MemoryCounters implements Counters {
  readonly #entries: LRUCache<string, Entry>;
  /** The different things counted. */
  readonly seen: SeenSets;

  constructor(
    /** In milliseconds; it must not go backwards. */
    readonly now: () => number = () => performance.now(),
    most = 100_000,
  ) {
    this.#entries = new LRUCache({ max: most });
    this.seen = new SeenSets(now);
  }

  get size(): number {
    return this.#entries.size;
  }

  take(quotas: readonly Quota[], weight = 1): Taken {
    const now = this.now();
    const before = quotas.map((quota) => this.standingOf(quota, now));
    const isTaken = quotas.every(({ most }, i) => before[i]!.used + Math.min(weight, most) <= most);
    if (!isTaken) return { isTaken, standings: before };
    const standings = quotas.map(({ name, most }, i): Standing => {
      const { used, resetMs } = before[i]!;
      const standing = { used: used + Math.min(weight, most), resetMs };
      this.#entries.set(name, { used: standing.used, endsAt: now + resetMs });
      return standing;
    });
    return { isTaken, standings };
  }

  takeNew(quotas: readonly Quota[], things: readonly number[]): Taken {
    return this.seen.take(quotas, things);
  }

  /** How a quota stands, without counting anything. */
  standingOf({ name, windowMs }: Quota, now = this.now()): Standing {
    const entry = this.#entries.get(name);
    const resetMs = entry ? entry.endsAt - now : 0;
    return entry && resetMs > 0 ? { used: entry.used, resetMs } : { used: 0, resetMs: windowMs };
  }

  /**
   * Takes over how counts stand elsewhere.
   * @param at when they were asked for: a window must not end later here than there
   */
  follow(quotas: readonly Quota[], standings: readonly Standing[], at: number): void {
    quotas.forEach(({ name }, i) => {
      const { used, resetMs } = standings[i]!;
      if (used) this.#entries.set(name, { used, endsAt: at + resetMs });
    });
  }
}
