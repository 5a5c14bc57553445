import { listBatches } from '../generated/routes/directory';
import { type Listing, listOf } from '../transport/listing';
import type { Transport } from '../transport/transport';
import type { BatchPage, ListBatchesParams, RequestOptions } from '../types';

/** The graduating classes of an institution. */
export interface Batches {
  /** The batches in which the key may see somebody, newest first: `await` for a page, `for await` for all. */
  list(params?: ListBatchesParams, options?: RequestOptions): Listing<BatchPage>;
}

export function createBatches(transport: Transport): Batches {
  return {
    list: (query, options) => listOf(transport, listBatches, { query }, options),
  };
}
