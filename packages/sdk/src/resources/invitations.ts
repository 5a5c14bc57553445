import {
  bulkInvite,
  createInvitation,
  getInvitation,
  listInvitations,
  resendInvitation,
  revokeInvitation,
} from '../generated/routes/invitations';
import { type Listing, listOf } from '../transport/listing';
import type { Transport } from '../transport/transport';
import type {
  BulkAction,
  BulkInvite,
  Invitation,
  InvitationCreate,
  InvitationPage,
  ListInvitationsParams,
  MakeOptions,
  Reference,
  RequestOptions,
} from '../types';

/** Whom the institution expects: for secret keys with `members:read` and `members:write`, and for admins who are signed in. */
export interface Invitations {
  /** The newest first: `await` for a page, `for await` for all. */
  list(params?: ListInvitationsParams, options?: RequestOptions): Listing<InvitationPage>;

  /** @throws NotFoundError */
  get(id: string, options?: RequestOptions): Promise<Invitation>;

  /** Mails it. @throws ConflictError (`already_member`, `already_invited`, `profile_taken`) */
  create(invitation: InvitationCreate, options?: MakeOptions): Promise<Invitation | Reference>;

  /** Invites many, in the background; see `bulkActions`. With `dryRun` it only tells what would be. */
  bulkCreate(invitations: BulkInvite, options?: MakeOptions): Promise<BulkAction | Reference>;

  /** Mails it again, good for 30 days anew. @throws ConflictError (`invitation_ended`), RateLimitError (once an hour) */
  resend(id: string, options?: MakeOptions): Promise<Invitation | Reference>;

  /** Takes it back. @throws ConflictError (`invitation_ended`) where it was accepted */
  revoke(id: string, options?: RequestOptions): Promise<void>;
}

export function createInvitations(transport: Transport): Invitations {
  return {
    list: (query, options) => listOf(transport, listInvitations, { query }, options),

    get: (id, options) => transport.call(getInvitation, { invitationId: id }, options),

    create: (body, options) => transport.call(createInvitation, { body }, options),

    bulkCreate: (body, options) => transport.call(bulkInvite, { body }, options),

    resend: (id, options) => transport.call(resendInvitation, { invitationId: id }, options),

    revoke: (id, options) => transport.call(revokeInvitation, { invitationId: id }, options),
  };
}
