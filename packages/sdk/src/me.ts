import type { MemberTransport } from './auth/member-transport';
import type { ImageBytes } from './request';
import type { AuthOperation } from './routes/auth';
import type { OwnOperation } from './routes/own';
import type {
  Claim,
  ClaimCreate,
  MakeOptions,
  Member,
  OwnProfileUpdate,
  Profile,
  ReadOwnProfileOptions,
  RequestOptions,
} from './types';

/** The codes of six digits that both addresses were mailed. */
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

export function createMe({
  auth,
  transport,
  once,
  update,
}: MemberTransport<AuthOperation | OwnOperation>): Me {
  return {
    profile: async (options) =>
      transport.send('getOwnProfile', { query: { audience: options?.viewAs } }, transport.begin(options)),

    updateProfile: async (body, options) =>
      transport.send('updateOwnProfile', { body }, transport.begin(options)),

    putPhoto: async (bytes, options) => transport.send('putOwnPhoto', { bytes }, transport.begin(options)),

    deletePhoto: async (options) => transport.send('deleteOwnPhoto', {}, transport.begin(options)),

    listClaims: async (options) => (await transport.send('listOwnClaims', {}, transport.begin(options))).data,

    async claim(body, options) {
      const input = { body, idempotencyKey: options?.idempotencyKey };
      const claim = await transport.send('createClaim', input, transport.begin(options));
      // The member may have been verified by it, and what is known of them here is told to all who listen.
      await auth.getMember(options).catch(() => {
        // It stands; who asks later finds out.
      });
      return claim;
    },

    async requestEmailChange(email, options) {
      const input = { body: { email }, idempotencyKey: options?.idempotencyKey };
      await transport.send('requestEmailChange', input, transport.begin(options));
    },

    async confirmEmailChange({ oldCode, newCode }, options) {
      const body = { oldCode, newCode };
      const member = await once.send('confirmEmailChange', { body }, once.begin(options));
      await update(member);
      return member;
    },
  };
}
