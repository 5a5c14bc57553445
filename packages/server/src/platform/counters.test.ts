import { describe, expect, it } from 'vitest';
import { MemoryCounters, type Quota } from './counters';

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
