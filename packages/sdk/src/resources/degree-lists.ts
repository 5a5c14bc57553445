import {
  createDegreeList,
  getDegreeList,
  listDegreeListRows,
  listDegreeLists,
} from '../generated/routes/degree-lists';
import { type Listing, listOf } from '../transport/listing';
import type { Transport } from '../transport/transport';
import type {
  DegreeList,
  DegreeListCreate,
  DegreeListPage,
  DegreeListRowPage,
  ListDegreeListRowsParams,
  ListDegreeListsParams,
  MakeOptions,
  RequestOptions,
} from '../types';

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
    create: (body, options) => transport.call(createDegreeList, { body }, options),

    list: (query, options) => listOf(transport, listDegreeLists, { query }, options),

    get: (id, options) => transport.call(getDegreeList, { degreeListId: id }, options),

    rows: (id, query, options) => listOf(transport, listDegreeListRows, { degreeListId: id, query }, options),
  };
}
