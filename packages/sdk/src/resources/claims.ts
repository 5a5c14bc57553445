import {
  approveClaim,
  getAddressDomains,
  getClaim,
  listClaims,
  putAddressDomains,
  rejectClaim,
} from '../generated/routes/claims';
import { type Listing, listOf } from '../transport/listing';
import type { Transport } from '../transport/transport';
import type {
  Claim,
  ClaimApproval,
  ClaimPage,
  ClaimWithMatches,
  ListClaimsParams,
  MakeOptions,
  Reference,
  RequestOptions,
} from '../types';

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
    list: (query, options) => listOf(transport, listClaims, { query }, options),

    get: (id, options) => transport.call(getClaim, { claimId: id }, options),

    approve: (id, body, options) => transport.call(approveClaim, { claimId: id, body }, options),

    reject: (id, reason, options) => transport.call(rejectClaim, { claimId: id, body: { reason } }, options),

    addressDomains: {
      get: async (options) => (await transport.call(getAddressDomains, {}, options)).domains,

      put: async (domains, options) =>
        (await transport.call(putAddressDomains, { body: { domains } }, options)).domains,
    },
  };
}
