import type { components } from './generated/schema';

export type ProblemCode = components['schemas']['ProblemCode'];
export type FieldError = components['schemas']['FieldError'];

/** Of every problem its status, its title and what to do about it; `docs/errors.md` lists the same. */
export const problems: Readonly<
  Record<ProblemCode, { readonly status: number; readonly title: string; readonly help: string }>
> = {
  invalid_request: {
    status: 400,
    title: 'The request is not as the contract says',
    help: '`errors` names each parameter or property at fault.',
  },
  malformed_json: { status: 400, title: 'The body is not JSON', help: 'Send UTF-8 JSON (RFC 8259), whole.' },
  invalid_id: {
    status: 400,
    title: 'That is not an id of this kind',
    help: 'Ids are TypeIDs: a profile’s begins with `prof_`. Send it as it was given.',
  },
  invalid_cursor: {
    status: 400,
    title: 'That cursor is not good here',
    help: 'Send the `nextCursor` of the page before, with the same other parameters; else begin without a cursor.',
  },
  invalid_position: {
    status: 400,
    title: 'Invalid position',
    help: 'Send a `position` exactly as you received it from this institution, or start without one.',
  },
  missing_key: {
    status: 401,
    title: 'A key is needed',
    help: 'Send `Homecoming-Key: pk_…` or `sk_…`; a GET may carry a publishable key as `?key=`.',
  },
  invalid_key: {
    status: 401,
    title: 'The key is not known',
    help: 'Copy the key whole, for the right institution and mode. It may have been revoked.',
  },
  expired_key: { status: 401, title: 'The key has ended', help: 'Create another one.' },
  key_kind_not_allowed: {
    status: 403,
    title: 'Not with this kind of key',
    help: 'This needs a secret key, sent from a server.',
  },
  secret_key_in_browser: {
    status: 403,
    title: 'A secret key in a browser',
    help: 'Revoke that key: whoever saw the page may have it. It has been noted on the key. Use a publishable key in pages.',
  },
  origin_not_allowed: {
    status: 403,
    title: 'This origin is not allowed',
    help: 'Add the page’s origin to the allowed origins of the publishable key.',
  },
  missing_scope: {
    status: 403,
    title: 'The key lacks a scope',
    help: '`detail` names the scope that the secret key needs.',
  },
  missing_token: {
    status: 401,
    title: 'Somebody must be signed in',
    help: 'Send the member’s access token as `Authorization: Bearer …` beside the publishable key.',
  },
  invalid_token: {
    status: 401,
    title: 'The access token is not good here',
    help: 'Send it as it was given, with a publishable key of the same institution. Else have the member sign in again.',
  },
  expired_token: {
    status: 401,
    title: 'The access token has ended',
    help: 'Get a new one with the refresh token. A token also ends when the member’s role or status changes.',
  },
  session_ended: {
    status: 401,
    title: 'The session has ended',
    help: 'Have the member sign in again.',
  },
  invalid_code: {
    status: 401,
    title: 'The code is not good',
    help: 'It may be mistyped, older than ten minutes, used, or tried too often. Ask for another one.',
  },
  invalid_credentials: {
    status: 401,
    title: 'Address or password is wrong',
    help: 'Try again, or sign in with a code.',
  },
  invalid_subject_token: {
    status: 401,
    title: 'The host site’s token is not good',
    help: '`detail` says what is wrong with it. docs/sign-in-providers.md shows how to make one; each is good once.',
  },
  email_not_verified: {
    status: 403,
    title: 'No verified address came with it',
    help: 'Sign in with a code, or have the provider verify the address. Nobody is linked by an address that may be another’s.',
  },
  identity_conflict: {
    status: 409,
    title: 'The address is of a member who is somebody else there',
    help: 'The provider knows the member who has this address by another account. Sign in with a code, then undo the old link; or ask the institution.',
  },
  sign_in_provider_failed: {
    status: 502,
    title: 'The sign-in provider failed',
    help: 'Try again later, or sign in in another way. The institution should check its settings; the service’s log says more.',
  },
  sign_in_cancelled: {
    status: 403,
    title: 'The person did not sign in at the provider',
    help: 'Let them try again, or sign in in another way.',
  },
  invalid_sign_in_state: {
    status: 400,
    title: 'This sign-in is not under way',
    help: 'Begin again. A sign-in lasts ten minutes, is completed once, and in the browser that began it.',
  },
  invalid_sign_in_grant: {
    status: 401,
    title: 'The grant is not good',
    help: 'Have the person sign in again. A grant is good for a minute, once, and for the page that began the sign-in.',
  },
  missing_permission: {
    status: 403,
    title: 'This member may not do this',
    help: '`detail` names the permission; docs/permissions.md says who has it.',
  },
  member_banned: {
    status: 403,
    title: 'The member is banned',
    help: 'Only the institution can restore the account.',
  },
  recent_sign_in_needed: {
    status: 403,
    title: 'A recent sign-in is needed',
    help: 'Send the current password, or have the member sign in again first.',
  },
  sign_in_code_needed: {
    status: 403,
    title: 'Sign in with an emailed code',
    help: 'Someone is guessing passwords, so a password alone isn’t accepted from a network that the member hasn’t used before. Request a code: it always works.',
  },
  link_code_needed: {
    status: 403,
    title: 'Confirm the link with an emailed code',
    help: 'A code was emailed to the member. Redeem it with `POST /v1/auth/codes/redeem`, sending the problem’s `challenge`: that signs in and links the provider.',
  },
  not_found: {
    status: 404,
    title: 'Not found',
    help: 'It does not exist, was deleted, may not be seen by you, or belongs to another institution.',
  },
  no_profile: {
    status: 404,
    title: 'The member has no profile yet',
    help: 'Have the member claim one: `POST /v1/me/claims`.',
  },
  method_not_allowed: {
    status: 405,
    title: 'Method not allowed',
    help: 'The `Allow` header lists the methods.',
  },
  external_id_taken: {
    status: 409,
    title: 'The external id is taken',
    help: 'Another living profile has it: update that one, or send another id.',
  },
  slug_taken: {
    status: 409,
    title: 'The slug is taken',
    help: 'Another institution has it: take another one.',
  },
  last_managing_key: {
    status: 409,
    title: 'Nobody could manage the keys any more',
    help: 'Rotate this key, or first create another one with the scope `keys:manage`. The command line can do without.',
  },
  key_replaced: {
    status: 409,
    title: 'The key has been rotated already',
    help: 'Rotate the key that replaced it, or revoke this one.',
  },
  conflict: {
    status: 409,
    title: 'Something else changed it meanwhile',
    help: 'Nothing was written. Try again; where you sent a `version`, read anew first.',
  },
  last_admin: {
    status: 409,
    title: 'The institution would have no admin',
    help: 'Make another verified member an admin first.',
  },
  already_member: {
    status: 409,
    title: 'The address has a member',
    help: 'Change the member: give a role, verify them.',
  },
  already_invited: {
    status: 409,
    title: 'An invitation waits',
    help: 'Mail that invitation again, or revoke it first.',
  },
  invitation_ended: {
    status: 409,
    title: 'The invitation has ended',
    help: 'It was accepted or revoked. Change the member, or invite anew.',
  },
  not_runnable: {
    status: 409,
    title: 'There is nothing to run',
    help: 'Only a dry run that is done can be run, once.',
  },
  claim_pending: {
    status: 409,
    title: 'An earlier claim waits',
    help: 'Wait for the institution’s decision: it is mailed.',
  },
  claim_decided: {
    status: 409,
    title: 'The claim has been decided',
    help: 'A decision stays. The member can claim anew after a rejection.',
  },
  not_claimable: {
    status: 409,
    title: 'This member cannot claim a profile',
    help: 'They have one, or are banned.',
  },
  profile_taken: {
    status: 409,
    title: 'The profile is another member’s',
    help: 'A profile is one member’s. See `memberId` among the claim’s matches for whose it is.',
  },
  email_taken: {
    status: 409,
    title: 'The address is another member’s',
    help: 'Sign in with it instead, or take another one.',
  },
  idempotency_in_flight: {
    status: 409,
    title: 'The first call with this idempotency key is under way',
    help: 'Send the same call again after as many seconds as `Retry-After` says: it gets the first one’s answer.',
  },
  position_expired: {
    status: 410,
    title: 'Position expired',
    help: 'Changes after this position were removed by age, or the database was restored from a backup. Copy anew what you keep a copy of, then read without `after`; delete a consumer and put it again.',
  },
  consumer_not_granted: {
    status: 403,
    title: 'This consumer belongs to another key',
    help: 'Use a consumer name of your own. To share this one, its owner adds your key to `grantedKeyIds`; a key with `keys:manage` can do so, too.',
  },
  task_not_dead: {
    status: 409,
    title: 'The task has not been given up',
    help: 'Only a dead task can be run again or deleted. One that waits or runs is tried by itself.',
  },
  unknown_change_type: {
    status: 400,
    title: 'Unknown change type',
    help: '`detail` names it. docs/changes.md lists all types; `profile.*` stands for all types of a subject. Webhook endpoints also take `*`.',
  },
  webhook_url_refused: {
    status: 400,
    title: 'That address cannot be sent to',
    help: 'Give a public https address, without user and password. Whoever runs the service can allow a private host by name.',
  },
  too_many_webhook_endpoints: {
    status: 409,
    title: 'There are too many webhook endpoints',
    help: 'Delete one that is not needed any more.',
  },
  webhook_endpoint_disabled: {
    status: 409,
    title: 'The webhook endpoint is disabled',
    help: 'Enable it first: change it with `enabled: true`.',
  },
  invalid_image: {
    status: 400,
    title: 'The image cannot be used',
    help: '`detail` says why. Send a whole JPEG, PNG or WebP image of at most 50 million pixels.',
  },
  issuer_taken: {
    status: 409,
    title: 'That issuer is registered already',
    help: 'Change the provider that has it, or delete it first.',
  },
  too_many_sign_in_providers: {
    status: 409,
    title: 'There are too many sign-in providers',
    help: 'Delete one that is not needed any more.',
  },
  body_too_large: { status: 413, title: 'The body is too large', help: 'Send less at once.' },
  unsupported_media_type: {
    status: 415,
    title: 'Unsupported media type',
    help: 'Send `Content-Type: application/json`, not compressed; an image as `image/…`.',
  },
  idempotency_key_reused: {
    status: 422,
    title: 'The idempotency key belongs to another call',
    help: 'Repeat a call unchanged, or give each new call a key of its own.',
  },
  weak_password: {
    status: 422,
    title: 'The password is too easy to guess',
    help: 'Take one that is not common, and not made of the address or the institution’s name.',
  },
  too_many_requests: {
    status: 429,
    title: 'Too many requests',
    help: 'Wait for as many seconds as `Retry-After` says. `RateLimit-Policy` and `RateLimit` tell the limits and what is left.',
  },
  headers_too_large: {
    status: 431,
    title: 'The headers are too large',
    help: 'Send fewer or shorter headers, or a shorter address.',
  },
  internal_error: {
    status: 500,
    title: 'Something went wrong here',
    help: 'It has been noted. If it stays, tell us the `requestId`.',
  },
  unavailable: {
    status: 503,
    title: 'Not available just now',
    help: 'Try again after as many seconds as `Retry-After` says; a POST with the same `Idempotency-Key`, for it may have arrived.',
  },
};

/** A refusal that the caller is told, as problem details (RFC 9457). */
export class Problem extends Error {
  override name = 'Problem';
  readonly status: number;

  constructor(
    readonly code: ProblemCode,
    /** What is wrong in this case, and how to mend it. */
    readonly detail?: string,
    readonly more: {
      readonly errors?: readonly FieldError[];
      readonly headers?: Readonly<Record<string, string>>;
      /** Of link_code_needed: what the mailed code is redeemed with. */
      readonly challenge?: string;
      cause?: unknown;
    } = {},
  ) {
    super(detail ?? problems[code].title, { cause: more.cause });
    this.status = problems[code].status;
  }
}
