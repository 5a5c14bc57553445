import { bulkUpdateMembers } from '../generated/routes/bulk-actions';
import { getMember, listMembers, takeProfileBack, updateMember } from '../generated/routes/members';
import { type Listing, listOf } from '../transport/listing';
import type { Transport } from '../transport/transport';
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
} from '../types';

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
    list: (query, options) => listOf(transport, listMembers, { query }, options),

    get: (id, options) => transport.call(getMember, { memberId: id }, options),

    update: (id, body, options) => transport.call(updateMember, { memberId: id, body }, options),

    takeProfileBack: (id, options) => transport.call(takeProfileBack, { memberId: id }, options),

    bulkUpdate: (body, options) => transport.call(bulkUpdateMembers, { body }, options),
  };
}
