import { LRUCache } from 'lru-cache';

/** Something that may happen so often in a window of time, which begins with the first that is counted. */
export interface Quota {
  /** Whose and of what: the same name is the same count. */
  readonly name: string;
  readonly most: number;
  readonly windowMs: number;
}

/** How a count stands. */
export interface Standing {
  readonly used: number;
  /** Until its window ends. */
  readonly resetMs: number;
}

export interface Taken {
  /** Whether it was counted: in all of the quotas, or, where one of them has no room for it, in none. */
  readonly isTaken: boolean;
  /** Of each quota, in order, afterwards. */
  readonly standings: readonly Standing[];
}

/** Counts against quotas. What weighs more than a whole quota takes all of it. */
export interface Counters {
  take(quotas: readonly Quota[], weight?: number): Promise<Taken> | Taken;
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

  constructor(
    /** In milliseconds; it must not go backwards. */
    private readonly now: () => number = () => performance.now(),
    most = 100_000,
  ) {
    this.#entries = new LRUCache({ max: most });
  }

  get size(): number {
    return this.#entries.size;
  }

  take(quotas: readonly Quota[], weight = 1): Taken {
    const now = this.now();
    const entries = quotas.map(({ name }) => this.#entries.get(name));
    const usedOf = (i: number) => (entries[i] && entries[i].endsAt > now ? entries[i].used : 0);
    const isTaken = quotas.every(({ most }, i) => usedOf(i) + Math.min(weight, most) <= most);
    const standings = quotas.map(({ name, most, windowMs }, i): Standing => {
      let entry = entries[i];
      if (!entry || entry.endsAt <= now) {
        if (!isTaken) return { used: 0, resetMs: windowMs };
        this.#entries.set(name, (entry = { used: 0, endsAt: now + windowMs }));
      }
      if (isTaken) entry.used += Math.min(weight, most);
      return { used: entry.used, resetMs: entry.endsAt - now };
    });
    return { isTaken, standings };
  }

  /** Takes over how counts stand elsewhere. */
  follow(quotas: readonly Quota[], standings: readonly Standing[]): void {
    const now = this.now();
    quotas.forEach(({ name }, i) => {
      const { used, resetMs } = standings[i]!;
      if (used) this.#entries.set(name, { used, endsAt: now + resetMs });
    });
  }
}
