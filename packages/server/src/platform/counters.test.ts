import { describe, expect, it } from 'vitest';
import { MemoryCounters, type Quota, type Taken } from './counters';
import { SeenSets } from './seen-sets';

const quota = (name: string, most: number, windowMs = 60_000): Quota => ({ name, most, windowMs });

describe('counters in memory', () => {
  it('count up to the quota, and anew when the window has ended', () => {
    let now = 0;
    const counters = new MemoryCounters(() => now);
    const take = () => counters.take([quota('a', 2)]);
    expect(take()).toEqual({ isTaken: true, standings: [{ used: 1, resetMs: 60_000 }] });
    now = 59_999;
    expect(take()).toEqual({ isTaken: true, standings: [{ used: 2, resetMs: 1 }] });
    expect(take()).toEqual({ isTaken: false, standings: [{ used: 2, resetMs: 1 }] });
    now = 60_000;
    expect(take()).toEqual({ isTaken: true, standings: [{ used: 1, resetMs: 60_000 }] });
  });

  it('count in all of several quotas or in none', () => {
    const counters = new MemoryCounters(() => 0);
    const both = [quota('wide', 10), quota('narrow', 1)];
    counters.take(both);
    for (let i = 0; i < 5; i++) expect(counters.take(both).isTaken).toBe(false);
    expect(counters.take([quota('wide', 10)]).standings[0]!.used).toBe(2);
  });

  it('let through what weighs more than a quota once, and then nothing', () => {
    const counters = new MemoryCounters(() => 0);
    expect(counters.take([quota('a', 3)], 5).isTaken).toBe(true);
    expect(counters.take([quota('a', 3)], 1).isTaken).toBe(false);
  });

  it('stay within bounds under a million names, and keep what goes on being counted', () => {
    const counters = new MemoryCounters(() => 0, 10_000);
    const key = quota('key', 1e9);
    for (let i = 0; i < 1_000_000; i++) counters.take([key, quota(`address-${i}`, 5)]);
    expect(counters.size).toBe(10_000);
    expect(counters.take([key]).standings[0]!.used).toBe(1_000_001);
  });
});

describe('counters of different things in memory', () => {
  const used = ({ isTaken, standings }: Taken) => [isTaken, standings[0]!.used];

  it('count each once a window, in all quotas or in none', () => {
    let now = 0;
    const counters = new MemoryCounters(() => now);
    const both = [quota('a', 5), quota('b', 100)];
    expect(used(counters.takeNew(both, [1, 2, 3, 3]))).toEqual([true, 3]);
    expect(used(counters.takeNew(both, [2, 3, 4]))).toEqual([true, 4]);
    expect(used(counters.takeNew(both, [4, 5, 6]))).toEqual([false, 4]);
    expect(counters.takeNew(both, [4, 5, 6]).standings[1], 'counted in the other neither').toMatchObject({ used: 4 });
    expect(used(counters.takeNew(both, [1, 4]))).toEqual([true, 4]);
    now = 60_000;
    expect(used(counters.takeNew(both, [4, 5, 6]))).toEqual([true, 3]);
  }); // prettier-ignore

  it('let the first through, however many they are', () => {
    const counters = new MemoryCounters(() => 0);
    expect(counters.takeNew([quota('a', 2)], [1, 2, 3]).isTaken).toBe(true);
    expect(counters.takeNew([quota('a', 2)], [4]).isTaken).toBe(false);
  });

  it('stay within bounds, whoever comes', () => {
    const seen = new SeenSets(() => 0, 1_000);
    for (let i = 0; i < 1_000; i++) seen.take([quota(`address-${i}`, 100)], [1, 2, 3, 4]);
    const kept = Array.from({ length: 1_000 }, (_, i) => seen.find(quota(`address-${i}`, 100))).filter(
      Boolean,
    );
    // A set itself weighs as much as 16 things: a million of one thing each would take hundreds of megabytes.
    expect(kept).toHaveLength(50);
  });
});
