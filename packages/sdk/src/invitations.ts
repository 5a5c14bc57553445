import { createListing, type Listing } from './listing';
import type { Transport } from './transport';
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
} from './types';

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
    list(params, options) {
      const query = { ...params };
      return createListing(async (cursor = query.cursor) =>
        transport.send('listInvitations', { query: { ...query, cursor } }, transport.begin(options)),
      );
    },

    get: async (id, options) =>
      transport.send('getInvitation', { invitationId: id }, transport.begin(options)),

    create: async (body, options) =>
      transport.send(
        'createInvitation',
        { body, idempotencyKey: options?.idempotencyKey },
        transport.begin(options),
      ),

    bulkCreate: async (body, options) =>
      transport.send(
        'bulkInvite',
        { body, idempotencyKey: options?.idempotencyKey },
        transport.begin(options),
      ),

    resend: async (id, options) =>
      transport.send(
        'resendInvitation',
        { invitationId: id, idempotencyKey: options?.idempotencyKey },
        transport.begin(options),
      ),

    revoke: async (id, options) =>
      transport.send('revokeInvitation', { invitationId: id }, transport.begin(options)),
  };
}
