/** A small seeded generator of numbers (sfc32): the same seed gives the same sequence on every machine. */
export class Random {
  #a: number;
  #b = 0x9e3779b9;
  #c = 0x243f6a88;
  #counter = 1;

  constructor(seed: number) {
    this.#a = seed | 0;
    // Seeds that are close to each other must not give sequences that begin alike.
    for (let i = 0; i < 16; i++) this.next();
  }

  /** A number from 0 to under 1. */
  next(): number {
    const sum = (this.#a + this.#b + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 4_294_967_296;
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** A whole number from 0 to under `bound`. */
  below(bound: number): number {
    return Math.floor(this.next() * bound);
  }

  /** Any item, all equally likely. */
  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)]!;
  }
}

export type Draw<T> = (random: Random) => T;

/** Draws items as often as their weights say. */
export function weighted<T>(items: readonly T[], weightOf: (item: T, index: number) => number): Draw<T> {
  const bounds = new Float64Array(items.length);
  let total = 0;
  items.forEach((item, i) => (bounds[i] = total += weightOf(item, i)));
  return (random) => {
    const target = random.next() * total;
    let low = 0;
    let high = items.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (bounds[middle]! > target) high = middle;
      else low = middle + 1;
    }
    return items[low]!;
  };
}

/** Draws from a list that is ordered by frequency, by Zipf's law; a larger `offset` flattens the top. */
export function ranked<T>(items: readonly T[], offset = 1, exponent = 1): Draw<T> {
  return weighted(items, (_, rank) => 1 / (rank + offset) ** exponent);
}
