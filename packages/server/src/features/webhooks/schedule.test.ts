import { describe, expect, it } from 'vitest';
import { afterFailure, breaksAfter, hasFailedForDays, type Health, healthy } from './health';
import { breakerPauseMs, nextTryAt, pausesMs, retryAfterMs } from './schedule';

const now = new Date('2026-11-21T09:30:00Z');
const waits = (tries: number, more: { retryAfterMs?: number; random?: number } = {}) => {
  const at = nextTryAt(tries, { now, random: 0.5, ...more });
  return at && (at.getTime() - now.getTime()) / 1000;
};

describe('the schedule', () => {
  it('makes ten tries in about three days', () => {
    expect(Array.from({ length: 10 }, (_, i) => waits(i + 1))).toEqual([
      5,
      300,
      1_800,
      7_200,
      18_000,
      36_000,
      50_400,
      72_000,
      86_400,
      undefined,
    ]);
    const days = pausesMs.reduce((sum, ms) => sum + ms, 0) / 86_400_000;
    expect(days).toBeGreaterThan(2.9);
    expect(days).toBeLessThan(3.3);
  });

  it('comes up to a tenth earlier or later', () => {
    expect([waits(2, { random: 0 }), waits(2, { random: 0.5 }), waits(2, { random: 1 })]).toEqual([
      270, 300, 330,
    ]);
  });

  it('waits longer where the partner asks, a day at most, and never shorter', () => {
    expect(waits(1, { retryAfterMs: 60_000 })).toBe(60);
    expect(waits(2, { retryAfterMs: 1_000 })).toBe(300);
    expect(waits(1, { retryAfterMs: 1e12 })).toBe(86_400);
    expect(waits(10, { retryAfterMs: 60_000 })).toBeUndefined();
  });

  it.each([
    ['120', 120_000], [' 7 ', 7_000], ['0', 0], ['Sat, 21 Nov 2026 09:31:00 GMT', 60_000], ['Sat, 21 Nov 2020 09:31:00 GMT', 0],
    ['soon', undefined], ['', undefined], ['-5', undefined], ['1.5', undefined], ['99999999999', undefined], [undefined, undefined],
  ])('reads Retry-After: %s', (header, ms) => {
    const read = retryAfterMs(header, now);
    // Dates of no form that the RFC knows may be read as one; they must not be huge.
    if (ms === undefined && read !== undefined) expect(read).toBeLessThan(1e15);
    else expect(read).toBe(ms);
  }); // prettier-ignore
});

describe('the breaker', () => {
  const fail = (health: Health, isProbe = false, at = now, askedToWaitMs?: number) =>
    afterFailure(health, { at, isProbe, askedToWaitMs, random: 0.5 });
  const failed = (times: number) =>
    Array.from({ length: times }).reduce<Health>((health) => fail(health), healthy);
  const pauseOf = ({ pausedUntil }: Health) => pausedUntil && (pausedUntil.getTime() - now.getTime()) / 1000;

  it('opens after ten failures in a row, once, whatever else was under way', () => {
    expect(pauseOf(failed(breaksAfter - 1))).toBeUndefined();
    expect(failed(breaksAfter)).toMatchObject({ failures: 10, pauses: 1 });
    expect(pauseOf(failed(breaksAfter))).toBe(30);
    expect(pauseOf(failed(breaksAfter + 9))).toBe(30);
  });

  it('pauses twice as long after each failed probe, ten minutes at most', () => {
    let health = failed(breaksAfter);
    const pauses = Array.from({ length: 7 }, () => pauseOf((health = fail(health, true))));
    expect(pauses).toEqual([60, 120, 240, 480, 600, 600, 600]);
    expect([breakerPauseMs(1, 0), breakerPauseMs(1, 1)]).toEqual([27_000, 33_000]);
  });

  it('keeps the whole endpoint waiting where the partner asks for it, ten minutes at most', () => {
    expect(pauseOf(fail(healthy, false, now, 60_000))).toBe(60);
    expect(pauseOf(fail(healthy, false, now, 1e9))).toBe(600);
    expect(pauseOf(fail(fail(healthy, false, now, 60_000)))).toBe(60);
  });

  it('tells since when, and when that has been five days', () => {
    const health = fail(healthy);
    expect(health.failingSince).toEqual(now);
    expect(fail(health, false, new Date(now.getTime() + 1)).failingSince).toEqual(now);
    const later = (days: number) => new Date(now.getTime() + days * 86_400_000);
    expect([hasFailedForDays(health, later(4.99)), hasFailedForDays(health, later(5))]).toEqual([
      false,
      true,
    ]);
    expect(hasFailedForDays(healthy, later(100))).toBe(false);
  });
});
