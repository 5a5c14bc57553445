import { createListing, type Listing } from './listing';
import type { Transport } from './transport';
import type { BatchPage, ListBatchesParams, RequestOptions } from './types';

/** The graduating classes of an institution. */
export interface Batches {
  /** The batches in which the key may see somebody, newest first: `await` for a page, `for await` for all. */
  list(params?: ListBatchesParams, options?: RequestOptions): Listing<BatchPage>;
}

export function createBatches(transport: Transport): Batches {
  return {
    list(params, options) {
      const query = { ...params };
      return createListing(async (cursor = query.cursor) =>
        transport.send('listBatches', { query: { ...query, cursor } }, transport.begin(options)),
      );
    },
  };
}
