import { LRUCache } from 'lru-cache';

/** For a moment what has failed is not tried again: calls of nobody must not make this service a nuisance to others. */
export class RecentFailures {
  readonly #known = new LRUCache<string, { readonly error: unknown }>({ max: 1_000, ttl: 10_000 });

  /** @throws what `work` throws, or has thrown a moment ago; `counts` tells which of it is remembered */
  async unlessFailed<T>(
    name: string,
    work: () => Promise<T>,
    counts: (error: unknown) => boolean = () => true,
  ): Promise<T> {
    const known = this.#known.get(name);
    if (known) throw known.error;
    try {
      return await work();
    } catch (error) {
      if (counts(error)) this.#known.set(name, { error });
      throw error;
    }
  }
}
