import { createListing, type Listing } from './listing';
import type { Transport } from './transport';
import type {
  BulkAction,
  BulkMemberUpdate,
  ListMembersParams,
  MakeOptions,
  Member,
  MemberPage,
  MemberUpdate,
  Reference,
  RequestOptions,
} from './types';

/** The institution's members: for secret keys with `members:read` and `members:write`, and for admins who are signed in. */
export interface Members {
  /** The newest first: `await` for a page, `for await` for all. */
  list(params?: ListMembersParams, options?: RequestOptions): Listing<MemberPage>;

  /** @throws NotFoundError */
  get(id: string, options?: RequestOptions): Promise<Member>;

  /** Gives a role, verifies, bans or restores. @throws ConflictError (`last_admin`) */
  update(id: string, changes: MemberUpdate, options?: RequestOptions): Promise<Member | Reference>;

  /** Takes back a profile that was given to the wrong person: it is nobody's then. Needs `claims:decide`. @throws NotFoundError */
  takeProfileBack(id: string, options?: RequestOptions): Promise<void>;

  /** The same for many, in the background; see `bulkActions`. With `dryRun` it only tells what would be. */
  bulkUpdate(update: BulkMemberUpdate, options?: MakeOptions): Promise<BulkAction | Reference>;
}

export function createMembers(transport: Transport): Members {
  return {
    list(params, options) {
      const query = { ...params };
      return createListing(async (cursor = query.cursor) =>
        transport.send('listMembers', { query: { ...query, cursor } }, transport.begin(options)),
      );
    },

    get: async (id, options) => transport.send('getMember', { memberId: id }, transport.begin(options)),

    update: async (id, body, options) =>
      transport.send('updateMember', { memberId: id, body }, transport.begin(options)),

    takeProfileBack: async (id, options) =>
      transport.send('takeProfileBack', { memberId: id }, transport.begin(options)),

    bulkUpdate: async (body, options) =>
      transport.send(
        'bulkUpdateMembers',
        { body, idempotencyKey: options?.idempotencyKey },
        transport.begin(options),
      ),
  };
}
