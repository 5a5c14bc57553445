import { searchDirectory, suggestDirectory } from '../generated/routes/directory';
import { type Listing, listOf } from '../transport/listing';
import type { Transport } from '../transport/transport';
import type { DirectoryPage, RequestOptions, SearchParams, Suggestions, SuggestParams } from '../types';

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

export function createDirectory(transport: Transport): Directory {
  return {
    search: (query, options) => listOf(transport, searchDirectory, { query }, options),
    suggest: (query, options) => transport.call(suggestDirectory, { query }, options),
  };
}
