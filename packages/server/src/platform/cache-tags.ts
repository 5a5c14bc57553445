import { LRUCache } from 'lru-cache';
import { newId } from './ids';

/**
 * The versions of tags. A version is a word that was never used before, not a number: whoever loses some of them can't come back
 * to one under which something older is kept.
 */
export interface TagVersions {
  /** In order; undefined where they can't be known. */
  versionsOf(tags: readonly string[]): readonly string[] | undefined | Promise<readonly string[] | undefined>;
  /** Resolves when everybody who asks from now on gets new ones, as far as that can be brought about. It never rejects. */
  renew(tags: readonly string[]): void | Promise<void>;
}

/** Of one process. A tag that was forgotten for want of room gets a new version. */
export class MemoryTags implements TagVersions {
  readonly #versions: LRUCache<string, string>;

  constructor(most = 100_000) {
    this.#versions = new LRUCache({ max: most, memoMethod: () => newId() });
  }

  versionsOf(tags: readonly string[]): string[] {
    return tags.map((tag) => this.#versions.memo(tag));
  }

  renew(tags: readonly string[]): void {
    for (const tag of tags) this.#versions.delete(tag);
  }
}
