import { createListing, type Listing } from './listing';
import type { Transport } from './transport';
import type {
  Claim,
  ClaimApproval,
  ClaimPage,
  ClaimWithMatches,
  ListClaimsParams,
  MakeOptions,
  Reference,
  RequestOptions,
} from './types';

/** What members claim: for secret keys with `claims:read` and `claims:decide`, and for admins who are signed in. */
export interface Claims {
  /** Those that wait, or of another `status`, the oldest first: `await` for a page, `for await` for all. */
  list(params?: ListClaimsParams, options?: RequestOptions): Listing<ClaimPage>;

  /** A claim with the profiles that it may mean, the likeliest first. @throws NotFoundError */
  get(id: string, options?: RequestOptions): Promise<ClaimWithMatches>;

  /**
   * Makes a profile the member's, or a new one where the register has none.
   * @throws ConflictError (`profile_taken`, `claim_decided`, `not_claimable`, `external_id_taken`), NotFoundError
   */
  approve(id: string, approval: ClaimApproval, options?: MakeOptions): Promise<Claim | Reference>;

  /** The member reads the reason, and may claim anew. @throws ConflictError (`claim_decided`), NotFoundError */
  reject(id: string, reason: string, options?: MakeOptions): Promise<Claim | Reference>;

  readonly addressDomains: AddressDomains;
}

/** The domains of which whoever has proven an address is verified when they claim. */
export interface AddressDomains {
  get(options?: RequestOptions): Promise<string[]>;

  /** Replaces all of them; gives them as they are kept. @throws InvalidRequestError */
  put(domains: readonly string[], options?: RequestOptions): Promise<string[]>;
}

export function createClaims(transport: Transport): Claims {
  return {
    list(params, options) {
      const query = { ...params };
      return createListing(async (cursor = query.cursor) =>
        transport.send('listClaims', { query: { ...query, cursor } }, transport.begin(options)),
      );
    },

    get: async (id, options) => transport.send('getClaim', { claimId: id }, transport.begin(options)),

    approve: async (id, body, options) =>
      transport.send(
        'approveClaim',
        { claimId: id, body, idempotencyKey: options?.idempotencyKey },
        transport.begin(options),
      ),

    reject: async (id, reason, options) =>
      transport.send(
        'rejectClaim',
        { claimId: id, body: { reason }, idempotencyKey: options?.idempotencyKey },
        transport.begin(options),
      ),

    addressDomains: {
      get: async (options) =>
        (await transport.send('getAddressDomains', {}, transport.begin(options))).domains,

      put: async (domains, options) =>
        (await transport.send('putAddressDomains', { body: { domains } }, transport.begin(options))).domains,
    },
  };
}
