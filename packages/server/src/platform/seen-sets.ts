import { LRUCache } from 'lru-cache';
import type { Quota, Standing, Taken } from './quota';

/** The different things counted against one quota. */
export interface SeenSet {
  /** Those that this process has counted. */
  readonly things: Set<number>;
  /** How many were counted: more than `things` where other processes count, too. */
  used: number;
  endsAt: number;
}

/** A set itself takes about as much memory as so many things in it. */
const setWeight = 16;

/**
 * The different things counted against each quota, in this process' memory: at most so many things in all, beyond which the
 * quota that was not counted for the longest is forgotten. A thing takes about 25 bytes.
 */
export class SeenSets {
  readonly #sets: LRUCache<string, SeenSet>;

  constructor(
    private readonly now: () => number,
    mostThings = 1_000_000,
  ) {
    this.#sets = new LRUCache({
      maxSize: mostThings,
      sizeCalculation: ({ things }) => things.size + setWeight,
    });
  }

  take(quotas: readonly Quota[], things: readonly number[]): Taken {
    const sets = quotas.map((quota) => this.#findOrMake(quota));
    const fresh = sets.map((set) => [...new Set(things)].filter((thing) => !set.things.has(thing)));
    const isTaken = quotas.every(({ most }, i) => {
      const { used } = sets[i]!;
      // What comes first always has room: otherwise a page larger than its quota could never be shown.
      return !fresh[i]!.length || used === 0 || used + fresh[i]!.length <= most;
    });
    const standings = sets.map((set, i): Standing => {
      if (isTaken) this.#count(quotas[i]!, set, set.used + fresh[i]!.length, fresh[i]!);
      return { used: set.used, resetMs: set.endsAt - this.now() };
    });
    return { isTaken, standings };
  }

  /**
   * Takes over how quotas stand elsewhere, and what was counted there.
   * @param at when that was asked for: a window must not end later here than there
   */
  follow(
    quotas: readonly Quota[],
    standings: readonly Standing[],
    { at, things }: { readonly at: number; readonly things: readonly number[] },
  ): void {
    quotas.forEach((quota, i) => {
      const set = this.#findOrMake(quota);
      set.endsAt = at + standings[i]!.resetMs;
      this.#count(quota, set, standings[i]!.used, things);
    });
  }

  find({ name }: Quota): SeenSet | undefined {
    const set = this.#sets.get(name);
    return set && set.endsAt > this.now() ? set : undefined;
  }

  #findOrMake(quota: Quota): SeenSet {
    return this.find(quota) ?? { things: new Set(), used: 0, endsAt: this.now() + quota.windowMs };
  }

  #count(quota: Quota, set: SeenSet, used: number, things: readonly number[]): void {
    set.used = used;
    for (const thing of things) set.things.add(thing);
    // Set again, so that its new size counts.
    if (used) this.#sets.set(quota.name, set);
  }
}
