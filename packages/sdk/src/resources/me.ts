import { createClaim, listOwnClaims } from '../generated/routes/claims';
import {
  confirmEmailChange,
  deleteOwnPhoto,
  getOwnProfile,
  putOwnPhoto,
  requestEmailChange,
  updateOwnProfile,
} from '../generated/routes/members';
import { listOwnIdentities, unlinkOwnIdentity } from '../generated/routes/sign-in-providers';
import type { MemberTransport } from '../session/member-transport';
import type { ImageBytes } from '../transport/request';
import type {
  Claim,
  ClaimCreate,
  Identity,
  MakeOptions,
  Member,
  OwnProfileUpdate,
  Profile,
  ReadOwnProfileOptions,
  RequestOptions,
} from '../types';

/** The 6-digit codes that were emailed to both addresses. */
export interface EmailChangeCodes {
  readonly oldCode: string;
  readonly newCode: string;
}

/** What is the signed-in member's own: profile, photo, claims, address. */
export interface Me {
  /**
   * All of the member's own profile, or with `viewAs` what others see of it.
   * @throws NotFoundError: `no_profile` before it is claimed; `not_found` where that audience may not see the person
   */
  profile(options?: ReadOwnProfileOptions): Promise<Profile>;

  /**
   * Changes what is named; `null` clears a field. With the `version` that was read, nothing is overwritten that was changed since.
   * @throws InvalidRequestError, NotFoundError (`no_profile`), ConflictError (`conflict`)
   */
  updateProfile(changes: OwnProfileUpdate, options?: RequestOptions): Promise<Profile>;

  /** Stores a JPEG, PNG or WebP image as the photo. @throws InvalidRequestError (`invalid_image`), NotFoundError (`no_profile`) */
  putPhoto(image: ImageBytes, options?: RequestOptions): Promise<Profile>;

  /** Leaves the profile without a photo. @throws NotFoundError (`no_profile`) */
  deletePhoto(options?: RequestOptions): Promise<void>;

  /** The sign-in providers that the member is linked to, newest first. */
  listIdentities(options?: RequestOptions): Promise<Identity[]>;

  /** Unlinks a sign-in provider. Signing in with it links it again, if it has the member's verified address. @throws NotFoundError */
  unlinkIdentity(id: string, options?: RequestOptions): Promise<void>;

  /** What became of what the member has claimed, newest first. */
  listClaims(options?: RequestOptions): Promise<Claim[]>;

  /**
   * Claims the profile that is the member's; `approved` at once, or `pending`.
   * @throws ConflictError (`claim_pending`, `not_claimable`), RateLimitError
   */
  claim(claim: ClaimCreate, options?: MakeOptions): Promise<Claim>;

  /**
   * Mails a code to the new address and one to the old. Says nothing about whether the new one is another member's.
   * @throws PermissionError (`recent_sign_in_needed`), RateLimitError
   */
  requestEmailChange(email: string, options?: MakeOptions): Promise<void>;

  /**
   * Changes the address, with both codes; other sessions end. Never sent twice by itself: a try counts.
   * @throws AuthenticationError (`invalid_code`), ConflictError (`email_taken`)
   */
  confirmEmailChange(codes: EmailChangeCodes, options?: RequestOptions): Promise<Member>;
}

export function createMe({ auth, transport, once, update }: MemberTransport): Me {
  return {
    profile: (options) => transport.call(getOwnProfile, { query: { audience: options?.viewAs } }, options),

    updateProfile: (body, options) => transport.call(updateOwnProfile, { body }, options),

    putPhoto: (bytes, options) => transport.call(putOwnPhoto, { bytes }, options),

    deletePhoto: (options) => transport.call(deleteOwnPhoto, {}, options),

    listIdentities: async (options) => (await transport.call(listOwnIdentities, {}, options)).data,

    unlinkIdentity: (identityId, options) => transport.call(unlinkOwnIdentity, { identityId }, options),

    listClaims: async (options) => (await transport.call(listOwnClaims, {}, options)).data,

    async claim(body, options) {
      const input = { body };
      const claim = await transport.call(createClaim, input, options);
      // The member may have been verified by it, and what is known of them here is told to all who listen.
      await auth.getMember(options).catch(() => {
        // It stands; who asks later finds out.
      });
      return claim;
    },

    async requestEmailChange(email, options) {
      const input = { body: { email } };
      await transport.call(requestEmailChange, input, options);
    },

    async confirmEmailChange({ oldCode, newCode }, options) {
      const body = { oldCode, newCode };
      const member = await once.send(confirmEmailChange, { body }, once.begin(options));
      await update(member);
      return member;
    },
  };
}
