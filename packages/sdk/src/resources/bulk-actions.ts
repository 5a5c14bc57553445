import {
  getBulkAction,
  listBulkActions,
  listBulkResults,
  runBulkAction,
} from '../generated/routes/bulk-actions';
import { type Listing, listOf } from '../transport/listing';
import type { Transport } from '../transport/transport';
import type {
  BulkAction,
  BulkActionPage,
  BulkResultPage,
  ListBulkActionsParams,
  ListBulkResultsParams,
  MakeOptions,
  Reference,
  RequestOptions,
} from '../types';

/** What is done to many in the background, how far it is, and what became of each. */
export interface BulkActions {
  /** The newest first: `await` for a page, `for await` for all. */
  list(params?: ListBulkActionsParams, options?: RequestOptions): Listing<BulkActionPage>;

  /** How far it is. @throws NotFoundError */
  get(id: string, options?: RequestOptions): Promise<BulkAction>;

  /** What became of each, or in a dry run would. */
  results(id: string, params?: ListBulkResultsParams, options?: RequestOptions): Listing<BulkResultPage>;

  /** Does in earnest what a dry run has shown, to the very same people. @throws ConflictError (`not_runnable`) */
  run(id: string, options?: MakeOptions): Promise<BulkAction | Reference>;
}

export function createBulkActions(transport: Transport): BulkActions {
  return {
    list: (query, options) => listOf(transport, listBulkActions, { query }, options),

    get: (id, options) => transport.call(getBulkAction, { bulkActionId: id }, options),

    results: (id, query, options) => listOf(transport, listBulkResults, { bulkActionId: id, query }, options),

    run: (id, options) => transport.call(runBulkAction, { bulkActionId: id }, options),
  };
}
