import { createListing, type Listing } from './listing';
import type { Transport } from './transport';
import type {
  DegreeList,
  DegreeListCreate,
  DegreeListPage,
  DegreeListRowPage,
  ListDegreeListRowsParams,
  ListDegreeListsParams,
  MakeOptions,
  RequestOptions,
} from './types';

/** Registrars' lists, by which degrees are verified. Needs an admin, or a secret key with the scope `degrees:verify`. */
export interface DegreeLists {
  /**
   * Uploads a list of at most 10,000 rows; it is compared with the directory in the background: see `status` of `get`.
   * @throws InvalidRequestError
   */
  create(list: DegreeListCreate, options?: MakeOptions): Promise<DegreeList>;

  /** The newest first: `await` for a page, `for await` for all. */
  list(params?: ListDegreeListsParams, options?: RequestOptions): Listing<DegreeListPage>;

  /** @throws NotFoundError */
  get(id: string, options?: RequestOptions): Promise<DegreeList>;

  /** The rows, of one outcome or of all, in the order of the list, with whom each proves. @throws NotFoundError */
  rows(id: string, params?: ListDegreeListRowsParams, options?: RequestOptions): Listing<DegreeListRowPage>;
}

export function createDegreeLists(transport: Transport): DegreeLists {
  return {
    create: async (body, options) =>
      transport.send(
        'createDegreeList',
        { body, idempotencyKey: options?.idempotencyKey },
        transport.begin(options),
      ),

    list(params, options) {
      const query = { ...params };
      return createListing(async (cursor = query.cursor) =>
        transport.send('listDegreeLists', { query: { ...query, cursor } }, transport.begin(options)),
      );
    },

    get: async (id, options) =>
      transport.send('getDegreeList', { degreeListId: id }, transport.begin(options)),

    rows(id, params, options) {
      const query = { ...params };
      return createListing(async (cursor = query.cursor) =>
        transport.send(
          'listDegreeListRows',
          { degreeListId: id, query: { ...query, cursor } },
          transport.begin(options),
        ),
      );
    },
  };
}
