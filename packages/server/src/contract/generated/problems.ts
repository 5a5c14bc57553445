// Generated from openapi/ by `npm run generate`.

/** Every problem: its status, its title, when it happens, and what to do about it. */
export const problems = {
  invalid_cursor: {
    status: 400,
    title: 'Invalid cursor',
    description: 'The cursor was altered, or belongs to a request with other parameters.',
    help: 'Send the `nextCursor` of the previous page with the same parameters, or start again without a cursor.',
  },
  invalid_id: {
    status: 400,
    title: 'Invalid ID',
    description: 'The ID is malformed, or belongs to another kind of object.',
    help: "IDs are TypeIDs: a profile's ID starts with `prof_`. Send it exactly as you received it.",
  },
  invalid_image: {
    status: 400,
    title: 'Invalid image',
    description:
      "The file isn't a JPEG, PNG or WebP image, is damaged, or has too many pixels. `detail` says which.",
    help: 'Send a complete image with at most 50 million pixels and 16,000 on a side ([files](files.md)).',
  },
  invalid_position: {
    status: 400,
    title: 'Invalid position',
    description: "The position was altered, or doesn't belong to this institution's change feed.",
    help: 'Send a `position` exactly as you received it, or start without one.',
  },
  invalid_request: {
    status: 400,
    title: 'Invalid request',
    description: 'A parameter or property is unknown, missing or invalid.',
    help: '`errors` lists each invalid field and what is wrong with it.',
  },
  invalid_sign_in_state: {
    status: 400,
    title: 'Sign-in expired',
    description:
      'The sign-in is unknown, older than 10 minutes, already complete, or was started in another browser. Also reported as `hc_error`.',
    help: 'Start the sign-in again.',
  },
  malformed_json: {
    status: 400,
    title: 'Malformed JSON',
    description: "The body isn't valid JSON, or was cut off.",
    help: 'Send the whole body as UTF-8 JSON (RFC 8259).',
  },
  unknown_change_type: {
    status: 400,
    title: 'Unknown change type',
    description: "The change type that `detail` names doesn't exist.",
    help: 'Use a type from [the list](changes.md#types). `profile.*` stands for all types of a subject. Webhook endpoints also accept `*`.',
  },
  webhook_url_refused: {
    status: 400,
    title: 'Webhook URL refused',
    description:
      "Messages can't be sent to this URL: it isn't public, isn't https in live mode, or contains a user, a password or another service's port.",
    help: 'Use a public https URL. The operator of the service can [allow a private host](operating.md#settings).',
  },
  expired_key: {
    status: 401,
    title: 'Expired key',
    description: 'The key has expired.',
    help: 'Create a new key, or use the one that replaced it.',
  },
  expired_token: {
    status: 401,
    title: 'Expired access token',
    description: "Access tokens expire after 15 minutes, and when the member's role or status changes.",
    help: 'Get a new one with the refresh token.',
  },
  invalid_code: {
    status: 401,
    title: 'Invalid code',
    description: 'The code is wrong, expired, already used, or was tried too often.',
    help: 'Request a new code. Codes are valid for 10 minutes.',
  },
  invalid_credentials: {
    status: 401,
    title: 'Wrong email address or password',
    description:
      "The email address or the password is wrong; for an operator, it may be the authenticator code. The answer doesn't say which.",
    help: 'Try again, or sign in with an emailed code. An operator waits for the next authenticator code.',
  },
  invalid_key: {
    status: 401,
    title: 'Invalid key',
    description:
      "The key doesn't exist, was revoked, or isn't allowed in a URL; or the request carries several different keys.",
    help: 'Copy the whole key, for the right institution and mode. `detail` says what is wrong.',
  },
  invalid_sign_in_grant: {
    status: 401,
    title: 'Invalid sign-in grant',
    description:
      'The grant is invalid, expired or already used, or belongs to a sign-in that another page started.',
    help: 'Start the sign-in again. A grant is valid for 1 minute and can be used once.',
  },
  invalid_subject_token: {
    status: 401,
    title: 'Invalid token from the host site',
    description:
      "The host site's token (`subject_token`) is invalid, expired, or was used before. `detail` says what is wrong.",
    help: 'See [how to create one](sign-in-providers.md#your-own-site-vouches). A token can be used once.',
  },
  invalid_token: {
    status: 401,
    title: 'Invalid access token',
    description: 'The access token is malformed, or belongs to another institution or service.',
    help: 'Send the token exactly as you received it, with a publishable key of the same institution. If that fails, ask the member to sign in again.',
  },
  missing_key: {
    status: 401,
    title: 'No key',
    description: 'The request has no key.',
    help: 'Send `Homecoming-Key: pk_…` or `sk_…`. A GET can send a publishable key as `?key=`.',
  },
  missing_token: {
    status: 401,
    title: 'Sign-in required',
    description:
      'The operation is for signed-in members or for [operators](operators.md), and the request has no access token.',
    help: "Send `Authorization: Bearer …`: a member's token beside a publishable key, an operator's token without a key.",
  },
  session_ended: {
    status: 401,
    title: 'Session ended',
    description: 'The session was signed out or revoked, or its refresh token was used twice.',
    help: 'Ask the member to sign in again.',
  },
  consumer_not_granted: {
    status: 403,
    title: 'Consumer of another key',
    description: 'The consumer belongs to another key.',
    help: 'Use a consumer name of your own, or ask its owner to grant it to your key ([consumers](changes.md#consumers)).',
  },
  email_not_verified: {
    status: 403,
    title: 'No verified email address',
    description:
      "The sign-in provider doesn't report a verified email address, and no member is linked to this account.",
    help: 'Sign in with an emailed code, or have the provider verify the address.',
  },
  key_kind_not_allowed: {
    status: 403,
    title: 'Wrong kind of key',
    description:
      "This operation doesn't accept this kind of key. Writing data needs a secret key, signing in needs a publishable key, and operators' operations take no key.",
    help: 'Use the kind of key that `detail` names. Send secret keys from a server only.',
  },
  link_code_needed: {
    status: 403,
    title: 'Confirm with an emailed code',
    description: 'Linking this sign-in provider to the member needs a code that was emailed to them.',
    help: "Redeem the code with `POST /v1/auth/codes/redeem` and the problem's `challenge`. That signs the member in and links the provider.",
  },
  member_banned: {
    status: 403,
    title: 'Member banned',
    description: 'The institution has banned this member.',
    help: 'Only the institution can restore the account.',
  },
  missing_permission: {
    status: 403,
    title: 'Permission denied',
    description: "The member's role or status doesn't allow this operation.",
    help: '`detail` names the permission. [Permissions](permissions.md) lists who has it.',
  },
  missing_scope: {
    status: 403,
    title: 'Missing scope',
    description: "The secret key doesn't have the scope that `detail` names.",
    help: 'Use a key that has the scope, or create one.',
  },
  origin_not_allowed: {
    status: 403,
    title: 'Origin not allowed',
    description:
      "The publishable key doesn't allow the page's origin, which `detail` names. No page can call operators' operations.",
    help: "Add the origin to the key's allowed origins, with scheme, host and port exactly as `detail` shows them.",
  },
  recent_sign_in_needed: {
    status: 403,
    title: 'Recent sign-in required',
    description:
      'The operation needs a sign-in within the last 10 minutes. To change a password, the current password also works.',
    help: 'Ask the member to sign in again, or send `currentPassword`.',
  },
  secret_key_in_browser: {
    status: 403,
    title: 'Secret key in a browser',
    description: 'A web page sent a secret key. The institution was notified.',
    help: 'Revoke the key, because anyone who opened the page may have it ([keys](keys.md#when-a-secret-key-was-in-a-page)). Use a publishable key in pages.',
  },
  sign_in_cancelled: {
    status: 403,
    title: 'Sign-in cancelled',
    description: "The person didn't sign in at the provider. Also reported as `hc_error`.",
    help: 'Let them try again, or sign in another way.',
  },
  sign_in_code_needed: {
    status: 403,
    title: 'Sign in with an emailed code',
    description:
      "Someone is guessing passwords, so a password alone isn't accepted from a network that the member hasn't signed in from before.",
    help: 'Request a code and sign in with it. That always works.',
  },
  no_profile: {
    status: 404,
    title: 'No profile yet',
    description: "The member isn't linked to a profile yet.",
    help: 'Have the member claim one: `POST /v1/me/claims`.',
  },
  not_found: {
    status: 404,
    title: 'Not found',
    description:
      "It doesn't exist, was deleted, isn't visible to you, or belongs to another institution. The answer doesn't say which.",
    help: 'Check the ID, and the institution and mode of your key.',
  },
  method_not_allowed: {
    status: 405,
    title: 'Method not allowed',
    description: 'The path exists, but not with this method.',
    help: 'Use a method that the `Allow` header lists.',
  },
  already_invited: {
    status: 409,
    title: 'Already invited',
    description: 'This email address already has a pending invitation.',
    help: 'Resend that invitation, or revoke it first ([invitations](members.md#invitations)).',
  },
  already_member: {
    status: 409,
    title: 'Already a member',
    description: 'A member with this email address already exists.',
    help: 'Update the member: change the role or verify them ([members](members.md#roles-and-statuses)).',
  },
  claim_decided: {
    status: 409,
    title: 'Claim already decided',
    description: 'The claim was already approved or rejected.',
    help: 'A decision is final. After a rejection, the member can claim again.',
  },
  claim_pending: {
    status: 409,
    title: 'Claim already pending',
    description: 'An earlier claim of the member is waiting for a decision.',
    help: 'Wait for the decision, which is emailed ([verification](verification.md)).',
  },
  conflict: {
    status: 409,
    title: 'Conflict',
    description:
      'Another change got in the way, or the `version` you sent is no longer current. Nothing was written.',
    help: 'Read the object again, then retry.',
  },
  email_taken: {
    status: 409,
    title: 'Email address taken',
    description: 'Another member registered this email address after the codes were sent.',
    help: 'Use another address, or sign in with this one.',
  },
  external_id_taken: {
    status: 409,
    title: 'External ID taken',
    description: 'Another profile has this external ID.',
    help: 'Update that profile, or send another ID.',
  },
  idempotency_in_flight: {
    status: 409,
    title: 'Request in progress',
    description: 'The first request with this `Idempotency-Key` is still in progress.',
    help: 'Retry the same request after the seconds in `Retry-After`: you get the answer of the first ([idempotency](idempotency.md)).',
  },
  identity_conflict: {
    status: 409,
    title: 'Different account at the provider',
    description:
      'The member with this email address is linked to a different account at the sign-in provider. Also reported as `hc_error`.',
    help: 'Sign in with an emailed code and unlink the old account (`DELETE /v1/me/identities/{identityId}`), or ask the institution.',
  },
  invitation_ended: {
    status: 409,
    title: 'Invitation no longer pending',
    description: 'The invitation was accepted or revoked.',
    help: 'Update the member, or send a new invitation.',
  },
  issuer_taken: {
    status: 409,
    title: 'Issuer already registered',
    description: 'The institution already has a provider with this issuer.',
    help: 'Update that provider, or delete it first.',
  },
  key_replaced: {
    status: 409,
    title: 'Key already rotated',
    description: 'The key was already rotated.',
    help: 'Rotate the key that `replacedById` names, or revoke this one.',
  },
  last_admin: {
    status: 409,
    title: 'Last admin',
    description: 'The institution would have no verified admin.',
    help: 'Make another verified member an admin first.',
  },
  last_managing_key: {
    status: 409,
    title: 'Last key that manages keys',
    description: "Without this key, no key could manage the institution's keys.",
    help: 'Rotate the key, or first create another one with the scope `keys:manage`. The command line works without a key.',
  },
  not_claimable: {
    status: 409,
    title: "Member can't claim a profile",
    description: 'The member already has a profile, or is banned.',
    help: 'See `profileId` of the member.',
  },
  not_runnable: {
    status: 409,
    title: 'Bulk action not runnable',
    description: 'Only a finished dry run can be run, and only once.',
    help: 'Create another dry run ([bulk actions](members.md#many-at-once)).',
  },
  profile_taken: {
    status: 409,
    title: 'Profile already claimed',
    description: 'The profile belongs to another member.',
    help: "`memberId` among the claim's matches says which.",
  },
  slug_taken: {
    status: 409,
    title: 'Slug taken',
    description: 'Another institution has this slug.',
    help: 'Choose another one.',
  },
  task_not_dead: {
    status: 409,
    title: 'Task not dead',
    description: 'The task is waiting or running. Only a dead task can be run again or deleted.',
    help: 'List dead tasks with `state=dead`.',
  },
  too_many_sign_in_providers: {
    status: 409,
    title: 'Too many sign-in providers',
    description: 'The institution already has 100 sign-in providers.',
    help: "Delete one that you don't need.",
  },
  too_many_webhook_endpoints: {
    status: 409,
    title: 'Too many webhook endpoints',
    description: 'The institution already has 100 webhook endpoints.',
    help: "Delete one that you don't need.",
  },
  webhook_endpoint_disabled: {
    status: 409,
    title: 'Webhook endpoint disabled',
    description: 'The endpoint is disabled, so nothing can be sent to it.',
    help: 'Enable it first: update it with `enabled: true`.',
  },
  position_expired: {
    status: 410,
    title: 'Position expired',
    description:
      'Changes after this position were deleted because of their age, or the database was restored from a backup.',
    help: 'Copy the data again, then read without `after`; or delete the consumer and create it again ([changes](changes.md#when-a-position-has-expired)).',
  },
  body_too_large: {
    status: 413,
    title: 'Body too large',
    description: "A JSON body can have up to 256 KiB, a registrar's list 2 MiB, an image 10 MiB.",
    help: 'Send less in one request.',
  },
  unsupported_media_type: {
    status: 415,
    title: 'Unsupported media type',
    description: 'The body has another media type, or is compressed.',
    help: 'Send `Content-Type: application/json`, uncompressed. A PATCH can use `application/merge-patch+json`, an image `image/…`.',
  },
  idempotency_key_reused: {
    status: 422,
    title: 'Idempotency key reused',
    description: 'Another request with other parameters or another body used this `Idempotency-Key`.',
    help: 'Use a new key for each new request. Repeat a request unchanged.',
  },
  weak_password: {
    status: 422,
    title: 'Password too weak',
    description:
      "The password is common, repetitive, or made from the email address or the institution's name.",
    help: 'Choose another one. Length helps more than special characters.',
  },
  too_many_requests: {
    status: 429,
    title: 'Too many requests',
    description:
      'A rate limit was reached for this key, address or account, or for the number of different people shown ([budget of people](operating.md#budget-of-people)). `detail` says which.',
    help: 'Wait for the seconds in `Retry-After`. Every answer reports the limits in `RateLimit-Policy` and `RateLimit` ([rate limits](operating.md#rate-limits)).',
  },
  headers_too_large: {
    status: 431,
    title: 'Headers too large',
    description: 'The headers or the URL are too large.',
    help: 'Send fewer or shorter headers, or a shorter URL.',
  },
  internal_error: {
    status: 500,
    title: 'Internal error',
    description: 'Something went wrong on the server, and was logged.',
    help: 'Retry later. If it happens again, send the `requestId` to the operator of the service.',
  },
  sign_in_provider_failed: {
    status: 502,
    title: 'Sign-in provider failed',
    description:
      "The sign-in provider, or the host site's keys, couldn't be reached or answered incorrectly.",
    help: "Try again later, or sign in another way. The institution should check the provider's settings; the server's log has the details.",
  },
  unavailable: {
    status: 503,
    title: 'Temporarily unavailable',
    description:
      'The database or the file storage is unreachable, full or too slow; or the service is busy or stopping.',
    help: 'Retry after the seconds in `Retry-After`. Repeat a POST with the same `Idempotency-Key`, because the first request may have succeeded.',
  },
} as const;
