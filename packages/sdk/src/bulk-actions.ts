import { createListing, type Listing } from './listing';
import type { Transport } from './transport';
import type {
  BulkAction,
  BulkActionPage,
  BulkResultPage,
  ListBulkActionsParams,
  ListBulkResultsParams,
  MakeOptions,
  Reference,
  RequestOptions,
} from './types';

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
    list(params, options) {
      const query = { ...params };
      return createListing(async (cursor = query.cursor) =>
        transport.send('listBulkActions', { query: { ...query, cursor } }, transport.begin(options)),
      );
    },

    get: async (id, options) =>
      transport.send('getBulkAction', { bulkActionId: id }, transport.begin(options)),

    results(id, params, options) {
      const query = { ...params };
      return createListing(async (cursor = query.cursor) =>
        transport.send(
          'listBulkResults',
          { bulkActionId: id, query: { ...query, cursor } },
          transport.begin(options),
        ),
      );
    },

    run: async (id, options) =>
      transport.send(
        'runBulkAction',
        { bulkActionId: id, idempotencyKey: options?.idempotencyKey },
        transport.begin(options),
      ),
  };
}
