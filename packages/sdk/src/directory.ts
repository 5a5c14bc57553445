import { createListing, type Listing } from './listing';
import type { DirectoryOperation } from './routes/directory';
import type { Transport } from './transport';
import type { DirectoryPage, RequestOptions, SearchParams, SuggestParams, Suggestions } from './types';

/** The people of an institution, as far as the key may see them. */
export interface Directory {
  /**
   * Searches people, or browses them without `q`. `await` gives the first page with total, facets and corrections;
   * `for await` gives every person, page after page. `limit` is the size of a page, at most 100.
   */
  search(params?: SearchParams, options?: RequestOptions): Listing<DirectoryPage>;

  /** Completes what is being typed: people, companies, departments, cities and more, best first. */
  suggest(params: SuggestParams, options?: RequestOptions): Promise<Suggestions>;
}

export function createDirectory(transport: Transport<DirectoryOperation>): Directory {
  return {
    search(params, options) {
      const query = { ...params };
      return createListing(async (cursor = query.cursor) =>
        transport.send('searchDirectory', { query: { ...query, cursor } }, transport.begin(options)),
      );
    },
    suggest: async (query, options) =>
      transport.send('suggestDirectory', { query }, transport.begin(options)),
  };
}
