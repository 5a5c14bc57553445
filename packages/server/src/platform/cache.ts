import { LRUCache } from 'lru-cache';
import type { TagVersions } from './cache-tags';

/** What is kept: the bytes that leave, and numbers that whoever reads them needs beside. */
export interface Kept {
  readonly body: Buffer;
  readonly etag: string;
  readonly numbers: readonly number[];
}

/** Where entries of several processes lie. It may lose them at any time. */
export interface SharedEntries {
  get(key: string): Promise<Kept | undefined>;
  set(key: string, kept: Kept, ttlMs: number): void;
}

/** How the cache was asked since the process began. */
export interface CacheCounts {
  readonly hits: number;
  readonly misses: number;
}

/** Bytes of bodies that one process keeps. */
const mostBytes = 64 * 1024 * 1024;

/**
 * Keeps answers that many ask for. Each has tags, and each tag has a version: an entry is found under the versions that its tags had
 * before it was loaded, so one that was loaded too early, or before a change, is never asked for again. Nothing is searched for and removed.
 *
 * Looked for in memory, then in Redis, then loaded: once, however many ask at a time.
 */
export class Cache {
  readonly #entries = new LRUCache<string, Kept>({
    maxSize: mostBytes,
    sizeCalculation: ({ body, numbers }, key) => body.length + 8 * numbers.length + key.length + 200,
  });
  readonly #flights = new Map<string, Promise<Kept>>();
  #hits = 0;
  #misses = 0;

  constructor(
    private readonly tags: TagVersions,
    private readonly shared?: SharedEntries,
  ) {}

  get counts(): CacheCounts {
    return { hits: this.#hits, misses: this.#misses };
  }

  /** @param key names the answer and everything that it depends on, apart from what its tags stand for */
  async read(tags: readonly string[], key: string, ttlMs: number, load: () => Promise<Kept>): Promise<Kept> {
    const versions = await this.tags.versionsOf(tags);
    // It can't be known whether what is kept still holds.
    if (!versions) return this.#count('misses', load());
    const whole = `${key} ${versions.join(' ')}`;
    const kept = this.#entries.get(whole);
    if (kept) return this.#count('hits', kept);
    const flight = this.#flights.get(whole);
    if (flight) return this.#count('hits', flight);
    const started = this.#fly(whole, ttlMs, load).finally(() => this.#flights.delete(whole));
    this.#flights.set(whole, started);
    return started;
  }

  /** Has nothing found any more that was kept under one of these tags. */
  async forget(tags: readonly string[]): Promise<void> {
    await this.tags.renew(tags);
  }

  async #fly(key: string, ttlMs: number, load: () => Promise<Kept>): Promise<Kept> {
    const found = await this.shared?.get(key);
    const kept = await (found ? this.#count('hits', found) : this.#count('misses', load()));
    // What comes from Redis may be as old as it may get: for half of that it is kept here once more.
    this.#entries.set(key, kept, { ttl: found ? ttlMs / 2 : ttlMs });
    if (!found) this.shared?.set(key, kept, ttlMs);
    return kept;
  }

  #count<T>(as: 'hits' | 'misses', result: T): T {
    if (as === 'hits') this.#hits++;
    else this.#misses++;
    return result;
  }
}
