// Generated from openapi/openapi.json by `npm run generate`.

export interface paths {
  '/v1/audit-log': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List audit log entries
     * @description Lists the institution's administrative and security actions, newest first: who did what to which object, from where, and the state
     *     before and after. No one can change or remove entries. `docs/audit.md` lists what is logged and explains how to verify the log.
     */
    get: operations['listAuditLog'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/audit-log/export': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Export the audit log
     * @description Streams the log, oldest first, as newline-delimited JSON with one entry per line. Without filters, you get the whole log. To resume
     *     an interrupted export, set `after` to the `number` of the last complete line. The export itself is logged as `audit_log.exported`.
     */
    get: operations['exportAuditLog'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/members/bulk-update': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Update many members
     * @description Changes the role or status of many members in the background. Name them with `memberIds`, or send a `filter` to update all members
     *     who match now; members who join later aren't included. Each member is updated as if with `updateMember`. The response has the bulk
     *     action's ID, and its results show the outcome for each member. With `dryRun`, nothing is changed and the results show what would
     *     happen. If the caller loses the permission, the remaining members are skipped.
     */
    post: operations['bulkUpdateMembers'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/bulk-actions': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List bulk actions
     * @description Lists bulk actions, newest first. They are kept for 90 days.
     */
    get: operations['listBulkActions'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/bulk-actions/{bulkActionId}': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The bulk action's ID. */
        bulkActionId: components['parameters']['BulkActionId'];
      };
      cookie?: never;
    };
    /** Get a bulk action */
    get: operations['getBulkAction'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/bulk-actions/{bulkActionId}/results': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The bulk action's ID. */
        bulkActionId: components['parameters']['BulkActionId'];
      };
      cookie?: never;
    };
    /**
     * List the results of a bulk action
     * @description Lists the outcome for each person, in processing order.
     */
    get: operations['listBulkResults'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/bulk-actions/{bulkActionId}/run': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The bulk action's ID. */
        bulkActionId: components['parameters']['BulkActionId'];
      };
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Run a bulk action after its dry run
     * @description Performs the action for exactly the people in the dry run, as a new bulk action. Fails with `not_runnable` if the bulk action isn't
     *     a dry run, isn't finished, or was already run.
     */
    post: operations['runBulkAction'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/changes': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List changes
     * @description Reads the institution's change log in commit order. Each change appears once, and none is skipped. A change says what happened to
     *     which object, not what the object looks like now: get the object for that.
     *
     *     To continue reading, pass `position` as `after`. It advances even if no change matched `types`. With `wait`, the response is sent as
     *     soon as there is a change, or without one when the time is up. Without `after`, reading starts with the oldest change still stored.
     *     Changes older than the retention period are removed. If you send a position from before that, or one that was lost when a backup was
     *     restored, the request fails with `position_expired`, so you never miss changes without noticing.
     *
     *     With `consumer`, the service remembers the position for you. You get the same block again until you acknowledge it (with newer
     *     changes added if the block wasn't full). A consumer has its own types, so you can't combine it with `after` or `types`.
     *
     *     You get the types that your key's scopes allow: `directory:read` for `profile.*`, `members:read` for `member.*` and `session.*`,
     *     `claims:read` for `claim.*`, `degrees:verify` for `degreeList.*`, `keys:manage` for `key.*` and `webhooks:manage` for
     *     `webhookEndpoint.*`. Asking for other types fails with `missing_scope`. Changes to private values are included only if the key has
     *     the scope `directory:private`.
     */
    get: operations['listChanges'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/changes/consumers': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List consumers
     * @description Lists the consumers your key can use, sorted by name, each with how far behind it is. A key with `keys:manage` sees all consumers.
     */
    get: operations['listChangeConsumers'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/changes/consumers/{consumer}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    /**
     * Create or update a consumer
     * @description Creates a consumer with this name, or updates the types and grants of an existing one. A new consumer starts at `from`. An existing
     *     one keeps its position, so your program can call this every time it starts. The position is kept even if changes it hadn't read were
     *     removed because of their age (`expired`). To start over, delete the consumer and create it again.
     *
     *     A consumer belongs to the key that created it, and to the keys that replace that key by rotation. Other keys get
     *     `consumer_not_granted` unless `grantedKeyIds` lists them. A key with `keys:manage` can grant access to every consumer, and delete
     *     it.
     */
    put: operations['putChangeConsumer'];
    post?: never;
    /**
     * Delete a consumer
     * @description Deletes the consumer and its position. Only its owner, or a key with `keys:manage`, can do this.
     */
    delete: operations['deleteChangeConsumer'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/changes/consumers/{consumer}/acknowledge': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Acknowledge changes
     * @description Moves the consumer to the `position` of a block you have processed. A consumer never moves backwards: an older position is accepted
     *     but has no effect, so it's safe to acknowledge twice.
     */
    post: operations['acknowledgeChanges'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/me/claims': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List your claims
     * @description Lists the signed-in member's claims, newest first, up to the newest 100.
     */
    get: operations['listOwnClaims'];
    put?: never;
    /**
     * Claim your profile
     * @description Says who you are, so that the institution can find your profile. If your verified email address is the address of exactly one
     *     profile, and no number, birth date or name contradicts it, the claim is approved immediately. All other claims are `pending` until
     *     the institution decides. The response is the same whatever the register knows about other people. If your email address belongs to
     *     one of the institution's domains, you are verified immediately, but the claim is still decided by the institution. You can have one
     *     pending claim at a time (`claim_pending`) and make five claims in 30 days (`too_many_requests`). Fails with `not_claimable` if you
     *     already have a profile.
     */
    post: operations['createClaim'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/claims': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List claims
     * @description Lists claims, oldest first.
     */
    get: operations['listClaims'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/claims/{claimId}': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The claim's ID. */
        claimId: components['parameters']['ClaimId'];
      };
      cookie?: never;
    };
    /** Get a claim and its possible profiles */
    get: operations['getClaim'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/claims/{claimId}/approve': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The claim's ID. */
        claimId: components['parameters']['ClaimId'];
      };
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Approve a claim
     * @description Assigns a profile to the member: one of the matches, or any other profile that no member has. If the register doesn't know the
     *     person, send `newProfile` to create a profile with the name, batch and birth date the member stated; it only has an external ID if
     *     you send one. The member is verified and notified by email.
     *
     *     Fails with 409 and `profile_taken` if another member has the profile, `external_id_taken` if another profile has the external ID,
     *     `claim_decided` if the claim was already decided, or `not_claimable` if the member has a profile or is banned.
     */
    post: operations['approveClaim'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/claims/{claimId}/reject': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The claim's ID. */
        claimId: components['parameters']['ClaimId'];
      };
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Reject a claim
     * @description Rejects the claim and emails the reason to the member, who can then make another claim.
     */
    post: operations['rejectClaim'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/address-domains': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List auto-verified email domains */
    get: operations['getAddressDomains'];
    /**
     * Set the auto-verified email domains
     * @description Members with a verified email address at one of these domains, or at a subdomain, are verified as soon as they claim a profile. Only
     *     list domains whose addresses the institution gives to its own people. A public suffix, such as `ac.uk`, is rejected. The list
     *     replaces the previous one; members who are already verified stay verified.
     */
    put: operations['putAddressDomains'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/degree-lists': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List degree lists
     * @description Lists the registrars' lists, newest first.
     */
    get: operations['listDegreeLists'];
    put?: never;
    /**
     * Upload a degree list
     * @description Verifies degrees against a registrar's list. The list is stored and compared with the directory in the background: poll it, or wait
     *     for the change `degreeList.finished`.
     *
     *     A row verifies a degree of a profile if exactly one current profile agrees with it in external ID and name, or in name, batch year
     *     and birth date, and differs in nothing. For a profile without a given and family name, the external ID is enough. The degree is then
     *     `verified`, and the member who has the profile gets one email for the whole list. Nothing else about the profile changes, and no
     *     profile is assigned to anyone (`docs/verification.md`). A list can have up to 10,000 rows and 2 MiB.
     */
    post: operations['createDegreeList'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/degree-lists/{degreeListId}': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The list's ID. */
        degreeListId: components['parameters']['DegreeListId'];
      };
      cookie?: never;
    };
    /** Get a degree list */
    get: operations['getDegreeList'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/degree-lists/{degreeListId}/rows': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The list's ID. */
        degreeListId: components['parameters']['DegreeListId'];
      };
      cookie?: never;
    };
    /**
     * List the rows of a degree list
     * @description Lists the rows and their outcomes, in the order of the list. Rows are deleted 90 days after the upload; the list and its counts are
     *     kept.
     */
    get: operations['listDegreeListRows'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/directory/search': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Search or browse people
     * @description Searches name, other names, headline, title, company, city, country, industry, department, programme, batch year and skills for the
     *     words of `q`, in any order. Accents, case and apostrophes don't matter, and the last word can be incomplete. If nothing matches,
     *     typing errors are forgiven: one in words of five letters or more, two in words of eight or more.
     *
     *     Results are sorted by how well they match (name before company before the other fields, whole words before prefixes), then by name.
     *     `docs/search.md` has the exact rules. Only what the caller can see is searched, counted and returned. A filter matches any of a
     *     person's degrees, but `batchYear` and `department` must match the same degree, which the result then shows. Repeat a filter to match
     *     any of several values.
     *
     *     With a publishable key, with or without a member's token, a page has at most 40 people, you can page through at most 1,000 people,
     *     and the people returned count against a budget (`docs/search.md`).
     */
    get: operations['searchDirectory'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/directory/suggest': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Get suggestions as someone types
     * @description Suggests people by the beginning of their name, and companies, departments, cities, countries, industries and skills by the
     *     beginning of any of their words. The best suggestions come first.
     */
    get: operations['suggestDirectory'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/batches': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List batches
     * @description Lists the graduating classes in which you can see at least one person, newest first.
     */
    get: operations['listBatches'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/profiles': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Get profiles by ID
     * @description Returns the requested profiles in the order of `ids`. Profiles that don't exist or that you can't see are left out.
     */
    get: operations['listProfiles'];
    put?: never;
    /**
     * Create a profile
     * @description Adds a person to the directory. The profile belongs to no member until someone claims it. Send at least one of `familyName`,
     *     `givenName` and `displayName`.
     */
    post: operations['createProfile'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/profiles/{profileId}': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The profile's ID. */
        profileId: components['parameters']['ProfileId'];
      };
      cookie?: never;
    };
    /** Get a profile */
    get: operations['getProfile'];
    put?: never;
    post?: never;
    /**
     * Delete a profile
     * @description Removes the profile from the directory immediately. You can undelete it.
     */
    delete: operations['deleteProfile'];
    options?: never;
    head?: never;
    /**
     * Update a profile
     * @description Changes only the properties you send; `null` clears a property (JSON Merge Patch, RFC 7396). Lists are replaced as a whole;
     *     `audiences` is merged key by key.
     */
    patch: operations['updateProfile'];
    trace?: never;
  };
  '/v1/profiles/{profileId}/photo': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The profile's ID. */
        profileId: components['parameters']['ProfileId'];
      };
      cookie?: never;
    };
    get?: never;
    /**
     * Upload a profile's photo
     * @description Send the image itself as the body: a JPEG, PNG or WebP file with at most 10 MiB, 50 million pixels and 16,000 pixels on a side. The
     *     format is detected from the content, not from the media type. The image is rotated upright, re-encoded in two sizes without its
     *     metadata, and replaces the existing photo. Of an animation, only the first frame is used. Unusable files fail with `invalid_image`.
     *
     *     `photoUrl` is then a temporary URL, given only to those who can see the photo and valid only as long as they can (`docs/files.md`).
     */
    put: operations['putProfilePhoto'];
    post?: never;
    /**
     * Remove a profile's photo
     * @description Removes the photo, whether it is stored here or at a URL elsewhere. A stored photo is deleted permanently. Also succeeds if there is
     *     no photo.
     */
    delete: operations['deleteProfilePhoto'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/profiles/{profileId}/undelete': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The profile's ID. */
        profileId: components['parameters']['ProfileId'];
      };
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Undelete a profile
     * @description Restores a deleted profile as it was. Fails with `external_id_taken` if another profile has taken its external ID in the meantime.
     */
    post: operations['undeleteProfile'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/invitations': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List invitations
     * @description Lists invitations, newest first.
     */
    get: operations['listInvitations'];
    put?: never;
    /**
     * Create an invitation
     * @description Emails an invitation. When someone proves that the address is theirs by signing in with it within 30 days, they become a verified
     *     member with the given role and, if you name one, the given profile. The email itself grants nothing, so forwarding it has no effect.
     *     Fails with `already_member` if the address already has a member, `already_invited` if it has a pending invitation, or
     *     `profile_taken` if the profile already belongs to a member.
     */
    post: operations['createInvitation'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/invitations/bulk': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Invite many people
     * @description Creates many invitations in the background, each as if with `createInvitation`. The response has the bulk action's ID, and its
     *     results show the outcome for each person. With `dryRun`, no one is invited and the results show what would happen.
     */
    post: operations['bulkInvite'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/invitations/{invitationId}': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The invitation's ID. */
        invitationId: components['parameters']['InvitationId'];
      };
      cookie?: never;
    };
    /** Get an invitation */
    get: operations['getInvitation'];
    put?: never;
    post?: never;
    /**
     * Revoke an invitation
     * @description Revokes the invitation: signing in with the address no longer grants its role or profile. Fails with `invitation_ended` if the
     *     invitation was accepted.
     */
    delete: operations['revokeInvitation'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/invitations/{invitationId}/resend': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The invitation's ID. */
        invitationId: components['parameters']['InvitationId'];
      };
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Resend an invitation
     * @description Emails the invitation again and makes it valid for another 30 days, even if it had expired. You can resend an invitation once an
     *     hour (`too_many_requests`). Fails with `invitation_ended` if the invitation was accepted or revoked.
     */
    post: operations['resendInvitation'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/keys': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List keys
     * @description Lists the keys that aren't revoked, newest first. The text of a secret key is never shown again after it was created.
     */
    get: operations['listKeys'];
    put?: never;
    /**
     * Create a key
     * @description Creates a key. The response has the key's text; for a secret key, this is the only time it's shown. A secret key needs `scopes`,
     *     which can only include scopes the calling key has. A publishable key needs `origins`.
     */
    post: operations['createKey'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/keys/{keyId}': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The key's ID. */
        keyId: components['parameters']['KeyId'];
      };
      cookie?: never;
    };
    /**
     * Get a key
     * @description Returns a key, even if it was revoked.
     */
    get: operations['getKey'];
    put?: never;
    post?: never;
    /**
     * Revoke a key
     * @description Revokes the key within a second. This can't be undone. You can revoke any key, even one with more scopes than yours. The last key
     *     that can manage keys can't be revoked (`last_managing_key`): rotate it, or create another one first.
     */
    delete: operations['revokeKey'];
    options?: never;
    head?: never;
    /**
     * Update a key
     * @description Renames or restricts a key. Properties you leave out stay as they are. An existing key never gains rights: you can only remove
     *     `scopes`, and only set an `expiresAt` or bring it forward. You can replace the origins of a publishable key with any others. Changes
     *     take effect within a second.
     *
     *     Fails with `last_managing_key` if no key could manage the institution's keys over the API afterwards.
     */
    patch: operations['updateKey'];
    trace?: never;
  };
  '/v1/keys/{keyId}/rotate': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The key's ID. */
        keyId: components['parameters']['KeyId'];
      };
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Rotate a key
     * @description Creates a key with the same kind, name, scopes and origins, and returns its text. The old key keeps working until the overlap ends,
     *     or until it expires if that is sooner. To rotate a secret key, your key must have all its scopes. A key can be rotated only once
     *     (`key_replaced`); after that, rotate the new key.
     */
    post: operations['rotateKey'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/me': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Get the signed-in member */
    get: operations['getOwnMember'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/me/profile': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Get your profile
     * @description Returns the signed-in member's own profile. Without `audience`, it includes everything stored. With `audience`, you get exactly what
     *     that audience sees, or `not_found` if they can't see you at all.
     */
    get: operations['getOwnProfile'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    /**
     * Update your profile
     * @description Changes the signed-in member's own profile, including who can see which field. Only the properties you send change; `null` clears a
     *     property (JSON Merge Patch, RFC 7396). Lists are replaced as a whole; `audiences` is merged key by key. Data from the institution's
     *     register, such as degrees and the names there, can only be changed by the institution. Send the `version` you read to avoid
     *     overwriting other changes: if the profile has changed since, the update fails with `conflict`.
     */
    patch: operations['updateOwnProfile'];
    trace?: never;
  };
  '/v1/me/photo': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    /**
     * Upload your photo
     * @description Uploads the photo of the signed-in member's profile. Send the image itself as the body, as for `putProfilePhoto`: a JPEG, PNG or
     *     WebP file with at most 10 MiB, 50 million pixels and 16,000 pixels on a side. The format is detected from the content. Unusable
     *     files fail with `invalid_image`. Fails with `no_profile` if you have no profile yet.
     */
    put: operations['putOwnPhoto'];
    post?: never;
    /**
     * Remove your photo
     * @description Removes the photo of the signed-in member's profile. A stored photo is deleted permanently. Also succeeds if there is no photo.
     *     Fails with `no_profile` if you have no profile yet.
     */
    delete: operations['deleteOwnPhoto'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/me/email-change': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Request an email address change
     * @description Emails one code to the new address and another to your current one; you need both. They are valid for 10 minutes, once, for five
     *     attempts, and only in the session that requested them. A new request replaces them. Your session must have been signed in by code or
     *     password within the last 10 minutes, otherwise the request fails with `recent_sign_in_needed`. You can make ten requests in 24 hours
     *     per session (`too_many_requests`); all sessions opened with a password count as one. If the new address already belongs to another
     *     member, the response is the same, but neither code is valid and an email informs the owner of the address.
     */
    post: operations['requestEmailChange'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/me/email-change/confirm': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Confirm an email address change
     * @description Changes your email address once you send both codes. From then on, you sign in with the new address. Your other sessions end, and an
     *     email to the old address reports the change. Fails with `invalid_code` whichever code is wrong, and with `email_taken` if someone
     *     has registered with the new address in the meantime.
     */
    post: operations['confirmEmailChange'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/me/password': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    /**
     * Set or change your password
     * @description Sets the signed-in member's password. Your session must have been signed in by code or password within the last 10 minutes, or you
     *     must send the current password; otherwise the request fails with `recent_sign_in_needed`. A password can have 8 to 256 characters of
     *     any kind. Very common passwords, and those made from your email address or the institution's name, fail with `weak_password`. Your
     *     other sessions end, and an email reports the change.
     */
    put: operations['setOwnPassword'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/me/sessions': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List your sessions
     * @description Lists the signed-in member's active sessions, newest first, up to the newest 100.
     */
    get: operations['listOwnSessions'];
    put?: never;
    post?: never;
    /**
     * Sign out everywhere
     * @description Ends all sessions of the signed-in member, including this one. Their access tokens stop working within a second.
     */
    delete: operations['endOwnSessions'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/me/sessions/{sessionId}': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The ID of one of your sessions. */
        sessionId: components['schemas']['SessionId'];
      };
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /** Sign out of a session */
    delete: operations['endOwnSession'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/members': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List and search members
     * @description Lists members, newest first.
     */
    get: operations['listMembers'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/members/{memberId}': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The member's ID. */
        memberId: components['schemas']['MemberId'];
      };
      cookie?: never;
    };
    /** Get a member */
    get: operations['getMember'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    /**
     * Update a member
     * @description Changes a member's role or status: verifies, bans or restores them. Changes take effect within a second: the member's access tokens
     *     stop working, and new ones have the new role and status. A banned member's next request is rejected, and their sessions end. Fails
     *     with `last_admin` if no verified admin would be left.
     */
    patch: operations['updateMember'];
    trace?: never;
  };
  '/v1/members/{memberId}/profile': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The member's ID. */
        memberId: components['schemas']['MemberId'];
      };
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /**
     * Unassign a member's profile
     * @description Use this if a profile was assigned to the wrong person. The profile stays, but no longer belongs to a member, and the changes the
     *     member made to it are kept. The member keeps their role and status, and is notified by email. They can claim another profile, but
     *     their claims are no longer approved automatically: the institution decides. Their access tokens stop working within a second. Also
     *     succeeds if the member has no profile.
     */
    delete: operations['takeProfileBack'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/operator/set-up': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Set up an operator
     * @description Sets a password and creates a second factor, with the set-up code printed by `homecoming operators create` or `reset`. The set-up
     *     code is valid for three days. The response has the secret for an authenticator app. Password and secret take effect once you confirm
     *     the second factor; until then, you can call this again to get a new secret. Fails with `weak_password` if the password is very
     *     common or made from the email address.
     */
    post: operations['setUpAsOperator'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/operator/set-up/confirm': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Confirm the second factor
     * @description Send the code that the authenticator app shows now. This uses up the set-up code, and the operator can sign in with the next code.
     *     Fails with `invalid_code` whatever is wrong.
     */
    post: operations['confirmSetUpAsOperator'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/operator/sign-in': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Sign in as an operator
     * @description Signs in with a password and a code from the authenticator app. Each code can be used once. The session ends after eight hours, or
     *     after half an hour without a request. Fails with `invalid_credentials` whatever is wrong. After ten wrong attempts for one address
     *     from one network, each further attempt from that network has to wait, from 2 seconds up to an hour (`too_many_requests` with
     *     `Retry-After`); other networks aren't affected. After five wrong codes with the right password, the same wait applies to every
     *     network that the operator hasn't signed in from before.
     */
    post: operations['signInAsOperator'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/operator/sign-out': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Sign out as an operator
     * @description Ends the session and its impersonations within a second.
     */
    post: operations['signOutAsOperator'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/operator/sessions': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List your operator sessions
     * @description Lists the signed-in operator's active sessions, newest first.
     */
    get: operations['listOwnSessionsAsOperator'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/operator/sessions/{sessionId}': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The ID of one of your active sessions. */
        sessionId: components['schemas']['OperatorSessionId'];
      };
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /**
     * End an operator session
     * @description Ends one of your sessions and its impersonations within a second. Fails with `not_found` if the session has ended or belongs to
     *     another operator.
     */
    delete: operations['endOwnSessionAsOperator'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/operator/password': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    /**
     * Change your operator password
     * @description Send the current password and a code from the authenticator app. Wrong ones count as failed sign-in attempts. Your other sessions
     *     and their impersonations end. Fails with `weak_password` if the new password is very common or made from the email address, and with
     *     `invalid_credentials` whatever else is wrong.
     */
    put: operations['setOwnPasswordAsOperator'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/operator/institutions': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List institutions
     * @description Lists all institutions, newest first. The request is recorded in the platform's audit log.
     */
    get: operations['listInstitutionsAsOperator'];
    put?: never;
    /**
     * Create an institution
     * @description Creates an institution with its first keys. The institution should replace them with its own: the secret key expires after 14 days.
     *     Repeating the request fails with `slug_taken`.
     */
    post: operations['createInstitutionAsOperator'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/operator/institutions/{institution}': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The institution's ID or slug. */
        institution: components['schemas']['InstitutionName'];
      };
      cookie?: never;
    };
    /**
     * Get an institution
     * @description Returns an institution. The request is recorded in its audit log as `institution.read`.
     */
    get: operations['getInstitutionAsOperator'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/operator/institutions/{institutionId}/audit-log': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The institution's ID. */
        institutionId: components['parameters']['InstitutionId'];
      };
      cookie?: never;
    };
    /**
     * List an institution's audit log entries
     * @description Works like `listAuditLog`. Each page you read is recorded in the institution's audit log as `audit_log.read`.
     */
    get: operations['listAuditLogAsOperator'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/operator/institutions/{institutionId}/members': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The institution's ID. */
        institutionId: components['parameters']['InstitutionId'];
      };
      cookie?: never;
    };
    /**
     * Find a member by email address
     * @description Finds the member with exactly this email address; operators can't browse members. The lookup is recorded in the institution's audit
     *     log as `member.looked_up`.
     */
    get: operations['findMembersAsOperator'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/operator/impersonations': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List active impersonations
     * @description Lists the operators who are acting as members now. The request is recorded in the platform's audit log.
     */
    get: operations['listImpersonationsAsOperator'];
    put?: never;
    /**
     * Start an impersonation
     * @description Returns an access token with which you act as the member. It can't be refreshed. Send it with a publishable key of the institution.
     *     It can do only what both the member and the column "operator as a member" in `docs/permissions.md` can do, and nothing with
     *     credentials, roles or money. It stops working when its time is up, when you end the impersonation, when your operator session ends,
     *     or when the member's permissions change. The institution's audit log records the impersonation with its reason, and each action with
     *     both names. Fails with `member_banned` if the member is banned.
     */
    post: operations['startImpersonationAsOperator'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/operator/impersonations/{impersonationId}': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The ID of an active impersonation. */
        impersonationId: components['schemas']['ImpersonationId'];
      };
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /**
     * End an impersonation
     * @description Ends the impersonation. Any operator can do this. Its token stops working within a second.
     */
    delete: operations['endImpersonationAsOperator'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/livez': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Check if the process is alive */
    get: operations['getLiveness'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/readyz': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Check if the process can take requests
     * @description Returns 200 if the database responds, and 503 (`unavailable`) if it doesn't or if the process is about to stop. A load balancer then
     *     sends requests to another process.
     */
    get: operations['getReadiness'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/sign-in-providers': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List sign-in providers
     * @description Lists the institution's sign-in providers, oldest first. Client secrets are never shown.
     */
    get: operations['listSignInProviders'];
    put?: never;
    /**
     * Create a sign-in provider
     * @description `kind: oidc` is an OpenID Connect provider. Send its `issuer` exactly as the provider writes it, and the `clientId` (and
     *     `clientSecret`) it gave you. Then register the `redirectUri` from the response with the provider. The provider's discovery document
     *     is checked first. If something is wrong with it (it can't be reached, or has another issuer, an extra trailing slash, or a template
     *     such as `{tenantid}`), the request fails with `invalid_request` and says what to change. With `enabled: false`, this check is made
     *     when you enable the provider.
     *
     *     `kind: host` is your own site, which signs tokens for people signed in there. Send the `issuer` of those tokens, and the keys that
     *     sign them, as `jwks` or at a `jwksUrl`. RSA keys need at least 2,048 bits and an exponent of at least 65,537.
     *
     *     **`sign_in:manage` is a powerful scope**, because a provider decides who is signed in as whom. On its own, a provider can't sign
     *     anyone in to more than the key that registered it can do. To link an admin, or any member who can do more than that key, the member
     *     must enter an emailed code (`link_code_needed`). To spare other members the code, register providers as an admin, or with a key that
     *     has every scope.
     */
    post: operations['createSignInProvider'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/sign-in-providers/{providerId}': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The provider's ID. */
        providerId: components['parameters']['SignInProviderId'];
      };
      cookie?: never;
    };
    /** Get a sign-in provider */
    get: operations['getSignInProvider'];
    put?: never;
    post?: never;
    /**
     * Delete a sign-in provider
     * @description Deletes the provider and its links to members. No one can sign in with it any more. Members and their open sessions stay.
     */
    delete: operations['deleteSignInProvider'];
    options?: never;
    head?: never;
    /**
     * Update a sign-in provider
     * @description Properties you leave out stay as they are. You can't change the `issuer`: another issuer is another provider, with other people
     *     behind its subjects. With `enabled: false`, no one can sign in with the provider, but open sessions continue. If you change how the
     *     provider vouches for people (its keys, its client, which addresses are trusted) with a key that lacks scopes, members who can do
     *     more than that key need an emailed code for their next sign-in.
     */
    patch: operations['updateSignInProvider'];
    trace?: never;
  };
  '/v1/auth/token': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Exchange the host site's token for a session
     * @description Token exchange (RFC 8693) in JSON: the parameters have the standard's names, and the response is the same as for every sign-in. Your
     *     site signs a JWT for the person signed in there, with `typ` `JWT`, an asymmetric `alg`, `iss` as registered, the provider's
     *     `audience` as `aud`, `sub`, `email`, `email_verified`, `jti`, `iat`, and `exp` at most 5 minutes after `iat`. Each token is valid
     *     once.
     *
     *     Fails with `invalid_subject_token` whatever is wrong with the token (`detail` says what), with `email_not_verified` if the person
     *     isn't known yet and the token has no verified address, and with `link_code_needed` if the member has to confirm the link with an
     *     emailed code: redeem it with the problem's `challenge`.
     */
    post: operations['exchangeToken'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/auth/providers': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List the providers to offer on a sign-in page
     * @description Lists the enabled OpenID Connect providers, oldest first.
     */
    get: operations['listSignInChoices'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/auth/oidc/{providerId}/start': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The provider's ID. */
        providerId: components['parameters']['SignInProviderId'];
      };
      cookie?: never;
    };
    /**
     * Start a sign-in with an OpenID Connect provider
     * @description Navigate the browser to this URL (don't use `fetch`), with the publishable key as `?key=`. It redirects to the provider. The
     *     provider sends the person back to this service, which redirects to `returnTo`. The origin of `returnTo` must be one of the key's
     *     allowed origins. The fragment there has the result: `#hc_grant=…` with a grant to redeem, or `#hc_error=…` with a problem code. With
     *     `link_code_needed`, the fragment also has `&hc_challenge=…`, to redeem the emailed code with. A fragment in `returnTo` itself is
     *     dropped.
     *
     *     The browser must come from a page with the same origin as `returnTo`, which its `Referer` header shows. If your page's referrer
     *     policy hides it, use a link with `referrerpolicy="origin"`.
     *
     *     `challenge` binds the grant to your page, as in PKCE (RFC 7636): the page creates a random `verifier` and sends its SHA-256 hash
     *     here.
     */
    get: operations['startOidcSignIn'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/auth/oidc/{providerId}/callback': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The provider's ID. */
        providerId: components['parameters']['SignInProviderId'];
      };
      cookie?: never;
    };
    /**
     * Complete a sign-in at an OpenID Connect provider
     * @description The `redirectUri` to register with the provider, which sends people back here. Don't call it yourself. The signed `state` identifies
     *     the sign-in. A sign-in can be completed once, within 10 minutes, and only in the browser that started it, which a cookie shows. The
     *     provider's response is then checked (authorization code with PKCE, `iss` as in RFC 9207, and the ID token's signature, `iss`, `aud`,
     *     `azp`, `exp` and `nonce`), and the person is redirected to your page with a grant. Unknown parameters are ignored (RFC 6749, section
     *     4.1.2).
     */
    get: operations['completeOidcSignIn'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/auth/oidc/redeem': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Exchange a grant for a session
     * @description Opens a session. Fails with `invalid_sign_in_grant` whatever is wrong with the grant or its verifier.
     */
    post: operations['redeemSignInGrant'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/me/identities': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List your linked accounts
     * @description Lists the provider accounts with which the signed-in member can sign in, newest first, up to the newest 100.
     */
    get: operations['listOwnIdentities'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/me/identities/{identityId}': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The ID of one of your linked accounts. */
        identityId: components['schemas']['IdentityId'];
      };
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /**
     * Unlink an account
     * @description Unlinks the provider account. It's linked again if someone signs in with it and it has the member's verified email address.
     */
    delete: operations['unlinkOwnIdentity'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/.well-known/jwks.json': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Get the keys that verify access tokens
     * @description A JSON Web Key Set (RFC 7517), with which your own servers can verify members' access tokens. Tokens are signed with `ES256` and
     *     have `typ` `at+jwt` (RFC 9068), this service's public address as `iss`, and the institution's ID as `aud`. A new key is published a
     *     minute before it signs tokens.
     */
    get: operations['getSigningKeys'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/auth/codes': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Request a sign-in code by email
     * @description Emails a 6-digit code to the address. The code is valid for 10 minutes, once, and for five attempts. Signing in and registering are
     *     one step: redeeming a code for an address that has no member creates the member. The response is the same whether or not the address
     *     has a member.
     *
     *     Send the response's `challenge` when you redeem the code. Then only attempts from your page count against the code, and a stranger
     *     who guesses codes for the same address can't use it up.
     *
     *     The code has 12 digits when an address gets unusually many codes (a fourth unused one within 10 minutes from one network, or more
     *     than 20 unused ones in 24 hours), or when someone is guessing codes across the institution. `codeLength` tells you which to expect.
     *     An address gets at most one 12-digit code an hour. It is valid for 2 hours, on any page, however many wrong guesses there are. If
     *     one network requests codes for too many different addresses at one email domain, the request fails with `too_many_requests` and
     *     `Retry-After`.
     */
    post: operations['requestSignInCode'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/auth/codes/redeem': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Sign in with a code
     * @description Opens a session. Fails with `invalid_code` whatever is wrong with the code, and with `member_banned` only after the address is
     *     proven.
     *
     *     Each attempt is compared with one code: the one `challenge` identifies; without a challenge, the newest one your network requested,
     *     or otherwise the newest one for the address. A code with too many wrong attempts is void: request a new one, which works
     *     immediately. You can leave out `email` when you send a `challenge`, for example after `link_code_needed`.
     */
    post: operations['redeemSignInCode'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/auth/password': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Sign in with a password
     * @description Opens a session. Fails with `invalid_credentials` whether the address or the password is wrong. After ten wrong passwords for one
     *     address from one network, each further attempt from that network has to wait, from 2 seconds up to an hour (`too_many_requests` with
     *     `Retry-After`). While others are guessing passwords for the address or across the institution, a network that the member hasn't
     *     signed in from before gets `sign_in_code_needed`: sign in with an emailed code instead. `unavailable` means that too many passwords
     *     are being checked right now.
     */
    post: operations['signInWithPassword'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/auth/refresh': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Refresh an access token
     * @description Exchanges a refresh token for a new access token and a new refresh token. Each refresh token can be used once, so store the new one.
     *     For 10 seconds, using the old token again returns the same new one (in case two tabs refresh, or the response is lost). After that,
     *     using it ends the session, because someone else may have the token. Sessions end after 30 days without a refresh, and after 180 days
     *     in any case.
     */
    post: operations['refreshSession'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/auth/sign-out': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Sign out
     * @description Ends the session that the refresh token belongs to. Its access tokens stop working within a second. Also succeeds if the session has
     *     already ended or never existed.
     */
    post: operations['signOut'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/tasks': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List tasks
     * @description Lists tasks that are waiting, running or dead, newest first. Completed tasks are removed. A task created a moment ago may not be
     *     listed yet.
     */
    get: operations['listTasks'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/tasks/{taskId}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /**
     * Delete a dead task
     * @description Deletes the task without running it. It can't be run again. Only dead tasks can be deleted; otherwise the request fails with
     *     `task_not_dead`.
     */
    delete: operations['deleteTask'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/tasks/{taskId}/rerun': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Rerun a dead task
     * @description Runs the task again immediately, with all its attempts. Only dead tasks can be rerun; otherwise the request fails with
     *     `task_not_dead`. If it's unknown whether an email was sent, it is sent again.
     */
    post: operations['rerunTask'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/webhook-endpoints': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List webhook endpoints
     * @description Lists the institution's endpoints, oldest first.
     */
    get: operations['listWebhookEndpoints'];
    put?: never;
    /**
     * Create a webhook endpoint
     * @description From now on, every change of the given types is sent to the URL within a second of its commit, and retried until your server
     *     responds with 2xx. Messages are signed as defined by [Standard Webhooks](https://www.standardwebhooks.com). The response has the
     *     secret that verifies the signatures; it's shown only this once.
     */
    post: operations['createWebhookEndpoint'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/webhook-endpoints/{endpointId}': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The endpoint's ID. */
        endpointId: components['parameters']['EndpointId'];
      };
      cookie?: never;
    };
    /**
     * Get a webhook endpoint
     * @description Returns the endpoint without its secret.
     */
    get: operations['getWebhookEndpoint'];
    put?: never;
    post?: never;
    /**
     * Delete a webhook endpoint
     * @description Deletes the endpoint and its secrets. No more messages are sent to it. This can't be undone.
     */
    delete: operations['deleteWebhookEndpoint'];
    options?: never;
    head?: never;
    /**
     * Update a webhook endpoint
     * @description Changes only the properties you send (JSON Merge Patch, RFC 7396). `enabled: true` enables a disabled endpoint again: messages that
     *     were waiting are sent now. Changes made while it was disabled weren't stored for it; to send them, use replay.
     */
    patch: operations['updateWebhookEndpoint'];
    trace?: never;
  };
  '/v1/webhook-endpoints/{endpointId}/rotate-secret': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The endpoint's ID. */
        endpointId: components['parameters']['EndpointId'];
      };
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Rotate an endpoint's secret
     * @description Creates a new secret, shown only this once. During the overlap, every message has signatures for both secrets, so that receivers can
     *     switch at any time. With `overlapSeconds: 0`, the old secret is invalid immediately: use this if it was leaked.
     */
    post: operations['rotateWebhookSecret'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/webhook-endpoints/{endpointId}/test': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The endpoint's ID. */
        endpointId: components['parameters']['EndpointId'];
      };
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Send a test message
     * @description Sends a `webhookEndpoint.tested` message now, even to a disabled endpoint, and returns how the receiver responded. The message is
     *     sent once, appears in no log, and changes nothing about the endpoint.
     */
    post: operations['testWebhookEndpoint'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/webhook-endpoints/{endpointId}/replay': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The endpoint's ID. */
        endpointId: components['parameters']['EndpointId'];
      };
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Replay changes to an endpoint
     * @description Sends all changes of the endpoint's types since `from` again, both those it received and those it missed. The messages keep their
     *     IDs. The replay runs in the background, and replaces any replay in progress.
     */
    post: operations['replayWebhooks'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/webhook-endpoints/{endpointId}/deliveries': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The endpoint's ID. */
        endpointId: components['parameters']['EndpointId'];
      };
      cookie?: never;
    };
    /**
     * List an endpoint's deliveries
     * @description Lists the messages that were or will be sent to the endpoint, newest first. They are kept for 30 days.
     */
    get: operations['listWebhookDeliveries'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/webhook-endpoints/{endpointId}/public-keys': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The endpoint's ID. */
        endpointId: components['parameters']['EndpointId'];
      };
      cookie?: never;
    };
    /**
     * Get the public keys of an endpoint
     * @description Returns the public keys that currently verify the messages to an endpoint with `signature: ed25519`: one, or two during a rotation.
     *     Anyone can read them, within the rate limit for their address, so a receiver can fetch the keys instead of having them configured.
     */
    get: operations['listWebhookPublicKeys'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/webhook-deliveries/{deliveryId}': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The delivery's ID. */
        deliveryId: components['parameters']['DeliveryId'];
      };
      cookie?: never;
    };
    /**
     * Get a delivery
     * @description Returns the delivery with its attempts.
     */
    get: operations['getWebhookDelivery'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/webhook-deliveries/{deliveryId}/resend': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The delivery's ID. */
        deliveryId: components['parameters']['DeliveryId'];
      };
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Resend a delivery
     * @description Sends the message again now, whatever the delivery's state. It keeps its ID. If the attempt fails, the retry schedule starts again.
     */
    post: operations['resendWebhook'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
}
export interface webhooks {
  'claim.approved': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * A claim was approved
     * @description The profile belongs to the member, who is verified. For endpoints with the audience `private`.
     */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          'application/json': components['schemas']['ClaimApproved'];
        };
      };
      responses: {
        /** @description Received. Any other status is retried. */
        '2XX': {
          headers: {
            [name: string]: unknown;
          };
          content?: never;
        };
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  'claim.created': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * A member claimed a profile
     * @description The claim waits for a decision, unless `claim.approved` follows at once. For endpoints with the audience `private`.
     */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          'application/json': components['schemas']['ClaimCreated'];
        };
      };
      responses: {
        /** @description Received. Any other status is retried. */
        '2XX': {
          headers: {
            [name: string]: unknown;
          };
          content?: never;
        };
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  'claim.rejected': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * A claim was rejected
     * @description The member can claim again. For endpoints with the audience `private`.
     */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          'application/json': components['schemas']['ClaimRejected'];
        };
      };
      responses: {
        /** @description Received. Any other status is retried. */
        '2XX': {
          headers: {
            [name: string]: unknown;
          };
          content?: never;
        };
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  'degreeList.finished': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * A registrar's list was processed
     * @description Every row has a result. Each profile with a newly verified degree is reported by `profile.updated`. For endpoints with the audience `private`.
     */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          'application/json': components['schemas']['DegreeListFinished'];
        };
      };
      responses: {
        /** @description Received. Any other status is retried. */
        '2XX': {
          headers: {
            [name: string]: unknown;
          };
          content?: never;
        };
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  'key.created': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * A key was created
     * @description Rotating a key also creates one. For endpoints with the audience `private`.
     */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          'application/json': components['schemas']['KeyCreated'];
        };
      };
      responses: {
        /** @description Received. Any other status is retried. */
        '2XX': {
          headers: {
            [name: string]: unknown;
          };
          content?: never;
        };
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  'key.exposed': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * A page sent a secret key
     * @description Anyone who opened the page may have the key: rotate it. Reported at most once an hour for each key. For endpoints with the audience `private`.
     */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          'application/json': components['schemas']['KeyExposed'];
        };
      };
      responses: {
        /** @description Received. Any other status is retried. */
        '2XX': {
          headers: {
            [name: string]: unknown;
          };
          content?: never;
        };
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  'key.revoked': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * A key was revoked
     * @description The key stops working within a second. For endpoints with the audience `private`.
     */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          'application/json': components['schemas']['KeyRevoked'];
        };
      };
      responses: {
        /** @description Received. Any other status is retried. */
        '2XX': {
          headers: {
            [name: string]: unknown;
          };
          content?: never;
        };
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  'key.rotated': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * A key was rotated
     * @description The key works until its `expiresAt`. `replacedById` names the new one. For endpoints with the audience `private`.
     */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          'application/json': components['schemas']['KeyRotated'];
        };
      };
      responses: {
        /** @description Received. Any other status is retried. */
        '2XX': {
          headers: {
            [name: string]: unknown;
          };
          content?: never;
        };
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  'key.updated': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * A key was restricted or renamed
     * @description The key's name, scopes, origins or expiry changed. For endpoints with the audience `private`.
     */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          'application/json': components['schemas']['KeyUpdated'];
        };
      };
      responses: {
        /** @description Received. Any other status is retried. */
        '2XX': {
          headers: {
            [name: string]: unknown;
          };
          content?: never;
        };
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  'member.banned': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * A member was banned
     * @description The member is refused everywhere, and their sessions have ended. For endpoints with the audience `private`.
     */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          'application/json': components['schemas']['MemberBanned'];
        };
      };
      responses: {
        /** @description Received. Any other status is retried. */
        '2XX': {
          headers: {
            [name: string]: unknown;
          };
          content?: never;
        };
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  'member.created': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * An account was created
     * @description Someone signed in for the first time, or the command line created an admin. For endpoints with the audience `private`.
     */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          'application/json': components['schemas']['MemberCreated'];
        };
      };
      responses: {
        /** @description Received. Any other status is retried. */
        '2XX': {
          headers: {
            [name: string]: unknown;
          };
          content?: never;
        };
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  'member.restored': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * A ban was lifted
     * @description The member can sign in again. For endpoints with the audience `private`.
     */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          'application/json': components['schemas']['MemberRestored'];
        };
      };
      responses: {
        /** @description Received. Any other status is retried. */
        '2XX': {
          headers: {
            [name: string]: unknown;
          };
          content?: never;
        };
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  'member.updated': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * An account changed
     * @description The member's role, profile, email address or password changed. For endpoints with the audience `private`.
     */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          'application/json': components['schemas']['MemberUpdated'];
        };
      };
      responses: {
        /** @description Received. Any other status is retried. */
        '2XX': {
          headers: {
            [name: string]: unknown;
          };
          content?: never;
        };
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  'member.verified': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * A member was verified
     * @description The institution recognizes the member as one of its own. For endpoints with the audience `private`.
     */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          'application/json': components['schemas']['MemberVerified'];
        };
      };
      responses: {
        /** @description Received. Any other status is retried. */
        '2XX': {
          headers: {
            [name: string]: unknown;
          };
          content?: never;
        };
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  'profile.created': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * A profile was added
     * @description The profile is now in the directory, as far as the receiver can see it. Added by the API or by loading a register.
     */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          'application/json': components['schemas']['ProfileCreated'];
        };
      };
      responses: {
        /** @description Received. Any other status is retried. */
        '2XX': {
          headers: {
            [name: string]: unknown;
          };
          content?: never;
        };
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  'profile.deleted': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * A profile was removed
     * @description The profile left the directory, or the receiver can no longer see it: this type then replaces `profile.created`, `profile.updated` or `profile.undeleted`. `data` has only the ID.
     */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          'application/json': components['schemas']['ProfileDeleted'];
        };
      };
      responses: {
        /** @description Received. Any other status is retried. */
        '2XX': {
          headers: {
            [name: string]: unknown;
          };
          content?: never;
        };
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  'profile.undeleted': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * A profile was undeleted
     * @description The profile was deleted, and is in the directory again.
     */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          'application/json': components['schemas']['ProfileUndeleted'];
        };
      };
      responses: {
        /** @description Received. Any other status is retried. */
        '2XX': {
          headers: {
            [name: string]: unknown;
          };
          content?: never;
        };
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  'profile.updated': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * A profile changed
     * @description Something in the profile changed that the receiver can see, including who can see what. `data` shows it as it is now.
     */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          'application/json': components['schemas']['ProfileUpdated'];
        };
      };
      responses: {
        /** @description Received. Any other status is retried. */
        '2XX': {
          headers: {
            [name: string]: unknown;
          };
          content?: never;
        };
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  'webhookEndpoint.disabled': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * An endpoint was disabled
     * @description Nothing is sent to the endpoint any more, because it answered 410 or failed for 5 days. For endpoints with the audience `private`.
     */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          'application/json': components['schemas']['WebhookEndpointDisabled'];
        };
      };
      responses: {
        /** @description Received. Any other status is retried. */
        '2XX': {
          headers: {
            [name: string]: unknown;
          };
          content?: never;
        };
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  'webhookEndpoint.tested': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * A test
     * @description Sent only when someone sends a test message. For endpoints with the audience `private`.
     */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          'application/json': components['schemas']['WebhookEndpointTested'];
        };
      };
      responses: {
        /** @description Received. Any other status is retried. */
        '2XX': {
          headers: {
            [name: string]: unknown;
          };
          content?: never;
        };
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
}
export interface components {
  schemas: {
    /**
     * @description The position up to which you have processed changes.
     * @example {
     *       "position": "pVcR1r0nQx7o2ZcJb0d9mF3sT6uXyA4kE8hLwGiNQOq5Bz1vKMfDpYtWjUaHeSrCIl2-9g"
     *     }
     */
    Acknowledgement: {
      position: components['schemas']['Position'];
    };
    /**
     * @description Email domains whose addresses verify members automatically.
     * @example {
     *       "domains": [
     *         "alumni.example.edu"
     *       ]
     *     }
     */
    AddressDomains: {
      /**
       * @example [
       *       "alumni.example.edu"
       *     ]
       */
      domains: string[];
    };
    /**
     * @description All auto-verified email domains. Replaces the previous list.
     * @example {
     *       "domains": [
     *         "alumni.example.edu"
     *       ]
     *     }
     */
    AddressDomainsWrite: {
      /**
       * @example [
       *       "alumni.example.edu"
       *     ]
       */
      domains: string[];
    };
    /**
     * @description Who can see something: `public` (everyone), `members` (verified students and alumni) or `private` (the person and the institution).
     * @example members
     * @enum {string}
     */
    Audience: 'public' | 'members' | 'private';
    /**
     * @example members
     * @enum {string|null}
     */
    AudienceChoice: 'public' | 'members' | 'private' | null;
    /**
     * @description Who can see each field, where it differs from the institution's default. No field has a wider audience than `name`: people who can't
     *     see your name can't find you. `null` goes back to the default.
     * @example {
     *       "company": "members",
     *       "city": "private"
     *     }
     */
    Audiences: {
      name?: components['schemas']['AudienceChoice'];
      otherNames?: components['schemas']['AudienceChoice'];
      degrees?: components['schemas']['AudienceChoice'];
      company?: components['schemas']['AudienceChoice'];
      title?: components['schemas']['AudienceChoice'];
      industry?: components['schemas']['AudienceChoice'];
      city?: components['schemas']['AudienceChoice'];
      country?: components['schemas']['AudienceChoice'];
      skills?: components['schemas']['AudienceChoice'];
      headline?: components['schemas']['AudienceChoice'];
      bio?: components['schemas']['AudienceChoice'];
      links?: components['schemas']['AudienceChoice'];
      photoUrl?: components['schemas']['AudienceChoice'];
      email?: components['schemas']['AudienceChoice'];
    };
    /**
     * @description The action, as `<subject>.<what was done>`. New actions can be added.
     * @example key.created
     */
    AuditAction: string;
    /**
     * @description Who performed the action.
     * @example {
     *       "kind": "secretKey",
     *       "id": "key_01kahxpe6efq3s6e0hq3rx2jq4"
     *     }
     */
    AuditActor: {
      /**
       * @description `system` is the command line or the service itself; `visitor` is someone who isn't signed in. New kinds can be added.
       * @example secretKey
       * @enum {string}
       */
      kind: 'system' | 'publishableKey' | 'secretKey' | 'member' | 'operator' | 'visitor';
      /**
       * @description The ID of the key, member or operator. Absent for `system` and `visitor`.
       * @example key_01kahxpe6efq3s6e0hq3rx2jq4
       */
      id?: string;
    };
    /**
     * @description One logged action.
     * @example {
     *       "number": 7,
     *       "at": "2026-11-21T09:30:00.000Z",
     *       "action": "key.created",
     *       "actor": {
     *         "kind": "system"
     *       },
     *       "subject": "key_01kahxpe6efq3s6e0hq3rx2jq4",
     *       "after": {
     *         "kind": "secret",
     *         "name": "Sync with the CRM",
     *         "scopes": [
     *           "directory:read"
     *         ],
     *         "origins": []
     *       },
     *       "hash": "5f16f4c7f149ac4f9510d9cf8cf384038ad348b3bcdc01915f95de12df9d1b02"
     *     }
     */
    AuditEntry: {
      /**
       * @description The entry's number in the institution's log. Numbers start at 1 and have no gaps.
       * @example 7
       */
      number: number;
      at: components['schemas']['Instant'];
      action: components['schemas']['AuditAction'];
      actor: components['schemas']['AuditActor'];
      /** @description The member an operator acted for. Absent if the actor acted as themselves. */
      onBehalfOf?: components['schemas']['AuditActor'];
      /**
       * @description The ID of the object acted on.
       * @example key_01kahxpe6efq3s6e0hq3rx2jq4
       */
      subject: string;
      /**
       * @description The request's ID, as in the `Request-Id` header and the server's logs. Absent if the action wasn't a request.
       * @example 01939f7e-6cf0-7d43-a6c7-26f5b7f3f001
       */
      requestId?: string;
      /**
       * @description The IP address the request came from.
       * @example 203.0.113.7
       */
      address?: string;
      /**
       * @description The impersonation in which an operator acted as the member. Its `impersonation.started` entry has the reason.
       * @example imp_01jdyvbv7gen8t9pe8z5aav007
       */
      impersonationId?: string;
      before?: components['schemas']['AuditState'];
      after?: components['schemas']['AuditState'];
      /**
       * @description `true` if `address`, `impersonationId`, `before` and `after` were erased. Otherwise absent.
       * @example true
       */
      detailErased?: boolean;
      /**
       * @description A seal over this entry and all entries before it (HMAC-SHA256, hexadecimal). If you store it elsewhere, you can use it as an
       *     anchor for `verify-audit`.
       * @example 5f16f4c7f149ac4f9510d9cf8cf384038ad348b3bcdc01915f95de12df9d1b02
       */
      hash: string;
    };
    /**
     * @description A page of the audit log.
     * @example {
     *       "data": [
     *         {
     *           "number": 7,
     *           "at": "2026-11-21T09:30:00.000Z",
     *           "action": "key.created",
     *           "actor": {
     *             "kind": "system"
     *           },
     *           "subject": "key_01kahxpe6efq3s6e0hq3rx2jq4",
     *           "after": {
     *             "kind": "secret",
     *             "name": "Sync with the CRM",
     *             "scopes": [
     *               "directory:read"
     *             ],
     *             "origins": []
     *           },
     *           "hash": "5f16f4c7f149ac4f9510d9cf8cf384038ad348b3bcdc01915f95de12df9d1b02"
     *         }
     *       ],
     *       "nextCursor": null
     *     }
     */
    AuditPage: {
      /** @description The entries, newest first. */
      data: components['schemas']['AuditEntry'][];
      nextCursor: components['schemas']['NextCursor'];
    };
    /**
     * @description The parts of the object's state that the action concerns. Never contains secrets.
     * @example {
     *       "name": "Sync with the CRM",
     *       "scopes": [
     *         "directory:read"
     *       ]
     *     }
     */
    AuditState: {
      [key: string]: unknown;
    };
    /**
     * @description A graduating class.
     * @example {
     *       "id": "bat_01jdyvbv7gen8t9pe8z5aav003",
     *       "code": "1911",
     *       "year": 1911,
     *       "profileCount": 3
     *     }
     */
    Batch: {
      id: components['schemas']['BatchId'];
      /**
       * @description Unique within the institution.
       * @example 1911-Doctoral-School
       */
      code: string;
      year: components['schemas']['BatchYear'];
      /** @example Doctoral School */
      programme?: string;
      /**
       * @description How many people in the batch you can see.
       * @example 3
       */
      profileCount: number;
    };
    /**
     * @description A batch's ID (TypeID).
     * @example bat_01jdyvbv7gen8t9pe8z5aav003
     */
    BatchId: string;
    /**
     * @description A page of batches, newest first.
     * @example {
     *       "data": [],
     *       "nextCursor": null
     *     }
     */
    BatchPage: {
      data: components['schemas']['Batch'][];
      nextCursor: components['schemas']['NextCursor'];
    };
    /**
     * @description The year of graduation.
     * @example 1911
     */
    BatchYear: number;
    /**
     * @description An action on many people, done in the background.
     * @example {
     *       "id": "bulk_01jdyvbv7gen8t9pe8z5aav007",
     *       "kind": "updateMembers",
     *       "dryRun": true,
     *       "update": {
     *         "status": "verified"
     *       },
     *       "status": "done",
     *       "counts": {
     *         "total": 120,
     *         "waiting": 0,
     *         "changed": 117,
     *         "unchanged": 2,
     *         "refused": 1
     *       },
     *       "createdAt": "2026-11-21T09:30:00.000Z",
     *       "finishedAt": "2026-11-21T09:30:02.000Z"
     *     }
     */
    BulkAction: {
      id: components['schemas']['BulkActionId'];
      kind: components['schemas']['BulkKind'];
      dryRun: components['schemas']['DryRun'];
      /**
       * @description The ID of the dry run that this bulk action carries out.
       * @example bulk_01jdyvbv7gen8t9pe8z5aav006
       */
      dryRunOf?: string;
      update?: components['schemas']['MemberUpdate'];
      status: components['schemas']['BulkStatus'];
      counts: components['schemas']['BulkCounts'];
      createdAt: components['schemas']['Instant'];
      finishedAt?: components['schemas']['Instant'];
    };
    /**
     * @description A bulk action's ID (TypeID).
     * @example bulk_01jdyvbv7gen8t9pe8z5aav007
     */
    BulkActionId: string;
    /**
     * @description A page of bulk actions.
     * @example {
     *       "data": [],
     *       "nextCursor": null
     *     }
     */
    BulkActionPage: {
      data: components['schemas']['BulkAction'][];
      nextCursor: components['schemas']['NextCursor'];
    };
    /**
     * @description The number of people for each outcome.
     * @example {
     *       "total": 120,
     *       "waiting": 0,
     *       "changed": 117,
     *       "unchanged": 2,
     *       "refused": 1
     *     }
     */
    BulkCounts: {
      /** @example 120 */
      total: number;
      /** @example 0 */
      waiting: number;
      /** @example 117 */
      changed: number;
      /** @example 2 */
      unchanged: number;
      /** @example 1 */
      refused: number;
    };
    /**
     * @description The people to invite. Each address can appear only once.
     * @example {
     *       "people": [
     *         {
     *           "email": "marie@example.org"
     *         },
     *         {
     *           "email": "pierre@example.org"
     *         }
     *       ],
     *       "dryRun": true
     *     }
     */
    BulkInvite: {
      people: components['schemas']['InvitationCreate'][];
      dryRun: components['schemas']['DryRun'];
    };
    /**
     * @description What is done to each person.
     * @example updateMembers
     * @enum {string}
     */
    BulkKind: 'updateMembers' | 'invite';
    /**
     * @description What to change, and for which members. Send either `memberIds` or `filter`.
     * @example {
     *       "update": {
     *         "status": "verified"
     *       },
     *       "filter": {
     *         "role": "alumnus"
     *       },
     *       "dryRun": true
     *     }
     */
    BulkMemberUpdate: {
      update: components['schemas']['MemberUpdate'];
      /**
       * @description The IDs of the members to update.
       * @example [
       *       "mem_01jdyvbv7gen8t9pe8z5aav004"
       *     ]
       */
      memberIds?: components['schemas']['MemberId'][];
      filter?: components['schemas']['MemberFilter'];
      dryRun: components['schemas']['DryRun'];
    };
    /**
     * @description `waiting` means not processed yet. `refused` means not done, and `code` says why. In a dry run, the outcome is what would happen.
     * @example changed
     * @enum {string}
     */
    BulkOutcome: 'waiting' | 'changed' | 'unchanged' | 'refused';
    /**
     * @description The outcome for one person.
     * @example {
     *       "memberId": "mem_01jdyvbv7gen8t9pe8z5aav004",
     *       "outcome": "refused",
     *       "code": "last_admin"
     *     }
     */
    BulkResult: {
      memberId?: components['schemas']['MemberId'];
      email?: components['schemas']['Email'];
      outcome: components['schemas']['BulkOutcome'];
      code?: components['schemas']['ProblemCode'];
    };
    /**
     * @description A page of results.
     * @example {
     *       "data": [
     *         {
     *           "memberId": "mem_01jdyvbv7gen8t9pe8z5aav004",
     *           "outcome": "changed"
     *         }
     *       ],
     *       "nextCursor": null
     *     }
     */
    BulkResultPage: {
      data: components['schemas']['BulkResult'][];
      nextCursor: components['schemas']['NextCursor'];
    };
    /**
     * @description `stopped` means that the caller lost the permission: the completed part stays, and the rest was skipped.
     * @example running
     * @enum {string}
     */
    BulkStatus: 'queued' | 'running' | 'done' | 'stopped';
    /**
     * @description Identifies an emailed code. It doesn't have to be kept secret from the person who requested the code, and is useless without the
     *     code.
     * @example 01jdyvbv7gen8t9pe8z5aav009.c2lnbmF0dXJlb2Zjb2RlMQ
     */
    Challenge: string;
    /**
     * @description A committed change. It has no content of the object, so that an erased person's data isn't kept in the log.
     * @example {
     *       "id": "chg_01jdyvbv7gen8t9pe8z5aav004",
     *       "type": "profile.updated",
     *       "position": "pVcR1r0nQx7o2ZcJb0d9mF3sT6uXyA4kE8hLwGiNQOq5Bz1vKMfDpYtWjUaHeSrCIl2-9g",
     *       "subject": {
     *         "type": "profile",
     *         "id": "prof_01jdyvbv7gen8t9pe8z5aav002"
     *       },
     *       "version": 3,
     *       "occurredAt": "2026-11-21T09:30:00.000Z"
     *     }
     */
    Change: {
      id: components['schemas']['ChangeId'];
      /**
       * @description The type, as `<subject>.<what happened>`. New types can be added; ignore those you don't know.
       * @example profile.updated
       */
      type: string;
      position: components['schemas']['Position'];
      subject: components['schemas']['ChangeSubject'];
      /**
       * @description The object's version after this change. Only sent to keys with `directory:private`, because gaps between versions would reveal hidden changes.
       * @example 3
       */
      version?: number;
      occurredAt: components['schemas']['Instant'];
    };
    /**
     * @description A block of changes, in commit order.
     * @example {
     *       "data": [],
     *       "position": "pVcR1r0nQx7o2ZcJb0d9mF3sT6uXyA4kE8hLwGiNQOq5Bz1vKMfDpYtWjUaHeSrCIl2-9g",
     *       "more": false
     *     }
     */
    ChangeBlock: {
      data: components['schemas']['Change'][];
      position: components['schemas']['Position'];
      /**
       * @description `true` if there are probably more changes to read now.
       * @example false
       */
      more: boolean;
    };
    /**
     * @description A reader of the change log whose position the service remembers.
     * @example {
     *       "name": "crm",
     *       "ownerKeyId": "key_01jdyvbv7gen8t9pe8z5aav008",
     *       "grantedKeyIds": [],
     *       "types": [
     *         "profile.*"
     *       ],
     *       "position": "pVcR1r0nQx7o2ZcJb0d9mF3sT6uXyA4kE8hLwGiNQOq5Bz1vKMfDpYtWjUaHeSrCIl2-9g",
     *       "pending": {
     *         "value": 12,
     *         "relation": "exact",
     *         "oldestAt": "2026-11-21T09:30:00.000Z"
     *       },
     *       "expired": false,
     *       "createdAt": "2026-11-20T09:30:00.000Z",
     *       "acknowledgedAt": "2026-11-21T09:29:00.000Z"
     *     }
     */
    ChangeConsumer: {
      name: components['schemas']['ConsumerName'];
      /**
       * @description The ID of the key that created the consumer. Absent on consumers from earlier versions until a key uses them and becomes the
       *     owner.
       */
      ownerKeyId?: components['schemas']['KeyId'];
      /**
       * @description The IDs of other keys that can use the consumer.
       * @example []
       */
      grantedKeyIds: components['schemas']['KeyId'][];
      /**
       * @description The types the consumer reads. `null` means all types.
       * @example [
       *       "profile.*"
       *     ]
       */
      types: string[] | null;
      position: components['schemas']['Position'];
      pending: components['schemas']['PendingChanges'];
      /**
       * @description Whether changes that the consumer hadn't acknowledged were removed because of their age. Reading then fails with `position_expired`. To start over, delete the consumer and create it again.
       * @example false
       */
      expired: boolean;
      createdAt: components['schemas']['Instant'];
      /** @description When a position was last acknowledged, even if it didn't move the consumer. */
      acknowledgedAt?: components['schemas']['Instant'];
    };
    /**
     * @description A page of consumers, sorted by name.
     * @example {
     *       "data": [],
     *       "nextCursor": null
     *     }
     */
    ChangeConsumerPage: {
      data: components['schemas']['ChangeConsumer'][];
      nextCursor: components['schemas']['NextCursor'];
    };
    /**
     * @description A consumer to create or update.
     * @example {
     *       "types": [
     *         "profile.*"
     *       ],
     *       "from": "now"
     *     }
     */
    ChangeConsumerWrite: {
      /**
       * @description The types to read. If you leave it out, a new consumer reads all types and an existing one keeps its types. `null` means all
       *     types.
       * @example [
       *       "profile.*"
       *     ]
       */
      types?: components['schemas']['ChangeTypePattern'][] | null;
      /**
       * @description Where a new consumer starts: at the oldest change still stored, or at the next change (`now`, the default).
       * @example now
       * @enum {string}
       */
      from?: 'start' | 'now';
      /**
       * @description The IDs of other secret keys that can read, acknowledge and update this consumer. If you leave it out, the grants stay as they
       *     are. Only the owner, or a key with `keys:manage`, can set it.
       * @example [
       *       "key_01jdyvbv7gen8t9pe8z5aav009"
       *     ]
       */
      grantedKeyIds?: components['schemas']['KeyId'][];
    };
    /**
     * @description A change's ID (TypeID). The same change has the same ID everywhere, including in webhooks.
     * @example chg_01jdyvbv7gen8t9pe8z5aav004
     */
    ChangeId: string;
    /**
     * @description The object that changed. It may have been deleted since, or no longer be visible to you.
     * @example {
     *       "type": "profile",
     *       "id": "prof_01jdyvbv7gen8t9pe8z5aav002"
     *     }
     */
    ChangeSubject: {
      /** @example profile */
      type: string;
      /** @example prof_01jdyvbv7gen8t9pe8z5aav002 */
      id: string;
    };
    /**
     * @description An exact type, or `<subject>.*` for all types of an object.
     * @example profile.updated
     */
    ChangeTypePattern: string;
    /**
     * @description Types of changes.
     * @example [
     *       "profile.created",
     *       "profile.updated"
     *     ]
     */
    ChangeTypes: components['schemas']['ChangeTypePattern'][];
    /**
     * @description What a member stated, and how the claim was decided. `externalId`, `birthDate` and `evidence` are kept for 90 days after the
     *     decision.
     * @example {
     *       "id": "clm_01jdyvbv7gen8t9pe8z5aav006",
     *       "memberId": "mem_01jdyvbv7gen8t9pe8z5aav004",
     *       "email": "marie@example.org",
     *       "status": "pending",
     *       "name": "Maria Sklodowska",
     *       "batchYear": 1903,
     *       "createdAt": "2026-11-21T09:30:00.000Z"
     *     }
     */
    Claim: {
      id: components['schemas']['ClaimId'];
      memberId: components['schemas']['MemberId'];
      email: components['schemas']['Email'];
      status: components['schemas']['ClaimStatus'];
      /** @example Maria Sklodowska */
      name: string;
      /** @example 6 */
      externalId?: string;
      /** @example 1903 */
      batchYear?: number;
      /** @example 1867-11-07 */
      birthDate?: string;
      /** @example My thesis was on the magnetic properties of steel. */
      evidence?: string;
      profileId?: components['schemas']['ProfileId'];
      /**
       * @description Why the claim was rejected.
       * @example We find nobody of this name.
       */
      reason?: string;
      /**
       * @description `rule` means that it was approved automatically: the verified email address is the profile's, and nothing the member stated contradicts it.
       * @example rule
       * @enum {string}
       */
      decidedBy?: 'rule' | 'institution';
      createdAt: components['schemas']['Instant'];
      decidedAt?: components['schemas']['Instant'];
    };
    /**
     * @description The profile to assign: either `profileId`, or `newProfile` with an optional `externalId`.
     * @example {
     *       "profileId": "prof_01jdyvbv7gen8t9pe8z5aav002"
     *     }
     */
    ClaimApproval: {
      /** @example prof_01jdyvbv7gen8t9pe8z5aav002 */
      profileId?: string;
      /**
       * @description Set to `true` to create a profile from what the member stated.
       * @example true
       * @constant
       */
      newProfile?: true;
      /**
       * @description The new profile's number in the register. The number that the member stated isn't used.
       * @example 6
       */
      externalId?: string;
    };
    /**
     * @description The message of `claim.approved`. A claim was approved.
     * @example {
     *       "type": "claim.approved",
     *       "timestamp": "2026-11-21T09:30:00.000Z",
     *       "data": {
     *         "id": "clm_01jdyvbv7gen8t9pe8z5aav006",
     *         "memberId": "mem_01jdyvbv7gen8t9pe8z5aav004",
     *         "email": "marie@example.org",
     *         "status": "approved",
     *         "name": "Maria Sklodowska",
     *         "batchYear": 1903,
     *         "createdAt": "2026-11-21T09:30:00.000Z",
     *         "profileId": "prof_01jdyvbv7gen8t9pe8z5aav002",
     *         "decidedBy": "rule",
     *         "decidedAt": "2026-11-21T09:30:00.000Z"
     *       }
     *     }
     */
    ClaimApproved: {
      /**
       * @example claim.approved
       * @constant
       */
      type: 'claim.approved';
      timestamp: components['schemas']['WebhookTimestamp'];
      data: components['schemas']['Claim'];
    };
    /**
     * @description Who you are, as the institution's register would know you.
     * @example {
     *       "name": "Maria Sklodowska",
     *       "batchYear": 1903,
     *       "birthDate": "1867-11-07"
     *     }
     */
    ClaimCreate: {
      /**
       * @description Your full name, as at graduation.
       * @example Maria Sklodowska
       */
      name: string;
      /**
       * @description Your student or alumni number.
       * @example 6
       */
      externalId?: string;
      batchYear?: components['schemas']['BatchYear'];
      /**
       * Format: date
       * @example 1867-11-07
       */
      birthDate?: string;
      /**
       * @description Anything else that helps the institution recognise you.
       * @example My thesis was on the magnetic properties of steel.
       */
      evidence?: string;
    };
    /**
     * @description The message of `claim.created`. A member claimed a profile.
     * @example {
     *       "type": "claim.created",
     *       "timestamp": "2026-11-21T09:30:00.000Z",
     *       "data": {
     *         "id": "clm_01jdyvbv7gen8t9pe8z5aav006",
     *         "memberId": "mem_01jdyvbv7gen8t9pe8z5aav004",
     *         "email": "marie@example.org",
     *         "status": "pending",
     *         "name": "Maria Sklodowska",
     *         "batchYear": 1903,
     *         "createdAt": "2026-11-21T09:30:00.000Z"
     *       }
     *     }
     */
    ClaimCreated: {
      /**
       * @example claim.created
       * @constant
       */
      type: 'claim.created';
      timestamp: components['schemas']['WebhookTimestamp'];
      data: components['schemas']['Claim'];
    };
    /**
     * @description A detail by which a member and a profile are compared. `email` is the member's verified email address.
     * @example name
     * @enum {string}
     */
    ClaimDetail: 'email' | 'externalId' | 'name' | 'batchYear' | 'birthDate';
    /**
     * @description A claim's ID (TypeID).
     * @example clm_01jdyvbv7gen8t9pe8z5aav006
     */
    ClaimId: string;
    /**
     * @description A list of claims.
     * @example {
     *       "data": []
     *     }
     */
    ClaimList: {
      data: components['schemas']['Claim'][];
    };
    /**
     * @description A profile that could be the member's.
     * @example {
     *       "profileId": "prof_01jdyvbv7gen8t9pe8z5aav002",
     *       "displayName": "Marie Curie",
     *       "batchYears": [
     *         1903
     *       ],
     *       "confidence": "high",
     *       "agrees": [
     *         "name",
     *         "batchYear",
     *         "birthDate"
     *       ],
     *       "disagrees": []
     *     }
     */
    ClaimMatch: {
      profileId: components['schemas']['ProfileId'];
      /** @example Marie Curie */
      displayName: string;
      /**
       * @example [
       *       1903
       *     ]
       */
      batchYears: number[];
      /**
       * @description How likely the match is. `docs/verification.md` defines each level.
       * @example high
       * @enum {string}
       */
      confidence: 'certain' | 'high' | 'medium' | 'low';
      agrees: components['schemas']['ClaimDetail'][];
      /** @description The details that differ. */
      disagrees: components['schemas']['ClaimDetail'][];
      /**
       * @description `true` if a registrar's list row for this profile also proves what the member stated. Otherwise absent, and absent once the rows are deleted.
       * @example true
       * @constant
       */
      registrarAgrees?: true;
      memberId?: components['schemas']['MemberId'];
    };
    /**
     * @description A page of claims.
     * @example {
     *       "data": [],
     *       "nextCursor": null
     *     }
     */
    ClaimPage: {
      data: components['schemas']['Claim'][];
      nextCursor: components['schemas']['NextCursor'];
    };
    /**
     * @description The message of `claim.rejected`. A claim was rejected.
     * @example {
     *       "type": "claim.rejected",
     *       "timestamp": "2026-11-21T09:30:00.000Z",
     *       "data": {
     *         "id": "clm_01jdyvbv7gen8t9pe8z5aav006",
     *         "memberId": "mem_01jdyvbv7gen8t9pe8z5aav004",
     *         "email": "marie@example.org",
     *         "status": "rejected",
     *         "name": "Maria Sklodowska",
     *         "batchYear": 1903,
     *         "createdAt": "2026-11-21T09:30:00.000Z",
     *         "reason": "No one with this name graduated in 1903. Did you graduate under another name?",
     *         "decidedBy": "institution",
     *         "decidedAt": "2026-11-21T11:00:00.000Z"
     *       }
     *     }
     */
    ClaimRejected: {
      /**
       * @example claim.rejected
       * @constant
       */
      type: 'claim.rejected';
      timestamp: components['schemas']['WebhookTimestamp'];
      data: components['schemas']['Claim'];
    };
    /**
     * @description Why the claim is rejected.
     * @example {
     *       "reason": "We find nobody of this name in 1903. Which name did you graduate under?"
     *     }
     */
    ClaimRejection: {
      /**
       * @description The reason, in the words the member will read.
       * @example We find nobody of this name in 1903. Which name did you graduate under?
       */
      reason: string;
    };
    /**
     * @description `pending` means that the institution hasn't decided yet.
     * @example pending
     * @enum {string}
     */
    ClaimStatus: 'pending' | 'approved' | 'rejected';
    /**
     * @description A claim and the profiles that match it, most likely first. If a match has a `memberId`, it already belongs to that member.
     * @example {
     *       "claim": {
     *         "id": "clm_01jdyvbv7gen8t9pe8z5aav006",
     *         "memberId": "mem_01jdyvbv7gen8t9pe8z5aav004",
     *         "email": "marie@example.org",
     *         "status": "pending",
     *         "name": "Maria Sklodowska",
     *         "createdAt": "2026-11-21T09:30:00.000Z"
     *       },
     *       "matches": []
     *     }
     */
    ClaimWithMatches: {
      claim: components['schemas']['Claim'];
      matches: components['schemas']['ClaimMatch'][];
    };
    /**
     * @description The client ID that the provider gave this service.
     * @example homecoming
     */
    ClientId: string;
    /**
     * @description The client secret that the provider gave this service. It's stored encrypted and never shown. Without one, the client is public and
     *     uses only PKCE. `null` clears it.
     * @example 9f86d081884c7d659a2feaa0c55ad015
     */
    ClientSecret: string | null;
    /**
     * @description An emailed code. `email` is required unless you send a `challenge`.
     * @example {
     *       "email": "marie@example.org",
     *       "code": "418007",
     *       "deviceName": "Firefox on Linux"
     *     }
     */
    CodeRedemption: {
      email?: components['schemas']['Email'];
      /**
       * @description The 6 or 12 digits of the code.
       * @example 418007
       */
      code: string;
      challenge?: components['schemas']['Challenge'];
      deviceName?: components['schemas']['DeviceName'];
    };
    /**
     * @description The email address to send a code to.
     * @example {
     *       "email": "marie@example.org"
     *     }
     */
    CodeRequest: {
      email: components['schemas']['Email'];
    };
    /**
     * @description What you need to redeem the code.
     * @example {
     *       "challenge": "01jdyvbv7gen8t9pe8z5aav009.c2lnbmF0dXJlb2Zjb2RlMQ",
     *       "codeLength": 6
     *     }
     */
    CodeSent: {
      challenge: components['schemas']['Challenge'];
      /**
       * @description How many digits the code has.
       * @example 6
       * @enum {integer}
       */
      codeLength: 6 | 12;
    };
    /**
     * @description A lowercase letter, followed by lowercase letters, digits, hyphens and underscores.
     * @example crm
     */
    ConsumerName: string;
    /**
     * @description A word that was replaced by others.
     * @example {
     *       "word": "curei",
     *       "replacements": [
     *         "curie"
     *       ]
     *     }
     */
    Correction: {
      /**
       * @description The word as typed, without case and accents.
       * @example curei
       */
      word: string;
      /**
       * @description The words searched for instead, closest first.
       * @example [
       *       "curie"
       *     ]
       */
      replacements: string[];
    };
    /**
     * @description A new institution.
     * @example {
     *       "id": "inst_01jdyvbv7gen8t9pe8z5aav001",
     *       "slug": "northbridge",
     *       "name": "Northbridge University",
     *       "mode": "live",
     *       "createdAt": "2026-11-21T09:30:00.000Z",
     *       "secretKey": "sk_live_01jdyvbv7gen8t9pe8z5aav001_8f0e8f0e8f0e8f0e8f0e8f0e8f0e8f0e8f0e8f0e",
     *       "secretKeyExpiresAt": "2026-12-05T09:30:00.000Z",
     *       "publishableKey": "pk_live_01jdyvbv7gen8t9pe8z5aav001_7d1c7d1c7d1c7d1c7d1c7d1c7d1c7d1c7d1c7d1c"
     *     }
     */
    CreatedInstitution: {
      id: components['schemas']['InstitutionId'];
      slug: components['schemas']['InstitutionSlug'];
      /**
       * @description The institution's name.
       * @example Northbridge University
       */
      name: string;
      mode: components['schemas']['InstitutionMode'];
      createdAt: components['schemas']['Instant'];
      /**
       * @description A secret key with every scope, valid for 14 days.
       * @example sk_live_01jdyvbv7gen8t9pe8z5aav001_8f0e8f0e8f0e8f0e8f0e8f0e8f0e8f0e8f0e8f0e
       */
      secretKey: string;
      /** @description When the secret key expires. Until then, the institution can use it to create its own keys. */
      secretKeyExpiresAt: components['schemas']['Instant'];
      /**
       * @description A publishable key for the given origins.
       * @example pk_live_01jdyvbv7gen8t9pe8z5aav001_7d1c7d1c7d1c7d1c7d1c7d1c7d1c7d1c7d1c7d1c
       */
      publishableKey?: string;
    };
    /**
     * @description Opaque and signed. Valid only with the same parameters as the request that returned it.
     * @example eyJ2IjoxfQ.Zm9v
     */
    Cursor: string;
    /**
     * @description A degree, which connects a person with a batch.
     * @example {
     *       "batchId": "bat_01jdyvbv7gen8t9pe8z5aav003",
     *       "batchYear": 1911,
     *       "department": "Chemistry",
     *       "kind": "PhD",
     *       "primary": true
     *     }
     */
    Degree: {
      batchId: components['schemas']['BatchId'];
      batchYear: components['schemas']['BatchYear'];
      /** @example Doctoral School */
      programme?: string;
      /** @example Chemistry */
      department?: string;
      /** @example PhD */
      kind?: string;
      /** @example true */
      primary: boolean;
      /**
       * @description `true` if the institution's registrar has confirmed the degree exactly as shown. Otherwise absent.
       * @example true
       * @constant
       */
      verified?: true;
    };
    /**
     * @description A registrar's list and its progress.
     * @example {
     *       "id": "dgl_01jdyvbv7gen8t9pe8z5aav007",
     *       "name": "Degrees conferred in 1903",
     *       "status": "done",
     *       "counts": {
     *         "rows": 1,
     *         "verified": 1,
     *         "alreadyVerified": 0,
     *         "ambiguous": 0,
     *         "noSuchDegree": 0,
     *         "notFound": 0
     *       },
     *       "createdAt": "2026-11-21T09:30:00.000Z",
     *       "finishedAt": "2026-11-21T09:30:01.000Z",
     *       "rowsKeptUntil": "2027-02-19T09:30:00.000Z"
     *     }
     */
    DegreeList: {
      id: components['schemas']['DegreeListId'];
      /** @example Degrees conferred in 1903 */
      name: string;
      /**
       * @description `done` means that each row has its outcome, and the emails are being sent.
       * @example done
       * @enum {string}
       */
      status: 'queued' | 'running' | 'done';
      counts: components['schemas']['DegreeListCounts'];
      createdAt: components['schemas']['Instant'];
      finishedAt?: components['schemas']['Instant'];
      rowsKeptUntil: components['schemas']['Instant'];
    };
    /**
     * @description The number of rows, and how many have each outcome so far.
     * @example {
     *       "rows": 1,
     *       "verified": 1,
     *       "alreadyVerified": 0,
     *       "ambiguous": 0,
     *       "noSuchDegree": 0,
     *       "notFound": 0
     *     }
     */
    DegreeListCounts: {
      /** @example 1 */
      rows: number;
      /** @example 1 */
      verified: number;
      /** @example 0 */
      alreadyVerified: number;
      /** @example 0 */
      ambiguous: number;
      /** @example 0 */
      noSuchDegree: number;
      /** @example 0 */
      notFound: number;
    };
    /**
     * @description A registrar's list to upload.
     * @example {
     *       "name": "Degrees conferred in 1903",
     *       "rows": [
     *         {
     *           "externalId": "6",
     *           "name": "Maria Sklodowska",
     *           "batchYear": 1903,
     *           "department": "Physics"
     *         }
     *       ]
     *     }
     */
    DegreeListCreate: {
      /**
       * @description A name for the list, for your own use.
       * @example Degrees conferred in 1903
       */
      name: string;
      /** @description One degree per row, in any order. */
      rows: components['schemas']['DegreeListRowWrite'][];
    };
    /**
     * @description The message of `degreeList.finished`. A registrar's list was processed.
     * @example {
     *       "type": "degreeList.finished",
     *       "timestamp": "2026-11-21T09:30:00.000Z",
     *       "data": {
     *         "id": "dgl_01jdyvbv7gen8t9pe8z5aav007",
     *         "name": "Degrees conferred in 1903",
     *         "status": "done",
     *         "counts": {
     *           "rows": 1,
     *           "verified": 1,
     *           "alreadyVerified": 0,
     *           "ambiguous": 0,
     *           "noSuchDegree": 0,
     *           "notFound": 0
     *         },
     *         "createdAt": "2026-11-21T09:30:00.000Z",
     *         "finishedAt": "2026-11-21T09:30:01.000Z",
     *         "rowsKeptUntil": "2027-02-19T09:30:00.000Z"
     *       }
     *     }
     */
    DegreeListFinished: {
      /**
       * @example degreeList.finished
       * @constant
       */
      type: 'degreeList.finished';
      timestamp: components['schemas']['WebhookTimestamp'];
      data: components['schemas']['DegreeList'];
    };
    /**
     * @description A degree list's ID (TypeID).
     * @example dgl_01jdyvbv7gen8t9pe8z5aav007
     */
    DegreeListId: string;
    /**
     * @description A page of lists.
     * @example {
     *       "data": [],
     *       "nextCursor": null
     *     }
     */
    DegreeListPage: {
      data: components['schemas']['DegreeList'][];
      nextCursor: components['schemas']['NextCursor'];
    };
    /**
     * @description A row as uploaded, with its outcome. Without an `outcome`, the row hasn't been processed yet.
     * @example {
     *       "row": 1,
     *       "externalId": "6",
     *       "name": "Maria Sklodowska",
     *       "batchYear": 1903,
     *       "department": "Physics",
     *       "outcome": "verified",
     *       "profileId": "prof_01jdyvbv7gen8t9pe8z5aav002"
     *     }
     */
    DegreeListRow: {
      /**
       * @description The row's number in the list, starting at 1.
       * @example 1
       */
      row: number;
      /** @example 6 */
      externalId?: string;
      /** @example Maria Sklodowska */
      name: string;
      /** @example 1867-11-07 */
      birthDate?: string;
      /** @example 1903 */
      batchYear: number;
      /** @example Doctoral School */
      programme?: string;
      /** @example Physics */
      department?: string;
      /** @example PhD */
      kind?: string;
      outcome?: components['schemas']['DegreeRowOutcome'];
      profileId?: components['schemas']['ProfileId'];
    };
    /**
     * @description A page of rows.
     * @example {
     *       "data": [],
     *       "nextCursor": null
     *     }
     */
    DegreeListRowPage: {
      data: components['schemas']['DegreeListRow'][];
      nextCursor: components['schemas']['NextCursor'];
    };
    /**
     * @description A degree the institution has conferred. The external ID or the birth date identifies the person.
     * @example {
     *       "externalId": "6",
     *       "name": "Maria Sklodowska",
     *       "batchYear": 1903,
     *       "department": "Physics"
     *     }
     */
    DegreeListRowWrite: {
      /**
       * @description The person's ID in the institution's own register.
       * @example 6
       */
      externalId?: string;
      /**
       * @description The full name. The order of its words doesn't matter.
       * @example Maria Sklodowska
       */
      name: string;
      /**
       * Format: date
       * @description A calendar date.
       * @example 1867-11-07
       */
      birthDate?: string;
      batchYear: components['schemas']['BatchYear'];
      /** @example Doctoral School */
      programme?: string;
      /** @example Physics */
      department?: string;
      /**
       * @description The kind of degree.
       * @example PhD
       */
      kind?: string;
    };
    /**
     * @description `verified`: this list verified the degree. `alreadyVerified`: another list had already verified it. `ambiguous`: the row fits
     *     several people or several degrees. `noSuchDegree`: the person was found, but the row confirms none of their degrees.
     *     `notFound`: the row identifies no one in the directory.
     * @example verified
     * @enum {string}
     */
    DegreeRowOutcome: 'verified' | 'alreadyVerified' | 'ambiguous' | 'noSuchDegree' | 'notFound';
    /**
     * @description A degree, which connects a person with a batch. If no batch has this year and programme yet, it is created.
     * @example {
     *       "batchYear": 1911,
     *       "department": "Chemistry",
     *       "kind": "PhD",
     *       "primary": true
     *     }
     */
    DegreeWrite: {
      batchYear: components['schemas']['BatchYear'];
      /** @example Doctoral School */
      programme?: string;
      /** @example Chemistry */
      department?: string;
      /**
       * @description The kind of degree.
       * @example PhD
       */
      kind?: string;
      /**
       * @description Whether to show this degree first. If no degree is primary, the first in the list is.
       * @example true
       */
      primary?: boolean;
    };
    /**
     * @description A name by which the person can recognise the session in their list of sessions.
     * @example Firefox on Linux
     */
    DeviceName: string;
    /**
     * @description A person in search results. Properties that have no value, or that you can't see, are absent.
     * @example {
     *       "id": "prof_01jdyvbv7gen8t9pe8z5aav002",
     *       "displayName": "Marie Curie",
     *       "batchYear": 1911,
     *       "department": "Chemistry",
     *       "company": "Sorbonne University",
     *       "city": "Paris",
     *       "country": "France",
     *       "highlights": [
     *         {
     *           "field": "displayName",
     *           "start": 6,
     *           "end": 11
     *         }
     *       ]
     *     }
     */
    DirectoryEntry: {
      id: components['schemas']['ProfileId'];
      /** @example Marie Curie */
      displayName: string;
      /**
       * @example [
       *       "Maria Skłodowska"
       *     ]
       */
      otherNames?: string[];
      /**
       * @description The year of the degree that matched, otherwise of the primary degree.
       * @example 1911
       */
      batchYear?: number;
      /** @example Doctoral School */
      programme?: string;
      /** @example Chemistry */
      department?: string;
      /** @example PhD */
      degreeKind?: string;
      /** @example Sorbonne University */
      company?: string;
      /** @example Professor */
      title?: string;
      /** @example Research */
      industry?: string;
      /** @example Paris */
      city?: string;
      /** @example France */
      country?: string;
      /**
       * @example [
       *       "Radiochemistry"
       *     ]
       */
      skills?: string[];
      /** @example Pioneer of radioactivity */
      headline?: string;
      /**
       * @description The URL of the photo. A stored photo is 192 pixels square. Its URL works for at least 10 minutes, or for a day if the photo is public, as long as you can see the photo. Search again for a new URL.
       * @example https://example.org/marie.jpg
       */
      photoUrl?: string;
      highlights: components['schemas']['Highlight'][];
    };
    /**
     * @description A page of people.
     * @example {
     *       "data": [],
     *       "nextCursor": null,
     *       "total": {
     *         "value": 0,
     *         "relation": "exact"
     *       },
     *       "facets": {},
     *       "facetCounts": "exact",
     *       "corrections": []
     *     }
     */
    DirectoryPage: {
      data: components['schemas']['DirectoryEntry'][];
      nextCursor: components['schemas']['NextCursor'];
      total: components['schemas']['Total'];
      facets: components['schemas']['Facets'];
      /**
       * @description Whether the facet counts are exact, or estimated from a sample because very many people match (`docs/search.md`).
       * @example exact
       * @enum {string}
       */
      facetCounts: 'exact' | 'estimated';
      /** @description Words that were replaced because nothing matched `q` as typed. */
      corrections: components['schemas']['Correction'][];
      /**
       * @description Why no search was made. `no_searchable_characters` means that `q` has no letters or digits.
       * @example no_searchable_characters
       * @enum {string}
       */
      hint?: 'no_searchable_characters';
    };
    /**
     * @description `true` only shows what would happen; `false` makes the changes. Required, so that no one changes thousands of people by leaving it
     *     out.
     * @example true
     */
    DryRun: boolean;
    /**
     * Format: idn-email
     * @description An email address. Case doesn't matter. A domain such as `bücher.example` is stored and returned in its ASCII form.
     * @example marie@example.org
     */
    Email: string;
    /**
     * @description The new email address.
     * @example {
     *       "email": "curie@radium.example"
     *     }
     */
    EmailChange: {
      email: components['schemas']['Email'];
    };
    /**
     * @description The codes from the emails to both addresses.
     * @example {
     *       "oldCode": "418007",
     *       "newCode": "270915"
     *     }
     */
    EmailChangeCodes: {
      /**
       * @description The code sent to the current address.
       * @example 418007
       */
      oldCode: string;
      /**
       * @description The code sent to the new address.
       * @example 270915
       */
      newCode: string;
    };
    /**
     * @description The name of an existing consumer.
     * @example crm
     */
    ExistingConsumerName: string;
    /**
     * Format: date-time
     * @description When the key expires, in the future. Leave it out for a key that doesn't expire; `null` is rejected.
     * @example 2099-12-31T23:59:59.000Z
     */
    ExpiresAt: string;
    /**
     * @example company
     * @enum {string}
     */
    FacetName: 'batchYear' | 'department' | 'company' | 'city' | 'country' | 'industry' | 'skill';
    /**
     * @description A value, and how many people have it.
     * @example {
     *       "value": "Sorbonne University",
     *       "count": 3
     *     }
     */
    FacetValue: {
      /**
       * @description Pass it as the filter's value.
       * @example Sorbonne University
       */
      value: string;
      /** @example 3 */
      count: number;
    };
    /**
     * @description The ten most frequent values (100 for batch years). With a publishable key, values with fewer people than the institution's
     *     threshold are left out.
     * @example [
     *       {
     *         "value": "Sorbonne University",
     *         "count": 3
     *       }
     *     ]
     */
    FacetValues: components['schemas']['FacetValue'][];
    /**
     * @description The facets you asked for, with the most frequent values first.
     * @example {
     *       "company": [
     *         {
     *           "value": "Sorbonne University",
     *           "count": 3
     *         }
     *       ]
     *     }
     */
    Facets: {
      batchYear?: components['schemas']['FacetValues'];
      department?: components['schemas']['FacetValues'];
      company?: components['schemas']['FacetValues'];
      city?: components['schemas']['FacetValues'];
      country?: components['schemas']['FacetValues'];
      industry?: components['schemas']['FacetValues'];
      skill?: components['schemas']['FacetValues'];
    };
    /**
     * @description One invalid field or parameter.
     * @example {
     *       "path": "/degrees/0/batchYear",
     *       "message": "must be an integer"
     *     }
     */
    FieldError: {
      /**
       * @description The field as a JSON Pointer (RFC 6901) into the body, or the parameter's name.
       * @example /degrees/0/batchYear
       */
      path: string;
      /**
       * @description What is wrong with it.
       * @example must be an integer
       */
      message: string;
    };
    /**
     * @description One or more values, any of which can match. Case, accents and spacing don't matter.
     * @example [
     *       "Paris"
     *     ]
     */
    FilterValues: string[];
    /**
     * @description The member with an email address, if there is one.
     * @example {
     *       "data": [
     *         {
     *           "id": "mem_01jdyvbv7gen8t9pe8z5aav004",
     *           "email": "marie@example.org",
     *           "role": "alumnus",
     *           "status": "verified",
     *           "hasPassword": false,
     *           "createdAt": "2026-11-21T09:30:00.000Z"
     *         }
     *       ]
     *     }
     */
    FoundMembers: {
      data: components['schemas']['Member'][];
    };
    /**
     * @description A profile that is no longer visible.
     * @example {
     *       "id": "prof_01jdyvbv7gen8t9pe8z5aav002"
     *     }
     */
    GoneProfile: {
      id: components['schemas']['ProfileId'];
    };
    /**
     * @description The grant from the page's address, and the verifier the page kept.
     * @example {
     *       "grant": "hcg_01jdyvbv7gen8t9pe8z5aav008_3q2-7wAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
     *       "verifier": "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
     *     }
     */
    GrantRedemption: {
      /**
       * @description The `hc_grant` from the fragment.
       * @example hcg_01jdyvbv7gen8t9pe8z5aav008_3q2-7wAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
       */
      grant: string;
      /**
       * @description The verifier whose SHA-256 hash you sent as `challenge`.
       * @example dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk
       */
      verifier: string;
      deviceName?: components['schemas']['DeviceName'];
    };
    /**
     * @description The result of a health check.
     * @example {
     *       "status": "ok"
     *     }
     */
    Health: {
      /**
       * @example ok
       * @enum {string}
       */
      status: 'ok';
    };
    /**
     * @description A part of a field that matched, as offsets in UTF-16 code units. `end` is exclusive.
     * @example {
     *       "field": "displayName",
     *       "start": 6,
     *       "end": 11
     *     }
     */
    Highlight: {
      /**
       * @example displayName
       * @enum {string}
       */
      field:
        | 'displayName'
        | 'otherNames'
        | 'batchYear'
        | 'programme'
        | 'department'
        | 'company'
        | 'title'
        | 'industry'
        | 'city'
        | 'country'
        | 'skills'
        | 'headline';
      /**
       * @description If the field is a list, the index of the item.
       * @example 0
       */
      index?: number;
      /** @example 6 */
      start: number;
      /** @example 11 */
      end: number;
    };
    /**
     * @description A member's account at a provider.
     * @example {
     *       "id": "idn_01jdyvbv7gen8t9pe8z5aav007",
     *       "provider": "University account",
     *       "email": "marie@example.edu",
     *       "linkedAt": "2026-11-21T09:30:00.000Z",
     *       "lastUsedAt": "2026-11-21T09:30:00.000Z"
     *     }
     */
    Identity: {
      id: components['schemas']['IdentityId'];
      provider: components['schemas']['SignInProviderName'];
      /**
       * @description The email address last reported by the provider. It can differ from the member's own address.
       * @example marie@example.edu
       */
      email?: string;
      linkedAt: components['schemas']['Instant'];
      lastUsedAt: components['schemas']['Instant'];
    };
    /**
     * @description A linked account's ID (TypeID).
     * @example idn_01jdyvbv7gen8t9pe8z5aav007
     */
    IdentityId: string;
    /**
     * @description A list of linked accounts.
     * @example {
     *       "data": [
     *         {
     *           "id": "idn_01jdyvbv7gen8t9pe8z5aav007",
     *           "provider": "University account",
     *           "email": "marie@example.edu",
     *           "linkedAt": "2026-11-21T09:30:00.000Z",
     *           "lastUsedAt": "2026-11-21T09:30:00.000Z"
     *         }
     *       ]
     *     }
     */
    IdentityList: {
      data: components['schemas']['Identity'][];
    };
    /** @description The raw bytes of a JPEG, PNG or WebP image. `maxLength` is in bytes. `x-example-base64` is an example. */
    ImageBody: unknown;
    /**
     * @description An operator acting as a member.
     * @example {
     *       "id": "imp_01jdyvbv7gen8t9pe8z5aav007",
     *       "institutionId": "inst_01jdyvbv7gen8t9pe8z5aav001",
     *       "memberId": "mem_01jdyvbv7gen8t9pe8z5aav004",
     *       "operatorId": "op_01jdyvbv7gen8t9pe8z5aav006",
     *       "reason": "Ticket 4711: she cannot see her own degrees.",
     *       "startedAt": "2026-11-21T09:30:00.000Z",
     *       "endsAt": "2026-11-21T09:45:00.000Z"
     *     }
     */
    Impersonation: {
      id: components['schemas']['ImpersonationId'];
      institutionId: components['schemas']['InstitutionId'];
      memberId: components['schemas']['MemberId'];
      operatorId: components['schemas']['OperatorId'];
      reason: components['schemas']['ImpersonationReason'];
      startedAt: components['schemas']['Instant'];
      endsAt: components['schemas']['Instant'];
    };
    /**
     * @description The member to act as, why, and for how long.
     * @example {
     *       "institutionId": "inst_01jdyvbv7gen8t9pe8z5aav001",
     *       "memberId": "mem_01jdyvbv7gen8t9pe8z5aav004",
     *       "reason": "Ticket 4711: she cannot see her own degrees.",
     *       "minutes": 15
     *     }
     */
    ImpersonationDraft: {
      /**
       * @description The ID of the member's institution.
       * @example inst_01jdyvbv7gen8t9pe8z5aav001
       */
      institutionId: string;
      /**
       * @description The member's ID.
       * @example mem_01jdyvbv7gen8t9pe8z5aav004
       */
      memberId: string;
      reason: components['schemas']['ImpersonationReason'];
      /**
       * @description The duration in minutes. The impersonation never lasts longer than your operator session would if you didn't use it again.
       * @default 15
       * @example 15
       */
      minutes: number;
    };
    /**
     * @description An impersonation's ID (TypeID).
     * @example imp_01jdyvbv7gen8t9pe8z5aav007
     */
    ImpersonationId: string;
    /**
     * @description A list of impersonations.
     * @example {
     *       "data": [
     *         {
     *           "id": "imp_01jdyvbv7gen8t9pe8z5aav007",
     *           "institutionId": "inst_01jdyvbv7gen8t9pe8z5aav001",
     *           "memberId": "mem_01jdyvbv7gen8t9pe8z5aav004",
     *           "operatorId": "op_01jdyvbv7gen8t9pe8z5aav006",
     *           "reason": "Ticket 4711: she cannot see her own degrees.",
     *           "startedAt": "2026-11-21T09:30:00.000Z",
     *           "endsAt": "2026-11-21T09:45:00.000Z"
     *         }
     *       ]
     *     }
     */
    ImpersonationList: {
      data: components['schemas']['Impersonation'][];
    };
    /**
     * @description The reason. The institution sees it in its audit log.
     * @example Ticket 4711: she cannot see her own degrees.
     */
    ImpersonationReason: string;
    /**
     * Format: date-time
     * @description A time in UTC (RFC 3339).
     * @example 2026-11-21T09:30:00.000Z
     */
    Instant: string;
    /**
     * @description An institution, as operators see it.
     * @example {
     *       "id": "inst_01jdyvbv7gen8t9pe8z5aav001",
     *       "slug": "northbridge",
     *       "name": "Northbridge University",
     *       "mode": "live",
     *       "createdAt": "2026-11-21T09:30:00.000Z"
     *     }
     */
    Institution: {
      id: components['schemas']['InstitutionId'];
      slug: components['schemas']['InstitutionSlug'];
      /**
       * @description The institution's name.
       * @example Northbridge University
       */
      name: string;
      mode: components['schemas']['InstitutionMode'];
      /**
       * @description The email address for messages about the institution's account.
       * @example office@example.edu
       */
      contactEmail?: string;
      createdAt: components['schemas']['Instant'];
    };
    /**
     * @description An institution to create.
     * @example {
     *       "slug": "northbridge",
     *       "name": "Northbridge University",
     *       "mode": "live",
     *       "publicFields": [
     *         "name",
     *         "degrees"
     *       ],
     *       "origins": [
     *         "https://www.example.edu"
     *       ]
     *     }
     */
    InstitutionDraft: {
      /**
       * @description The institution's short name, unique on the platform.
       * @example northbridge
       */
      slug: string;
      /**
       * @description The institution's name, without line breaks or other control characters.
       * @example Northbridge University
       */
      name: string;
      mode: components['schemas']['InstitutionMode'];
      /**
       * @description The fields that the public can see by default, unless a person decides otherwise. If you leave it out, the public sees nothing.
       * @example [
       *       "name",
       *       "degrees"
       *     ]
       */
      publicFields?: components['schemas']['PublicField'][];
      /**
       * @description The origins of pages that can use the first publishable key. If you leave it out, no publishable key is created.
       * @example [
       *       "https://www.example.edu"
       *     ]
       */
      origins?: components['schemas']['Origin'][];
    };
    /**
     * @description An institution's ID (TypeID).
     * @example inst_01jdyvbv7gen8t9pe8z5aav001
     */
    InstitutionId: string;
    /**
     * @description `test` is a sandbox without real money.
     * @example live
     * @enum {string}
     */
    InstitutionMode: 'live' | 'test';
    /**
     * @description An institution's ID or slug.
     * @example northbridge
     */
    InstitutionName: string;
    /**
     * @description A page of institutions.
     * @example {
     *       "data": [
     *         {
     *           "id": "inst_01jdyvbv7gen8t9pe8z5aav001",
     *           "slug": "northbridge",
     *           "name": "Northbridge University",
     *           "mode": "live",
     *           "createdAt": "2026-11-21T09:30:00.000Z"
     *         }
     *       ],
     *       "nextCursor": null
     *     }
     */
    InstitutionPage: {
      data: components['schemas']['Institution'][];
      nextCursor: components['schemas']['NextCursor'];
    };
    /**
     * @description The institution's short name, unique on the platform.
     * @example northbridge
     */
    InstitutionSlug: string;
    /**
     * @description An invitation to become a member.
     * @example {
     *       "id": "inv_01jdyvbv7gen8t9pe8z5aav006",
     *       "email": "marie@example.org",
     *       "role": "alumnus",
     *       "status": "pending",
     *       "createdAt": "2026-11-21T09:30:00.000Z",
     *       "mailedAt": "2026-11-21T09:30:00.000Z",
     *       "expiresAt": "2026-12-21T09:30:00.000Z"
     *     }
     */
    Invitation: {
      id: components['schemas']['InvitationId'];
      email: components['schemas']['Email'];
      role: components['schemas']['MemberRole'];
      profileId?: components['schemas']['ProfileId'];
      status: components['schemas']['InvitationStatus'];
      memberId?: components['schemas']['MemberId'];
      createdAt: components['schemas']['Instant'];
      mailedAt: components['schemas']['Instant'];
      expiresAt: components['schemas']['Instant'];
      acceptedAt?: components['schemas']['Instant'];
    };
    /**
     * @description The person to invite.
     * @example {
     *       "email": "marie@example.org",
     *       "role": "alumnus"
     *     }
     */
    InvitationCreate: {
      /**
       * @description The email address to invite. The person must prove that it's theirs.
       * @example marie@example.org
       */
      email: string;
      role?: components['schemas']['MemberRole'];
      /**
       * @description The ID of the profile they get.
       * @example prof_01jdyvbv7gen8t9pe8z5aav002
       */
      profileId?: string;
      /**
       * @description A personal message to include in the email.
       * @example We meet again on 7 December.
       */
      message?: string;
    };
    /**
     * @description An invitation's ID (TypeID).
     * @example inv_01jdyvbv7gen8t9pe8z5aav006
     */
    InvitationId: string;
    /**
     * @description A page of invitations.
     * @example {
     *       "data": [
     *         {
     *           "id": "inv_01jdyvbv7gen8t9pe8z5aav006",
     *           "email": "marie@example.org",
     *           "role": "alumnus",
     *           "status": "pending",
     *           "createdAt": "2026-11-21T09:30:00.000Z",
     *           "mailedAt": "2026-11-21T09:30:00.000Z",
     *           "expiresAt": "2026-12-21T09:30:00.000Z"
     *         }
     *       ],
     *       "nextCursor": null
     *     }
     */
    InvitationPage: {
      data: components['schemas']['Invitation'][];
      nextCursor: components['schemas']['NextCursor'];
    };
    /**
     * @description `expired` means that no one accepted the invitation within 30 days.
     * @example pending
     * @enum {string}
     */
    InvitationStatus: 'pending' | 'accepted' | 'revoked' | 'expired';
    /**
     * @description The issuer, exactly as in its tokens (`iss`). For an `oidc` provider, its discovery document is at
     *     `/.well-known/openid-configuration` under this URL.
     * @example https://login.example.edu
     */
    Issuer: string;
    /**
     * Format: uri
     * @description Where the host site publishes its keys. Fetched every 10 minutes, and when a token names an unknown key.
     * @example https://www.example.edu/.well-known/jwks.json
     */
    JwksUrl: string;
    /**
     * @description A key of the institution.
     * @example {
     *       "id": "key_01jdyvbv7gen8t9pe8z5aav004",
     *       "kind": "secret",
     *       "name": "CRM synchronization",
     *       "ending": "dcba",
     *       "scopes": [
     *         "directory:read"
     *       ],
     *       "origins": [],
     *       "createdAt": "2026-11-21T09:30:00.000Z"
     *     }
     */
    Key: {
      id: components['schemas']['KeyId'];
      kind: components['schemas']['KeyKind'];
      name: components['schemas']['KeyName'];
      /**
       * @description The key's text. For a secret key, only present in the response that creates it.
       * @example sk_test_01jdyvbv7gen8t9pe8z5aav001_5d0f4d1c0f7a4a7f9c3e2b1a0987654321fedcba
       */
      key?: string;
      /**
       * @description The last four characters of the key's text, to tell keys apart. Absent on keys created before these were stored.
       * @example dcba
       */
      ending?: string;
      /**
       * @description What a secret key can do. Empty for a publishable key.
       * @example [
       *       "directory:read"
       *     ]
       */
      scopes: components['schemas']['KeyScope'][];
      /**
       * @description The origins of pages that can use a publishable key. Empty for a secret key.
       * @example []
       */
      origins: components['schemas']['Origin'][];
      createdAt: components['schemas']['Instant'];
      /**
       * Format: date-time
       * @description When the key expires, in UTC. Absent if it doesn't expire.
       * @example 2027-11-21T09:30:00.000Z
       */
      expiresAt?: string;
      /**
       * Format: date-time
       * @description The minute in which the key was last used, in UTC. Updated within about a minute. Absent if it was never used.
       * @example 2026-11-21T09:30:00.000Z
       */
      lastUsedAt?: string;
      /**
       * Format: date-time
       * @description When the key was revoked, in UTC. Absent if it wasn't.
       * @example 2026-11-21T09:30:00.000Z
       */
      revokedAt?: string;
      /**
       * @description The ID of the key that replaced it by rotation. Absent if it wasn't rotated.
       * @example key_01jdyvbv7gen8t9pe8z5aav005
       */
      replacedById?: string;
      /**
       * Format: date-time
       * @description When a web page last sent this secret key, in UTC, updated at most once an hour. Anyone who saw the page may have the key.
       *     Absent if no page sent it.
       * @example 2026-11-21T09:30:00.000Z
       */
      exposedAt?: string;
      /**
       * @description The origin of that page, as reported by the caller.
       * @example https://www.example.edu
       */
      exposedOrigin?: string;
    };
    /**
     * @description A key to create.
     * @example {
     *       "kind": "secret",
     *       "name": "CRM synchronization",
     *       "scopes": [
     *         "directory:read"
     *       ]
     *     }
     */
    KeyCreate: {
      kind: components['schemas']['KeyKind'];
      name: components['schemas']['KeyName'];
      /**
       * @description Required for a secret key, and only allowed there. Can only include scopes the calling key has.
       * @example [
       *       "directory:read"
       *     ]
       */
      scopes?: components['schemas']['KeyScope'][];
      /**
       * @description Required for a publishable key, and only allowed there.
       * @example [
       *       "https://www.example.edu"
       *     ]
       */
      origins?: components['schemas']['Origin'][];
      expiresAt?: components['schemas']['ExpiresAt'];
    };
    /**
     * @description The message of `key.created`. A key was created.
     * @example {
     *       "type": "key.created",
     *       "timestamp": "2026-11-21T09:30:00.000Z",
     *       "data": {
     *         "id": "key_01jdyvbv7gen8t9pe8z5aav004",
     *         "kind": "secret",
     *         "name": "CRM synchronization",
     *         "ending": "dcba",
     *         "scopes": [
     *           "directory:read"
     *         ],
     *         "origins": [],
     *         "createdAt": "2026-11-21T09:30:00.000Z"
     *       }
     *     }
     */
    KeyCreated: {
      /**
       * @example key.created
       * @constant
       */
      type: 'key.created';
      timestamp: components['schemas']['WebhookTimestamp'];
      data: components['schemas']['Key'];
    };
    /**
     * @description The message of `key.exposed`. A page sent a secret key.
     * @example {
     *       "type": "key.exposed",
     *       "timestamp": "2026-11-21T09:30:00.000Z",
     *       "data": {
     *         "id": "key_01jdyvbv7gen8t9pe8z5aav004",
     *         "kind": "secret",
     *         "name": "CRM synchronization",
     *         "ending": "dcba",
     *         "scopes": [
     *           "directory:read"
     *         ],
     *         "origins": [],
     *         "createdAt": "2026-11-21T09:30:00.000Z"
     *       }
     *     }
     */
    KeyExposed: {
      /**
       * @example key.exposed
       * @constant
       */
      type: 'key.exposed';
      timestamp: components['schemas']['WebhookTimestamp'];
      data: components['schemas']['Key'];
    };
    /**
     * @description A key's ID (TypeID). This isn't the key's text.
     * @example key_01jdyvbv7gen8t9pe8z5aav004
     */
    KeyId: string;
    /**
     * @description `publishable` keys are safe in a browser and bound to origins. `secret` keys have scopes and are for calls from your servers.
     * @example secret
     * @enum {string}
     */
    KeyKind: 'publishable' | 'secret';
    /**
     * @description What the key is for, in your own words.
     * @example CRM synchronization
     */
    KeyName: string;
    /**
     * @description A page of keys.
     * @example {
     *       "data": [],
     *       "nextCursor": null
     *     }
     */
    KeyPage: {
      data: components['schemas']['Key'][];
      nextCursor: components['schemas']['NextCursor'];
    };
    /**
     * @description The message of `key.revoked`. A key was revoked.
     * @example {
     *       "type": "key.revoked",
     *       "timestamp": "2026-11-21T09:30:00.000Z",
     *       "data": {
     *         "id": "key_01jdyvbv7gen8t9pe8z5aav004",
     *         "kind": "secret",
     *         "name": "CRM synchronization",
     *         "ending": "dcba",
     *         "scopes": [
     *           "directory:read"
     *         ],
     *         "origins": [],
     *         "createdAt": "2026-11-21T09:30:00.000Z"
     *       }
     *     }
     */
    KeyRevoked: {
      /**
       * @example key.revoked
       * @constant
       */
      type: 'key.revoked';
      timestamp: components['schemas']['WebhookTimestamp'];
      data: components['schemas']['Key'];
    };
    /**
     * @description How to rotate a key.
     * @example {
     *       "overlapSeconds": 3600
     *     }
     */
    KeyRotate: {
      /**
       * @description How many seconds the old key keeps working. With 0, it stops working within a second.
       * @default 86400
       * @example 3600
       */
      overlapSeconds: number;
      /**
       * Format: date-time
       * @description When the new key expires, in the future. If you leave it out, the new key lasts as long as the old one was created to last, or
       *     doesn't expire if the old one had no expiry.
       * @example 2099-12-31T23:59:59.000Z
       */
      expiresAt?: string;
    };
    /**
     * @description The message of `key.rotated`. A key was rotated.
     * @example {
     *       "type": "key.rotated",
     *       "timestamp": "2026-11-21T09:30:00.000Z",
     *       "data": {
     *         "id": "key_01jdyvbv7gen8t9pe8z5aav004",
     *         "kind": "secret",
     *         "name": "CRM synchronization",
     *         "ending": "dcba",
     *         "scopes": [
     *           "directory:read"
     *         ],
     *         "origins": [],
     *         "createdAt": "2026-11-21T09:30:00.000Z"
     *       }
     *     }
     */
    KeyRotated: {
      /**
       * @example key.rotated
       * @constant
       */
      type: 'key.rotated';
      timestamp: components['schemas']['WebhookTimestamp'];
      data: components['schemas']['Key'];
    };
    /**
     * @description What a secret key can do. Give powerful scopes only to a key whose holder you would make an admin. Someone who signs in through a
     *     provider that was registered with a key needs an emailed code first if they can do more than that key.
     *
     *     - `audit:read`: read and export the audit log
     *     - `changes:read`: read the change feed, for the types that the key's other scopes allow
     *     - `claims:decide`: approve and reject claims, unlink a profile from a member, and set the auto-verified email domains
     *     - `claims:read`: see claims, the profiles that may match them, and the auto-verified email domains
     *     - `degrees:verify`: upload registrars' lists, which verify degrees, and see their results
     *     - `directory:private`: see private values, which only the person and the institution can see
     *     - `directory:read`: search and read the directory, as far as the caller can see it
     *     - `directory:write`: create, update, delete and undelete profiles
     *     - `keys:manage` (powerful): list, create, restrict, rotate and revoke keys
     *     - `members:read`: list members, invitations and bulk actions
     *     - `members:write` (powerful): invite members, change roles, and verify, ban and restore members
     *     - `sign_in:manage` (powerful): manage sign-in providers, which decide who is signed in as whom
     *     - `tasks:read`: see background work
     *     - `tasks:write`: run dead background work again, or delete it
     *     - `webhooks:manage`: manage webhook endpoints, for the types that the key's other scopes allow, and see what was sent
     * @example directory:read
     * @enum {string}
     */
    KeyScope:
      | 'audit:read'
      | 'changes:read'
      | 'claims:decide'
      | 'claims:read'
      | 'degrees:verify'
      | 'directory:private'
      | 'directory:read'
      | 'directory:write'
      | 'keys:manage'
      | 'members:read'
      | 'members:write'
      | 'sign_in:manage'
      | 'tasks:read'
      | 'tasks:write'
      | 'webhooks:manage';
    /**
     * @description The properties to change.
     * @example {
     *       "name": "CRM synchronization by night"
     *     }
     */
    KeyUpdate: {
      name?: components['schemas']['KeyName'];
      /**
       * @description The scopes that a secret key keeps.
       * @example [
       *       "directory:read"
       *     ]
       */
      scopes?: components['schemas']['KeyScope'][];
      /**
       * @description The new origins of a publishable key. Replaces the previous ones.
       * @example [
       *       "https://www.example.edu"
       *     ]
       */
      origins?: components['schemas']['Origin'][];
      expiresAt?: components['schemas']['ExpiresAt'];
    };
    /**
     * @description The message of `key.updated`. A key was restricted or renamed.
     * @example {
     *       "type": "key.updated",
     *       "timestamp": "2026-11-21T09:30:00.000Z",
     *       "data": {
     *         "id": "key_01jdyvbv7gen8t9pe8z5aav004",
     *         "kind": "secret",
     *         "name": "CRM synchronization",
     *         "ending": "dcba",
     *         "scopes": [
     *           "directory:read"
     *         ],
     *         "origins": [],
     *         "createdAt": "2026-11-21T09:30:00.000Z"
     *       }
     *     }
     */
    KeyUpdated: {
      /**
       * @example key.updated
       * @constant
       */
      type: 'key.updated';
      timestamp: components['schemas']['WebhookTimestamp'];
      data: components['schemas']['Key'];
    };
    /**
     * @description A web link on a person's profile.
     * @example {
     *       "label": "Homepage",
     *       "url": "https://example.org/~marie"
     *     }
     */
    Link: {
      /** @example Homepage */
      label?: string;
      /**
       * Format: web-address
       * @description An absolute http or https URL.
       * @example https://example.org/~marie
       */
      url: string;
    };
    /**
     * @description A person's account at the institution.
     * @example {
     *       "id": "mem_01jdyvbv7gen8t9pe8z5aav004",
     *       "email": "marie@example.org",
     *       "role": "alumnus",
     *       "status": "verified",
     *       "hasPassword": false,
     *       "createdAt": "2026-11-21T09:30:00.000Z"
     *     }
     */
    Member: {
      id: components['schemas']['MemberId'];
      email: components['schemas']['Email'];
      role: components['schemas']['MemberRole'];
      status: components['schemas']['MemberStatus'];
      profileId?: components['schemas']['ProfileId'];
      /**
       * @description Whether the member can sign in with a password.
       * @example false
       */
      hasPassword: boolean;
      createdAt: components['schemas']['Instant'];
      lastActiveAt?: components['schemas']['Instant'];
    };
    /**
     * @description The message of `member.banned`. A member was banned.
     * @example {
     *       "type": "member.banned",
     *       "timestamp": "2026-11-21T09:30:00.000Z",
     *       "data": {
     *         "id": "mem_01jdyvbv7gen8t9pe8z5aav004",
     *         "email": "marie@example.org",
     *         "role": "alumnus",
     *         "status": "banned",
     *         "hasPassword": false,
     *         "createdAt": "2026-11-21T09:30:00.000Z"
     *       }
     *     }
     */
    MemberBanned: {
      /**
       * @example member.banned
       * @constant
       */
      type: 'member.banned';
      timestamp: components['schemas']['WebhookTimestamp'];
      data: components['schemas']['Member'];
    };
    /**
     * @description The message of `member.created`. An account was created.
     * @example {
     *       "type": "member.created",
     *       "timestamp": "2026-11-21T09:30:00.000Z",
     *       "data": {
     *         "id": "mem_01jdyvbv7gen8t9pe8z5aav004",
     *         "email": "marie@example.org",
     *         "role": "alumnus",
     *         "status": "verified",
     *         "hasPassword": false,
     *         "createdAt": "2026-11-21T09:30:00.000Z"
     *       }
     *     }
     */
    MemberCreated: {
      /**
       * @example member.created
       * @constant
       */
      type: 'member.created';
      timestamp: components['schemas']['WebhookTimestamp'];
      data: components['schemas']['Member'];
    };
    /**
     * @description All members who match every given property, as in `listMembers`. At most 50,000.
     * @example {
     *       "status": "unverified",
     *       "q": "@example.edu"
     *     }
     */
    MemberFilter: {
      /**
       * @description Part of the email address.
       * @example @example.edu
       */
      q?: string;
      role?: components['schemas']['MemberRole'];
      status?: components['schemas']['MemberStatus'];
    };
    /**
     * @description A member's ID (TypeID).
     * @example mem_01jdyvbv7gen8t9pe8z5aav004
     */
    MemberId: string;
    /**
     * @description A page of members.
     * @example {
     *       "data": [
     *         {
     *           "id": "mem_01jdyvbv7gen8t9pe8z5aav004",
     *           "email": "marie@example.org",
     *           "role": "alumnus",
     *           "status": "verified",
     *           "hasPassword": false,
     *           "createdAt": "2026-11-21T09:30:00.000Z"
     *         }
     *       ],
     *       "nextCursor": null
     *     }
     */
    MemberPage: {
      data: components['schemas']['Member'][];
      nextCursor: components['schemas']['NextCursor'];
    };
    /**
     * @description The message of `member.restored`. A ban was lifted.
     * @example {
     *       "type": "member.restored",
     *       "timestamp": "2026-11-21T09:30:00.000Z",
     *       "data": {
     *         "id": "mem_01jdyvbv7gen8t9pe8z5aav004",
     *         "email": "marie@example.org",
     *         "role": "alumnus",
     *         "status": "verified",
     *         "hasPassword": false,
     *         "createdAt": "2026-11-21T09:30:00.000Z"
     *       }
     *     }
     */
    MemberRestored: {
      /**
       * @example member.restored
       * @constant
       */
      type: 'member.restored';
      timestamp: components['schemas']['WebhookTimestamp'];
      data: components['schemas']['Member'];
    };
    /**
     * @description Determines what a verified member can do. `docs/permissions.md` has the table.
     * @example alumnus
     * @enum {string}
     */
    MemberRole: 'student' | 'alumnus' | 'admin';
    /**
     * @description `unverified`: the email address is proven, but the institution hasn't confirmed yet that the person belongs here. `banned`: all
     *     requests are rejected.
     * @example verified
     * @enum {string}
     */
    MemberStatus: 'unverified' | 'verified' | 'banned';
    /**
     * @description The properties to change.
     * @example {
     *       "status": "verified"
     *     }
     */
    MemberUpdate: {
      role?: components['schemas']['MemberRole'];
      status?: components['schemas']['MemberStatus'];
    };
    /**
     * @description The message of `member.updated`. An account changed.
     * @example {
     *       "type": "member.updated",
     *       "timestamp": "2026-11-21T09:30:00.000Z",
     *       "data": {
     *         "id": "mem_01jdyvbv7gen8t9pe8z5aav004",
     *         "email": "marie@example.org",
     *         "role": "alumnus",
     *         "status": "verified",
     *         "hasPassword": false,
     *         "createdAt": "2026-11-21T09:30:00.000Z"
     *       }
     *     }
     */
    MemberUpdated: {
      /**
       * @example member.updated
       * @constant
       */
      type: 'member.updated';
      timestamp: components['schemas']['WebhookTimestamp'];
      data: components['schemas']['Member'];
    };
    /**
     * @description The message of `member.verified`. A member was verified.
     * @example {
     *       "type": "member.verified",
     *       "timestamp": "2026-11-21T09:30:00.000Z",
     *       "data": {
     *         "id": "mem_01jdyvbv7gen8t9pe8z5aav004",
     *         "email": "marie@example.org",
     *         "role": "alumnus",
     *         "status": "verified",
     *         "hasPassword": false,
     *         "createdAt": "2026-11-21T09:30:00.000Z"
     *       }
     *     }
     */
    MemberVerified: {
      /**
       * @example member.verified
       * @constant
       */
      type: 'member.verified';
      timestamp: components['schemas']['WebhookTimestamp'];
      data: components['schemas']['Member'];
    };
    /**
     * @description Pass it as `cursor` to get the next page. `null` on the last page.
     * @example null
     */
    NextCursor: string | null;
    /**
     * @description An operator's ID (TypeID).
     * @example op_01jdyvbv7gen8t9pe8z5aav006
     */
    OperatorId: string;
    /**
     * @description Any characters, including spaces.
     * @example nine lamps over the harbour wall
     */
    OperatorPassword: string;
    /**
     * @description The new password, and proof that you are the operator.
     * @example {
     *       "currentPassword": "nine lamps over the harbour wall",
     *       "code": "418007",
     *       "password": "eleven boats before the morning bell"
     *     }
     */
    OperatorPasswordChange: {
      /**
       * @description The current password.
       * @example nine lamps over the harbour wall
       */
      currentPassword: string;
      /**
       * @description The 6 digits that the authenticator app shows. Each code can be used once.
       * @example 418007
       */
      code: string;
      password: components['schemas']['OperatorPassword'];
    };
    /**
     * @description A session of an operator.
     * @example {
     *       "id": "ops_01jdyvbv7gen8t9pe8z5aav008",
     *       "signedInAt": "2026-11-21T09:30:00.000Z",
     *       "lastUsedAt": "2026-11-21T09:41:00.000Z",
     *       "endsAt": "2026-11-21T10:11:00.000Z",
     *       "current": true
     *     }
     */
    OperatorSession: {
      id: components['schemas']['OperatorSessionId'];
      signedInAt: components['schemas']['Instant'];
      /** @description When the session was last used, to the minute. */
      lastUsedAt: components['schemas']['Instant'];
      /** @description When the session ends if it isn't used again. */
      endsAt: components['schemas']['Instant'];
      /**
       * @description Whether this request belongs to the session.
       * @example true
       */
      current: boolean;
    };
    /**
     * @description The ID of an operator's session (TypeID).
     * @example ops_01jdyvbv7gen8t9pe8z5aav008
     */
    OperatorSessionId: string;
    /**
     * @description An operator's sessions.
     * @example {
     *       "data": [
     *         {
     *           "id": "ops_01jdyvbv7gen8t9pe8z5aav008",
     *           "signedInAt": "2026-11-21T09:30:00.000Z",
     *           "lastUsedAt": "2026-11-21T09:41:00.000Z",
     *           "endsAt": "2026-11-21T10:11:00.000Z",
     *           "current": true
     *         }
     *       ]
     *     }
     */
    OperatorSessionList: {
      data: components['schemas']['OperatorSession'][];
    };
    /**
     * @description A set-up code, and the password to set.
     * @example {
     *       "setUpCode": "hsu_01jdyvbv7gen8t9pe8z5aav006_4e0f2a4e0f2a4e0f2a4e0f2a4e0f2a4e0f2a4e0f",
     *       "password": "nine lamps over the harbour wall"
     *     }
     */
    OperatorSetUp: {
      /**
       * @description The set-up code printed by the command line.
       * @example hsu_01jdyvbv7gen8t9pe8z5aav006_4e0f2a4e0f2a4e0f2a4e0f2a4e0f2a4e0f2a4e0f
       */
      setUpCode: string;
      password: components['schemas']['OperatorPassword'];
    };
    /**
     * @description The set-up code, and a code from the authenticator app.
     * @example {
     *       "setUpCode": "hsu_01jdyvbv7gen8t9pe8z5aav006_4e0f2a4e0f2a4e0f2a4e0f2a4e0f2a4e0f2a4e0f",
     *       "code": "418007"
     *     }
     */
    OperatorSetUpConfirmation: {
      setUpCode: components['schemas']['SetUpCode'];
      /**
       * @description The 6 digits that the authenticator app shows.
       * @example 418007
       */
      code: string;
    };
    /**
     * @description The operator's credentials.
     * @example {
     *       "email": "ada@example.org",
     *       "password": "nine lamps over the harbour wall",
     *       "code": "418007"
     *     }
     */
    OperatorSignIn: {
      email: components['schemas']['Email'];
      /**
       * @description The operator's password.
       * @example nine lamps over the harbour wall
       */
      password: string;
      /**
       * @description The 6 digits that the authenticator app shows. Each code can be used once.
       * @example 418007
       */
      code: string;
    };
    /**
     * @description An operator's new session.
     * @example {
     *       "token": "hop_01jdyvbv7gen8t9pe8z5aav008_a3f5c2a3f5c2a3f5c2a3f5c2a3f5c2a3f5c2a3f5c2a3f5c2a3f5c2a3f5c2a3f5c2a3",
     *       "operatorId": "op_01jdyvbv7gen8t9pe8z5aav006",
     *       "expiresAt": "2026-11-21T17:30:00.000Z"
     *     }
     */
    OperatorSignedIn: {
      /**
       * @description Send it with each request as `Authorization: Bearer hop_…`.
       * @example hop_01jdyvbv7gen8t9pe8z5aav008_a3f5c2a3f5c2a3f5c2a3f5c2a3f5c2a3f5c2a3f5c2a3f5c2a3f5c2a3f5c2a3f5c2a3
       */
      token: string;
      operatorId: components['schemas']['OperatorId'];
      expiresAt: components['schemas']['Instant'];
    };
    /**
     * @description The origin of a page as browsers send it, such as `https://www.example.edu`. It can have one `*`, for subdomains
     *     (`https://*.example.edu`) or for ports (`http://localhost:*`). Subdomains of a public suffix (`https://*.co.uk`,
     *     `https://*.github.io`) are rejected, because anyone can register names there.
     * @example https://www.example.edu
     */
    Origin: string;
    /**
     * @description The properties to change. Properties you leave out stay as they are; `null` clears a property.
     * @example {
     *       "company": "Radium Institute",
     *       "audiences": {
     *         "company": "members",
     *         "city": "private"
     *       }
     *     }
     */
    OwnProfileUpdate: {
      /**
       * @description The name to show. Defaults to the given and family name.
       * @example Marie Curie
       */
      displayName?: string | null;
      /**
       * @example [
       *       "Maria Skłodowska"
       *     ]
       */
      otherNames?: string[] | null;
      /** @example Sorbonne University */
      company?: string | null;
      /** @example Professor */
      title?: string | null;
      /** @example Research */
      industry?: string | null;
      /** @example Paris */
      city?: string | null;
      /** @example France */
      country?: string | null;
      /**
       * @example [
       *       "Radiochemistry"
       *     ]
       */
      skills?: string[] | null;
      /** @example Pioneer of radioactivity */
      headline?: string | null;
      /** @example Born in Warsaw. */
      bio?: string | null;
      links?: components['schemas']['Link'][] | null;
      audiences?: components['schemas']['Audiences'];
      /**
       * @description The version you read. If the profile has changed since, nothing is written and the update fails with `conflict`: get the profile again. If you leave it out, your changes overwrite earlier ones.
       * @example 3
       */
      version?: number;
    };
    /**
     * @description The new password, and the current one if the sign-in isn't recent.
     * @example {
     *       "password": "pitchblende in a wooden shed"
     *     }
     */
    PasswordChange: {
      /**
       * @description Any characters, including spaces.
       * @example pitchblende in a wooden shed
       */
      password: string;
      /** @example the radium institute 1914 */
      currentPassword?: string;
    };
    /**
     * @description An email address and its password.
     * @example {
     *       "email": "marie@example.org",
     *       "password": "pitchblende in a wooden shed"
     *     }
     */
    PasswordSignIn: {
      email: components['schemas']['Email'];
      /** @example pitchblende in a wooden shed */
      password: string;
      deviceName?: components['schemas']['DeviceName'];
    };
    /**
     * @description The changes that the consumer hasn't acknowledged yet, as far as you can see them.
     * @example {
     *       "value": 12,
     *       "relation": "exact",
     *       "oldestAt": "2026-11-21T09:30:00.000Z"
     *     }
     */
    PendingChanges: {
      /**
       * @description The number of changes.
       * @example 12
       */
      value: number;
      /**
       * @description `atLeast` if there were too many to count exactly.
       * @example exact
       * @enum {string}
       */
      relation: 'exact' | 'atLeast';
      oldestAt?: components['schemas']['Instant'];
    };
    /**
     * @description A position in an institution's change log. Positions are opaque: two strings can stand for the same position, so don't compare them.
     *     Store the position exactly as you received it. Positions from earlier versions (22 characters) stay valid.
     * @example pVcR1r0nQx7o2ZcJb0d9mF3sT6uXyA4kE8hLwGiNQOq5Bz1vKMfDpYtWjUaHeSrCIl2-9g
     */
    Position: string;
    /**
     * @description What went wrong, as problem details (RFC 9457).
     * @example {
     *       "type": "/docs/errors#not_found",
     *       "title": "Not found",
     *       "status": 404,
     *       "detail": "No such profile.",
     *       "code": "not_found",
     *       "requestId": "01939f7e-6cf0-7d43-a6c7-26f5b7f3f001"
     *     }
     */
    Problem: {
      /**
       * Format: uri-reference
       * @description Where this kind of problem is documented.
       * @example /docs/errors#not_found
       */
      type: string;
      /**
       * @description A short title, the same for every problem with this code.
       * @example Not found
       */
      title: string;
      /**
       * @description The HTTP status code.
       * @example 404
       */
      status: number;
      /**
       * @description What went wrong in this case, and how to fix it.
       * @example No such profile.
       */
      detail?: string;
      code: components['schemas']['ProblemCode'];
      /** @description The invalid fields and parameters. */
      errors?: components['schemas']['FieldError'][];
      /**
       * @description With `link_code_needed`, the challenge to send when you redeem the emailed code.
       * @example 01jdyvbv7gen8t9pe8z5aav009.c2lnbmF0dXJlb2Zjb2RlMQ
       */
      challenge?: string;
      /**
       * @description Identifies this request in the server's logs. Also sent in the `Request-Id` header.
       * @example 01939f7e-6cf0-7d43-a6c7-26f5b7f3f001
       */
      requestId: string;
    };
    /**
     * @description The stable code of the problem. New codes can be added; treat one you don't know according to its `status`.
     * @example not_found
     * @enum {string}
     */
    ProblemCode:
      | 'already_invited'
      | 'already_member'
      | 'body_too_large'
      | 'claim_decided'
      | 'claim_pending'
      | 'conflict'
      | 'consumer_not_granted'
      | 'email_not_verified'
      | 'email_taken'
      | 'expired_key'
      | 'expired_token'
      | 'external_id_taken'
      | 'headers_too_large'
      | 'idempotency_in_flight'
      | 'idempotency_key_reused'
      | 'identity_conflict'
      | 'internal_error'
      | 'invalid_code'
      | 'invalid_credentials'
      | 'invalid_cursor'
      | 'invalid_id'
      | 'invalid_image'
      | 'invalid_key'
      | 'invalid_position'
      | 'invalid_request'
      | 'invalid_sign_in_grant'
      | 'invalid_sign_in_state'
      | 'invalid_subject_token'
      | 'invalid_token'
      | 'invitation_ended'
      | 'issuer_taken'
      | 'key_kind_not_allowed'
      | 'key_replaced'
      | 'last_admin'
      | 'last_managing_key'
      | 'link_code_needed'
      | 'malformed_json'
      | 'member_banned'
      | 'method_not_allowed'
      | 'missing_key'
      | 'missing_permission'
      | 'missing_scope'
      | 'missing_token'
      | 'no_profile'
      | 'not_claimable'
      | 'not_found'
      | 'not_runnable'
      | 'origin_not_allowed'
      | 'position_expired'
      | 'profile_taken'
      | 'recent_sign_in_needed'
      | 'secret_key_in_browser'
      | 'session_ended'
      | 'sign_in_cancelled'
      | 'sign_in_code_needed'
      | 'sign_in_provider_failed'
      | 'slug_taken'
      | 'task_not_dead'
      | 'too_many_requests'
      | 'too_many_sign_in_providers'
      | 'too_many_webhook_endpoints'
      | 'unavailable'
      | 'unknown_change_type'
      | 'unsupported_media_type'
      | 'weak_password'
      | 'webhook_endpoint_disabled'
      | 'webhook_url_refused';
    /**
     * @description A person in the directory. Properties that have no value, or that you can't see, are absent.
     * @example {
     *       "id": "prof_01jdyvbv7gen8t9pe8z5aav002",
     *       "givenName": "Marie",
     *       "familyName": "Curie",
     *       "displayName": "Marie Curie",
     *       "otherNames": [],
     *       "degrees": [],
     *       "skills": [],
     *       "links": [],
     *       "company": "Sorbonne University"
     *     }
     */
    Profile: {
      id: components['schemas']['ProfileId'];
      /**
       * @description The person's ID in the institution's own register. Visible to the `private` audience only.
       * @example 6
       */
      externalId?: string;
      /**
       * @description If the profile has a chosen `displayName`, visible to the `private` audience only.
       * @example Marie
       */
      givenName?: string;
      /**
       * @description If the profile has a chosen `displayName`, visible to the `private` audience only.
       * @example Curie
       */
      familyName?: string;
      /** @example Marie Curie */
      displayName: string;
      /**
       * @example [
       *       "Maria Skłodowska"
       *     ]
       */
      otherNames: string[];
      /** @description The person's degrees, with the primary one first. */
      degrees: components['schemas']['Degree'][];
      /** @example Sorbonne University */
      company?: string;
      /** @example Professor */
      title?: string;
      /** @example Research */
      industry?: string;
      /** @example Paris */
      city?: string;
      /** @example France */
      country?: string;
      /**
       * @example [
       *       "Radiochemistry"
       *     ]
       */
      skills: string[];
      /** @example Pioneer of radioactivity */
      headline?: string;
      /** @example Born in Warsaw. */
      bio?: string;
      links: components['schemas']['Link'][];
      /**
       * @description The URL of the photo. A stored photo is at most 1,024 pixels wide and high. Its URL works for at least 10 minutes, or for a day if the photo is public, as long as you can see the photo. Get the profile again for a new URL.
       * @example https://example.org/marie.jpg
       */
      photoUrl?: string;
      /** @example marie@example.org */
      email?: string;
      /**
       * @description Visible to the `private` audience only.
       * @example 1867-11-07
       */
      birthDate?: string;
      audiences?: components['schemas']['Audiences'];
      /** @description Who can see each field that isn't in `audiences`. Visible to the `private` audience only. */
      audienceDefaults?: components['schemas']['Audiences'];
      /**
       * @description Increases with each write, and is included in changes. Visible to the `private` audience only.
       * @example 3
       */
      version?: number;
      createdAt?: components['schemas']['Instant'];
      updatedAt?: components['schemas']['Instant'];
    };
    /**
     * @description A person to add. Send at least one of `givenName`, `familyName` and `displayName`.
     * @example {
     *       "externalId": "6",
     *       "givenName": "Marie",
     *       "familyName": "Curie",
     *       "degrees": [
     *         {
     *           "batchYear": 1911,
     *           "department": "Chemistry"
     *         }
     *       ],
     *       "company": "Sorbonne University"
     *     }
     */
    ProfileCreate: {
      /**
       * @description The person's ID in the institution's own register, unique within the institution.
       * @example 6
       */
      externalId?: string;
      /** @example Marie */
      givenName?: string;
      /** @example Curie */
      familyName?: string;
      /**
       * @description The name to show. Defaults to the given and family name. If it is set, only the `private` audience sees those two.
       * @example Marie Curie
       */
      displayName?: string;
      /**
       * @description Maiden names, nicknames, and names in other scripts.
       * @example [
       *       "Maria Skłodowska"
       *     ]
       */
      otherNames?: string[];
      degrees?: components['schemas']['DegreeWrite'][];
      /** @example Sorbonne University */
      company?: string;
      /** @example Professor */
      title?: string;
      /** @example Research */
      industry?: string;
      /** @example Paris */
      city?: string;
      /** @example France */
      country?: string;
      /**
       * @example [
       *       "Radiochemistry"
       *     ]
       */
      skills?: string[];
      /** @example Pioneer of radioactivity */
      headline?: string;
      /** @example Born in Warsaw. */
      bio?: string;
      links?: components['schemas']['Link'][];
      /**
       * Format: web-address
       * @description The URL of a photo elsewhere. To store a photo here, upload it with `putProfilePhoto`.
       * @example https://example.org/marie.jpg
       */
      photoUrl?: string;
      /**
       * Format: idn-email
       * @description A domain such as `bücher.example` is stored and returned in its ASCII form, `xn--bcher-kva.example`.
       * @example marie@example.org
       */
      email?: string;
      /**
       * Format: date
       * @description Used to check who claims the profile. Visible to the `private` audience only.
       * @example 1867-11-07
       */
      birthDate?: string;
      audiences?: components['schemas']['Audiences'];
    };
    /**
     * @description The message of `profile.created`. A profile was added.
     * @example {
     *       "type": "profile.created",
     *       "timestamp": "2026-11-21T09:30:00.000Z",
     *       "data": {
     *         "id": "prof_01jdyvbv7gen8t9pe8z5aav002",
     *         "givenName": "Marie",
     *         "familyName": "Curie",
     *         "displayName": "Marie Curie",
     *         "otherNames": [],
     *         "degrees": [],
     *         "skills": [],
     *         "links": [],
     *         "company": "Sorbonne University"
     *       }
     *     }
     */
    ProfileCreated: {
      /**
       * @example profile.created
       * @constant
       */
      type: 'profile.created';
      timestamp: components['schemas']['WebhookTimestamp'];
      data: components['schemas']['Profile'];
    };
    /**
     * @description The message of `profile.deleted`. A profile was removed.
     * @example {
     *       "type": "profile.deleted",
     *       "timestamp": "2026-11-21T09:30:00.000Z",
     *       "data": {
     *         "id": "prof_01jdyvbv7gen8t9pe8z5aav002"
     *       }
     *     }
     */
    ProfileDeleted: {
      /**
       * @example profile.deleted
       * @constant
       */
      type: 'profile.deleted';
      timestamp: components['schemas']['WebhookTimestamp'];
      data: components['schemas']['GoneProfile'];
    };
    /**
     * @description A profile's ID (TypeID).
     * @example prof_01jdyvbv7gen8t9pe8z5aav002
     */
    ProfileId: string;
    /**
     * @description The profiles, in the order requested.
     * @example {
     *       "data": []
     *     }
     */
    ProfileList: {
      data: components['schemas']['Profile'][];
    };
    /**
     * @description The message of `profile.undeleted`. A profile was undeleted.
     * @example {
     *       "type": "profile.undeleted",
     *       "timestamp": "2026-11-21T09:30:00.000Z",
     *       "data": {
     *         "id": "prof_01jdyvbv7gen8t9pe8z5aav002",
     *         "givenName": "Marie",
     *         "familyName": "Curie",
     *         "displayName": "Marie Curie",
     *         "otherNames": [],
     *         "degrees": [],
     *         "skills": [],
     *         "links": [],
     *         "company": "Sorbonne University"
     *       }
     *     }
     */
    ProfileUndeleted: {
      /**
       * @example profile.undeleted
       * @constant
       */
      type: 'profile.undeleted';
      timestamp: components['schemas']['WebhookTimestamp'];
      data: components['schemas']['Profile'];
    };
    /**
     * @description The properties to change. Properties you leave out stay as they are; `null` clears a property.
     * @example {
     *       "company": "Radium Institute",
     *       "city": null
     *     }
     */
    ProfileUpdate: {
      /** @example 6 */
      externalId?: string | null;
      /** @example Marie */
      givenName?: string | null;
      /** @example Curie */
      familyName?: string | null;
      /** @example Marie Curie */
      displayName?: string | null;
      /**
       * @example [
       *       "Maria Skłodowska"
       *     ]
       */
      otherNames?: string[] | null;
      degrees?: components['schemas']['DegreeWrite'][] | null;
      /** @example Sorbonne University */
      company?: string | null;
      /** @example Professor */
      title?: string | null;
      /** @example Research */
      industry?: string | null;
      /** @example Paris */
      city?: string | null;
      /** @example France */
      country?: string | null;
      /**
       * @example [
       *       "Radiochemistry"
       *     ]
       */
      skills?: string[] | null;
      /** @example Pioneer of radioactivity */
      headline?: string | null;
      /** @example Born in Warsaw. */
      bio?: string | null;
      links?: components['schemas']['Link'][] | null;
      /**
       * Format: web-address
       * @description The URL of a photo elsewhere, which replaces a stored photo. If you send back the URL of this profile's stored photo, the photo stays.
       * @example https://example.org/marie.jpg
       */
      photoUrl?: string | null;
      /**
       * Format: idn-email
       * @example marie@example.org
       */
      email?: string | null;
      /**
       * Format: date
       * @example 1867-11-07
       */
      birthDate?: string | null;
      audiences?: components['schemas']['Audiences'];
    };
    /**
     * @description The message of `profile.updated`. A profile changed.
     * @example {
     *       "type": "profile.updated",
     *       "timestamp": "2026-11-21T09:30:00.000Z",
     *       "data": {
     *         "id": "prof_01jdyvbv7gen8t9pe8z5aav002",
     *         "givenName": "Marie",
     *         "familyName": "Curie",
     *         "displayName": "Marie Curie",
     *         "otherNames": [],
     *         "degrees": [],
     *         "skills": [],
     *         "links": [],
     *         "company": "Sorbonne University"
     *       }
     *     }
     */
    ProfileUpdated: {
      /**
       * @example profile.updated
       * @constant
       */
      type: 'profile.updated';
      timestamp: components['schemas']['WebhookTimestamp'];
      data: components['schemas']['Profile'];
    };
    /**
     * @description A field of a profile.
     * @example name
     * @enum {string}
     */
    PublicField:
      | 'name'
      | 'otherNames'
      | 'degrees'
      | 'company'
      | 'title'
      | 'industry'
      | 'city'
      | 'country'
      | 'skills'
      | 'headline'
      | 'bio'
      | 'links'
      | 'photoUrl'
      | 'email';
    /**
     * @description A public key (RFC 7517). Properties that aren't listed here aren't stored.
     * @example {
     *       "kty": "EC",
     *       "crv": "P-256",
     *       "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
     *       "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
     *       "kid": "site-2026"
     *     }
     */
    PublicKey: {
      /**
       * @example EC
       * @enum {string}
       */
      kty: 'EC' | 'RSA' | 'OKP';
      /**
       * @description Identifies the key in tokens.
       * @example site-2026
       */
      kid?: string;
      /** @example ES256 */
      alg?: string;
      /** @example sig */
      use?: string;
      /** @example P-256 */
      crv?: string;
      /** @example f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU */
      x?: string;
      /** @example x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0 */
      y?: string;
      /**
       * @description The modulus of an RSA key.
       * @example sXchDaQebHnPiGvyDOAT4saGEUetSyo9MKLOoWFsueri
       */
      n?: string;
      /**
       * @description The exponent of an RSA key.
       * @example AQAB
       */
      e?: string;
    };
    /**
     * @description The public keys that verify tokens (RFC 7517). Private and symmetric keys are rejected.
     * @example {
     *       "keys": [
     *         {
     *           "kty": "EC",
     *           "crv": "P-256",
     *           "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
     *           "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
     *           "kid": "site-2026"
     *         }
     *       ]
     *     }
     */
    PublicKeySet: {
      /** @description All keys that may have signed a current token. Add a new key before you sign with it. */
      keys: components['schemas']['PublicKey'][];
    };
    /**
     * @description The response to a write when your key can't read the object: its ID, and its version if it has one. To get the whole object, add the
     *     scope for reading it to your key.
     * @example {
     *       "id": "prof_01jdyvbv7gen8t9pe8z5aav002",
     *       "version": 3
     *     }
     */
    Reference: {
      /**
       * @description The object's ID.
       * @example prof_01jdyvbv7gen8t9pe8z5aav002
       */
      id: string;
      /**
       * @description Increases with each change.
       * @example 3
       */
      version?: number;
    };
    /**
     * @description Opaque. Anyone who has it can act as the member until the session ends, so keep it where other pages can't read it.
     * @example hrt_01jdyvbv7gen8t9pe8z5aav001_01jdyvbv7gen8t9pe8z5aav005_1_a3f5c2a3f5c2a3f5c2a3f5c2a3f5c2a3f5c2a3f5c2a3f5c2a3f5c2a3f5c2a3f5
     */
    RefreshToken: string;
    /**
     * @description A refresh token.
     * @example {
     *       "refreshToken": "hrt_01jdyvbv7gen8t9pe8z5aav001_01jdyvbv7gen8t9pe8z5aav005_1_a3f5c2a3f5c2a3f5c2a3f5c2a3f5c2a3f5c2a3f5c2a3f5c2a3f5c2a3f5c2a3f5"
     *     }
     */
    RefreshTokenUse: {
      refreshToken: components['schemas']['RefreshToken'];
    };
    /**
     * Format: web-address
     * @description A page's http or https URL.
     * @example https://www.example.edu/alumni
     */
    ReturnAddress: string;
    /**
     * @description What an authenticator app needs.
     * @example {
     *       "totpSecret": "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ",
     *       "totpAddress": "otpauth://totp/Homecoming%20operators%3Aada%40example.org?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Homecoming%20operators&digits=6&period=30"
     *     }
     */
    SecondFactor: {
      /**
       * @description The secret in Base32 (RFC 4648), to type into the app.
       * @example GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ
       */
      totpSecret: string;
      /**
       * @description The `otpauth://` URL with the secret, to show as a QR code.
       * @example otpauth://totp/Homecoming%20operators%3Aada%40example.org?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Homecoming%20operators&digits=6&period=30
       */
      totpAddress: string;
    };
    /**
     * @description A session that was opened by signing in.
     * @example {
     *       "id": "ses_01jdyvbv7gen8t9pe8z5aav005",
     *       "current": true,
     *       "method": "code",
     *       "deviceName": "Firefox on Linux",
     *       "signedInAt": "2026-11-21T09:30:00.000Z",
     *       "lastUsedAt": "2026-11-21T09:45:00.000Z",
     *       "expiresAt": "2026-12-21T09:45:00.000Z"
     *     }
     */
    Session: {
      id: components['schemas']['SessionId'];
      /**
       * @description Whether this request belongs to the session.
       * @example true
       */
      current: boolean;
      /**
       * @description How the session was opened: with an emailed code, a password, an OpenID Connect provider, or a token from the host site.
       * @example code
       * @enum {string}
       */
      method: 'code' | 'password' | 'oidc' | 'host';
      deviceName?: components['schemas']['DeviceName'];
      signedInAt: components['schemas']['Instant'];
      lastUsedAt: components['schemas']['Instant'];
      expiresAt: components['schemas']['Instant'];
    };
    /**
     * @description A session's ID (TypeID).
     * @example ses_01jdyvbv7gen8t9pe8z5aav005
     */
    SessionId: string;
    /**
     * @description A list of sessions.
     * @example {
     *       "data": [
     *         {
     *           "id": "ses_01jdyvbv7gen8t9pe8z5aav005",
     *           "current": true,
     *           "method": "code",
     *           "signedInAt": "2026-11-21T09:30:00.000Z",
     *           "lastUsedAt": "2026-11-21T09:45:00.000Z",
     *           "expiresAt": "2026-12-21T09:45:00.000Z"
     *         }
     *       ]
     *     }
     */
    SessionList: {
      data: components['schemas']['Session'][];
    };
    /**
     * @description The set-up code printed by the command line.
     * @example hsu_01jdyvbv7gen8t9pe8z5aav006_4e0f2a4e0f2a4e0f2a4e0f2a4e0f2a4e0f2a4e0f
     */
    SetUpCode: string;
    /**
     * @description BASE64URL(SHA-256(verifier)), without padding.
     * @example E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM
     */
    SignInChallenge: string;
    /**
     * @description A provider to offer on a sign-in page.
     * @example {
     *       "id": "sip_01jdyvbv7gen8t9pe8z5aav006",
     *       "name": "University account"
     *     }
     */
    SignInChoice: {
      id: components['schemas']['SignInProviderId'];
      name: components['schemas']['SignInProviderName'];
    };
    /**
     * @description The providers to offer on a sign-in page.
     * @example {
     *       "data": [
     *         {
     *           "id": "sip_01jdyvbv7gen8t9pe8z5aav006",
     *           "name": "University account"
     *         }
     *       ]
     *     }
     */
    SignInChoices: {
      data: components['schemas']['SignInChoice'][];
    };
    /**
     * @description A provider that vouches for the institution's people.
     * @example {
     *       "id": "sip_01jdyvbv7gen8t9pe8z5aav006",
     *       "kind": "oidc",
     *       "name": "University account",
     *       "issuer": "https://login.example.edu",
     *       "clientId": "homecoming",
     *       "hasClientSecret": true,
     *       "redirectUri": "https://alumni.example.edu/v1/auth/oidc/sip_01jdyvbv7gen8t9pe8z5aav006/callback",
     *       "trustsEmail": true,
     *       "enabled": true,
     *       "createdAt": "2026-11-21T09:30:00.000Z",
     *       "updatedAt": "2026-11-21T09:30:00.000Z"
     *     }
     */
    SignInProvider: {
      id: components['schemas']['SignInProviderId'];
      kind: components['schemas']['SignInProviderKind'];
      name: components['schemas']['SignInProviderName'];
      issuer: components['schemas']['Issuer'];
      clientId?: components['schemas']['ClientId'];
      /**
       * @description For `oidc` providers: whether a client secret is stored.
       * @example true
       */
      hasClientSecret?: boolean;
      /**
       * @description For `oidc` providers: the redirect URI to register with the provider.
       * @example https://alumni.example.edu/v1/auth/oidc/sip_01jdyvbv7gen8t9pe8z5aav006/callback
       */
      redirectUri?: string;
      jwks?: components['schemas']['PublicKeySet'];
      jwksUrl?: components['schemas']['JwksUrl'];
      /**
       * @description For `host` providers: the `aud` that its tokens must have.
       * @example https://alumni.example.edu/northbridge
       */
      audience?: string;
      trustsEmail: components['schemas']['TrustsEmail'];
      trustsUnverifiedEmail?: components['schemas']['TrustsUnverifiedEmail'];
      /**
       * @description Whether people can sign in with the provider.
       * @example true
       */
      enabled: boolean;
      createdAt: components['schemas']['Instant'];
      updatedAt: components['schemas']['Instant'];
    };
    /**
     * @description A provider to create. `clientId` and `clientSecret` are for `oidc`; either `jwks` or `jwksUrl` is for `host`.
     * @example {
     *       "kind": "oidc",
     *       "name": "University account",
     *       "issuer": "https://login.example.edu",
     *       "clientId": "homecoming",
     *       "clientSecret": "9f86d081884c7d659a2feaa0c55ad015"
     *     }
     */
    SignInProviderCreate: {
      kind: components['schemas']['SignInProviderKind'];
      name: components['schemas']['SignInProviderName'];
      issuer: components['schemas']['Issuer'];
      clientId?: components['schemas']['ClientId'];
      clientSecret?: components['schemas']['ClientSecret'];
      jwks?: components['schemas']['PublicKeySet'];
      jwksUrl?: components['schemas']['JwksUrl'];
      /**
       * @description See `trustsEmail` of the provider.
       * @default true
       * @example true
       */
      trustsEmail: boolean;
      trustsUnverifiedEmail?: components['schemas']['TrustsUnverifiedEmail'];
      /**
       * @description Whether people can sign in with the provider.
       * @default true
       * @example true
       */
      enabled: boolean;
    };
    /**
     * @description A sign-in provider's ID (TypeID).
     * @example sip_01jdyvbv7gen8t9pe8z5aav006
     */
    SignInProviderId: string;
    /**
     * @description `oidc` is an OpenID Connect provider. `host` is your own site, with tokens it signs.
     * @example oidc
     * @enum {string}
     */
    SignInProviderKind: 'oidc' | 'host';
    /**
     * @description A list of sign-in providers.
     * @example {
     *       "data": [
     *         {
     *           "id": "sip_01jdyvbv7gen8t9pe8z5aav006",
     *           "kind": "oidc",
     *           "name": "University account",
     *           "issuer": "https://login.example.edu",
     *           "clientId": "homecoming",
     *           "hasClientSecret": true,
     *           "redirectUri": "https://alumni.example.edu/v1/auth/oidc/sip_01jdyvbv7gen8t9pe8z5aav006/callback",
     *           "trustsEmail": true,
     *           "enabled": true,
     *           "createdAt": "2026-11-21T09:30:00.000Z",
     *           "updatedAt": "2026-11-21T09:30:00.000Z"
     *         }
     *       ]
     *     }
     */
    SignInProviderList: {
      data: components['schemas']['SignInProvider'][];
    };
    /**
     * @description The name people know it by, shown on the sign-in button.
     * @example University account
     */
    SignInProviderName: string;
    /**
     * @description The properties to change. `jwks` and `jwksUrl` replace each other.
     * @example {
     *       "name": "Staff and students"
     *     }
     */
    SignInProviderUpdate: {
      name?: components['schemas']['SignInProviderName'];
      clientId?: components['schemas']['ClientId'];
      clientSecret?: components['schemas']['ClientSecret'];
      jwks?: components['schemas']['PublicKeySet'];
      jwksUrl?: components['schemas']['JwksUrl'];
      trustsEmail?: components['schemas']['TrustsEmail'];
      trustsUnverifiedEmail?: components['schemas']['TrustsUnverifiedEmail'];
      /**
       * @description Whether people can sign in with the provider.
       * @example true
       */
      enabled?: boolean;
    };
    /**
     * @description A session's tokens, and the member they belong to.
     * @example {
     *       "accessToken": "eyJhbGciOiJFUzI1NiIsInR5cCI6ImF0K2p3dCJ9.eyJzdWIiOiJtZW1fMDEifQ.c2lnbmF0dXJl",
     *       "expiresIn": 900,
     *       "refreshToken": "hrt_01jdyvbv7gen8t9pe8z5aav001_01jdyvbv7gen8t9pe8z5aav005_1_a3f5c2a3f5c2a3f5c2a3f5c2a3f5c2a3f5c2a3f5c2a3f5c2a3f5c2a3f5c2a3f5",
     *       "member": {
     *         "id": "mem_01jdyvbv7gen8t9pe8z5aav004",
     *         "email": "marie@example.org",
     *         "role": "alumnus",
     *         "status": "verified",
     *         "hasPassword": false,
     *         "createdAt": "2026-11-21T09:30:00.000Z"
     *       }
     *     }
     */
    SignedIn: {
      /**
       * @description A JWT (RFC 9068). Send it as `Authorization: Bearer …` with the publishable key.
       * @example eyJhbGciOiJFUzI1NiIsInR5cCI6ImF0K2p3dCJ9.eyJzdWIiOiJtZW1fMDEifQ.c2lnbmF0dXJl
       */
      accessToken: string;
      /**
       * @description How many seconds the access token is valid for.
       * @example 900
       */
      expiresIn: number;
      refreshToken: components['schemas']['RefreshToken'];
      member: components['schemas']['Member'];
    };
    /**
     * @description The public part of a key (RFC 7517, RFC 7518).
     * @example {
     *       "kty": "EC",
     *       "crv": "P-256",
     *       "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
     *       "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
     *       "kid": "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs",
     *       "alg": "ES256",
     *       "use": "sig"
     *     }
     */
    SigningKey: {
      /**
       * @example EC
       * @enum {string}
       */
      kty: 'EC';
      /**
       * @example P-256
       * @enum {string}
       */
      crv: 'P-256';
      /** @example f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU */
      x: string;
      /** @example x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0 */
      y: string;
      /**
       * @description The key's thumbprint (RFC 7638).
       * @example NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs
       */
      kid: string;
      /**
       * @example ES256
       * @enum {string}
       */
      alg: 'ES256';
      /**
       * @example sig
       * @enum {string}
       */
      use: 'sig';
    };
    /**
     * @description A JSON Web Key Set (RFC 7517).
     * @example {
     *       "keys": [
     *         {
     *           "kty": "EC",
     *           "crv": "P-256",
     *           "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
     *           "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
     *           "kid": "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs",
     *           "alg": "ES256",
     *           "use": "sig"
     *         }
     *       ]
     *     }
     */
    SigningKeySet: {
      /** @description The key that signs tokens now, the one that will sign next, and those whose tokens may still be valid. */
      keys: components['schemas']['SigningKey'][];
    };
    /**
     * @description A new impersonation, with its token.
     * @example {
     *       "id": "imp_01jdyvbv7gen8t9pe8z5aav007",
     *       "institutionId": "inst_01jdyvbv7gen8t9pe8z5aav001",
     *       "memberId": "mem_01jdyvbv7gen8t9pe8z5aav004",
     *       "operatorId": "op_01jdyvbv7gen8t9pe8z5aav006",
     *       "reason": "Ticket 4711: she cannot see her own degrees.",
     *       "startedAt": "2026-11-21T09:30:00.000Z",
     *       "endsAt": "2026-11-21T09:45:00.000Z",
     *       "accessToken": "eyJhbGciOiJFUzI1NiIsInR5cCI6ImF0K2p3dCJ9.e30.c2ln",
     *       "publishableKey": "pk_live_01jdyvbv7gen8t9pe8z5aav001_7d1c7d1c7d1c7d1c7d1c7d1c7d1c7d1c7d1c7d1c"
     *     }
     */
    StartedImpersonation: {
      id: components['schemas']['ImpersonationId'];
      institutionId: components['schemas']['InstitutionId'];
      memberId: components['schemas']['MemberId'];
      operatorId: components['schemas']['OperatorId'];
      reason: components['schemas']['ImpersonationReason'];
      startedAt: components['schemas']['Instant'];
      endsAt: components['schemas']['Instant'];
      /**
       * @description The member's access token, with the operator as its actor (`act`, RFC 8693). Send it as `Authorization: Bearer eyJ…` with a
       *     publishable key.
       * @example eyJhbGciOiJFUzI1NiIsInR5cCI6ImF0K2p3dCJ9.e30.c2ln
       */
      accessToken: string;
      /**
       * @description A publishable key of the institution to send the token with. Absent if the institution has none.
       * @example pk_live_01jdyvbv7gen8t9pe8z5aav001_7d1c7d1c7d1c7d1c7d1c7d1c7d1c7d1c7d1c7d1c
       */
      publishableKey?: string;
    };
    /**
     * @description A suggestion.
     * @example {
     *       "kind": "person",
     *       "value": "Marie Curie",
     *       "profileId": "prof_01jdyvbv7gen8t9pe8z5aav002",
     *       "batchYear": 1911,
     *       "company": "Sorbonne University",
     *       "highlights": [
     *         {
     *           "start": 6,
     *           "end": 9
     *         }
     *       ]
     *     }
     */
    Suggestion: {
      kind: components['schemas']['SuggestionKind'];
      /** @example Marie Curie */
      value: string;
      profileId?: components['schemas']['ProfileId'];
      /**
       * @description A person's class year, to tell people with the same name apart. Absent if the person has none or you can't see it.
       * @example 1911
       */
      batchYear?: number;
      /**
       * @description A person's company, to tell people with the same name apart. Absent if the person has none or you can't see it.
       * @example Sorbonne University
       */
      company?: string;
      /**
       * @description The parts of `value` that match what was typed, in UTF-16 code units; `end` is exclusive. Empty if another of the person's names
       *     matched.
       */
      highlights?: components['schemas']['SuggestionHighlight'][];
      /**
       * @description For values other than people, how many people have the value.
       * @example 3
       */
      count?: number;
    };
    /**
     * @description A part of a suggestion that matches what was typed.
     * @example {
     *       "start": 6,
     *       "end": 9
     *     }
     */
    SuggestionHighlight: {
      /** @example 6 */
      start: number;
      /** @example 9 */
      end: number;
    };
    /**
     * @description What is suggested.
     * @example person
     * @enum {string}
     */
    SuggestionKind: 'person' | 'department' | 'company' | 'city' | 'country' | 'industry' | 'skill';
    /**
     * @description The suggestions, best first.
     * @example {
     *       "data": [
     *         {
     *           "kind": "person",
     *           "value": "Marie Curie",
     *           "profileId": "prof_01jdyvbv7gen8t9pe8z5aav002"
     *         }
     *       ]
     *     }
     */
    Suggestions: {
      data: components['schemas']['Suggestion'][];
    };
    /**
     * @description Background work of the institution. The task's data isn't shown, because it can include personal data.
     * @example {
     *       "id": "task_01h2xcejqtf2nbrexx3vqjhp41",
     *       "name": "mail.send",
     *       "state": "dead",
     *       "attempts": 12,
     *       "maxAttempts": 12,
     *       "lastError": "The mail server answered RCPT TO with 550 5.1.1.",
     *       "createdAt": "2026-11-21T09:30:00.000Z",
     *       "runAt": "2026-11-22T01:17:00.000Z"
     *     }
     */
    Task: {
      id: components['schemas']['TaskId'];
      /**
       * @description What the task does.
       * @example mail.send
       */
      name: string;
      state: components['schemas']['TaskState'];
      /**
       * @description The number of attempts started so far.
       * @example 12
       */
      attempts: number;
      /**
       * @description The number of attempts after which the task is dead.
       * @example 12
       */
      maxAttempts: number;
      /**
       * @description Why the last attempt failed. Absent if no attempt failed, or if its process stopped in the middle. Messages from other systems,
       *     such as a mail server, aren't repeated: you get only their code.
       * @example The mail server answered RCPT TO with 550 5.1.1.
       */
      lastError?: string;
      createdAt: components['schemas']['Instant'];
      /** @description The earliest time the task runs, or ran. */
      runAt: components['schemas']['Instant'];
    };
    /**
     * @description A task's ID.
     * @example task_01h2xcejqtf2nbrexx3vqjhp41
     */
    TaskId: string;
    /**
     * @description A page of tasks.
     * @example {
     *       "data": [],
     *       "nextCursor": null
     *     }
     */
    TaskPage: {
      /** @description The tasks. */
      data: components['schemas']['Task'][];
      nextCursor: components['schemas']['NextCursor'];
    };
    /**
     * @description `waiting` for its scheduled time or its next attempt, `running`, or `dead`: it has used all its attempts, or retrying wouldn't help.
     * @example dead
     * @enum {string}
     */
    TaskState: 'waiting' | 'running' | 'dead';
    /**
     * @description A token exchange request (RFC 8693).
     * @example {
     *       "grant_type": "urn:ietf:params:oauth:grant-type:token-exchange",
     *       "subject_token": "eyJhbGciOiJFUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiI0NzExIn0.c2lnbmF0dXJl",
     *       "subject_token_type": "urn:ietf:params:oauth:token-type:jwt"
     *     }
     */
    TokenExchange: {
      /**
       * @example urn:ietf:params:oauth:grant-type:token-exchange
       * @constant
       */
      grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange';
      /**
       * @description The host site's JWT.
       * @example eyJhbGciOiJFUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiI0NzExIn0.c2lnbmF0dXJl
       */
      subject_token: string;
      /**
       * @example urn:ietf:params:oauth:token-type:jwt
       * @constant
       */
      subject_token_type: 'urn:ietf:params:oauth:token-type:jwt';
      deviceName?: components['schemas']['DeviceName'];
    };
    /**
     * @description How many people match.
     * @example {
     *       "value": 2,
     *       "relation": "exact"
     *     }
     */
    Total: {
      /** @example 2 */
      value: number;
      /**
       * @description `atLeast` if there were too many to count exactly.
       * @example exact
       * @enum {string}
       */
      relation: 'exact' | 'atLeast';
    };
    /**
     * @description Whether to trust email addresses that the provider calls verified. If `true`, such an address links the account to the member who
     *     has it, or creates a member. If `false`, only people whose account is already linked can sign in. Only trust providers that verify
     *     addresses or issue them themselves.
     * @example true
     */
    TrustsEmail: boolean;
    /**
     * @description For `oidc` providers: whether to treat an address as verified if the provider doesn't say whether it is (no `email_verified`), as
     *     with Microsoft Entra. Turn this on only for the issuer of a single organisation that issues the addresses itself: at an issuer open
     *     to everyone, anyone can claim any address. Addresses that the provider calls unverified are never trusted.
     * @example false
     */
    TrustsUnverifiedEmail: boolean;
    /**
     * @description An attempt to send the message.
     * @example {
     *       "number": 1,
     *       "at": "2026-11-21T09:30:00.120Z",
     *       "durationMs": 84,
     *       "status": 200,
     *       "responseStart": "ok"
     *     }
     */
    WebhookAttempt: {
      /**
       * @description The number of the attempt, starting at 1.
       * @example 1
       */
      number: number;
      at: components['schemas']['Instant'];
      /**
       * @description How long the attempt took, in milliseconds.
       * @example 84
       */
      durationMs: number;
      /**
       * @description The HTTP status. Absent if there was no response.
       * @example 200
       */
      status?: number;
      error?: components['schemas']['WebhookError'];
      /**
       * @description The beginning of the receiver's response, at most 1 kB. It can repeat parts of the message, so it's only shown to keys with `directory:private` and the scopes for the message's type.
       * @example ok
       */
      responseStart?: string;
    };
    /**
     * @description The audience that the receiver belongs to: `public`, `members` or `private`. The receiver gets the changes this audience can notice,
     *     and sees of each object what this audience can see. Your key needs the scope for each type the audience can notice (`directory:read`
     *     for `profile.*`, `keys:manage` for `key.*` and so on), and `directory:private` for the audience `private`, both now and for each
     *     later update of the endpoint.
     */
    WebhookAudience: components['schemas']['Audience'];
    /**
     * @description A change, sent to an endpoint.
     * @example {
     *       "id": "whd_01jdyvbv7gen8t9pe8z5aav006",
     *       "endpointId": "whe_01jdyvbv7gen8t9pe8z5aav005",
     *       "messageId": "chg_01jdyvbv7gen8t9pe8z5aav004",
     *       "type": "profile.updated",
     *       "state": "succeeded",
     *       "occurredAt": "2026-11-21T09:30:00.000Z",
     *       "attempts": [
     *         {
     *           "number": 1,
     *           "at": "2026-11-21T09:30:00.120Z",
     *           "durationMs": 84,
     *           "status": 200,
     *           "responseStart": "ok"
     *         }
     *       ]
     *     }
     */
    WebhookDelivery: {
      id: components['schemas']['WebhookDeliveryId'];
      endpointId: components['schemas']['WebhookEndpointId'];
      /**
       * @description The `webhook-id` sent with every attempt: the change's ID.
       * @example chg_01jdyvbv7gen8t9pe8z5aav004
       */
      messageId: string;
      /**
       * @description The type of the change.
       * @example profile.updated
       */
      type: string;
      state: components['schemas']['WebhookDeliveryState'];
      /** @description When the next attempt is due. A paused endpoint may have to wait longer. */
      nextAttemptAt?: components['schemas']['Instant'];
      occurredAt: components['schemas']['Instant'];
      /** @description The attempts, oldest first, up to the newest 50. In lists, only the newest. */
      attempts: components['schemas']['WebhookAttempt'][];
    };
    /**
     * @description A delivery's ID (TypeID).
     * @example whd_01jdyvbv7gen8t9pe8z5aav006
     */
    WebhookDeliveryId: string;
    /**
     * @description A page of deliveries, newest first.
     * @example {
     *       "data": [],
     *       "nextCursor": null
     *     }
     */
    WebhookDeliveryPage: {
      data: components['schemas']['WebhookDelivery'][];
      nextCursor: components['schemas']['NextCursor'];
    };
    /**
     * @description `pending`: waiting for its first or next attempt. `succeeded`: the receiver responded with 2xx. `failed`: all attempts failed.
     *     `withheld`: not sent, because the endpoint's audience can no longer see the object.
     * @example succeeded
     * @enum {string}
     */
    WebhookDeliveryState: 'pending' | 'succeeded' | 'failed' | 'withheld';
    /**
     * @description For people to read, such as the receiver's name.
     * @example Our CRM
     */
    WebhookDescription: string;
    /**
     * @description A URL that changes are sent to.
     * @example {
     *       "id": "whe_01jdyvbv7gen8t9pe8z5aav005",
     *       "url": "https://crm.example.org/homecoming",
     *       "types": [
     *         "profile.*"
     *       ],
     *       "description": "Our CRM",
     *       "audience": "members",
     *       "signature": "hmac",
     *       "enabled": true,
     *       "health": {
     *         "state": "healthy"
     *       },
     *       "createdAt": "2026-11-20T09:30:00.000Z",
     *       "updatedAt": "2026-11-20T09:30:00.000Z"
     *     }
     */
    WebhookEndpoint: {
      id: components['schemas']['WebhookEndpointId'];
      /**
       * @description The URL that messages are sent to.
       * @example https://crm.example.org/homecoming
       */
      url: string;
      /**
       * @description The types of changes sent.
       * @example [
       *       "profile.*"
       *     ]
       */
      types: string[];
      /**
       * @description For people to read.
       * @example Our CRM
       */
      description?: string;
      audience: components['schemas']['WebhookAudience'];
      signature: components['schemas']['WebhookSignature'];
      /**
       * @description Whether messages are sent.
       * @example true
       */
      enabled: boolean;
      /**
       * @description Why the service disabled the endpoint: the receiver responded with 410 (`gone`), or failed for five days (`failing`).
       * @example failing
       * @enum {string}
       */
      disabledReason?: 'gone' | 'failing';
      health: components['schemas']['WebhookHealth'];
      /** @description Until when the previous secret also signs messages, during a rotation. */
      secretExpiresAt?: components['schemas']['Instant'];
      createdAt: components['schemas']['Instant'];
      updatedAt: components['schemas']['Instant'];
    };
    /**
     * @description An endpoint to create.
     * @example {
     *       "url": "https://crm.example.org/homecoming",
     *       "types": [
     *         "profile.*"
     *       ],
     *       "audience": "members"
     *     }
     */
    WebhookEndpointCreate: {
      url: components['schemas']['WebhookUrl'];
      types: components['schemas']['WebhookTypePatterns'];
      description?: components['schemas']['WebhookDescription'];
      audience?: components['schemas']['WebhookAudience'];
      signature?: components['schemas']['WebhookSignature'];
      /**
       * @description Whether messages are sent. Defaults to `true`.
       * @example true
       */
      enabled?: boolean;
    };
    /**
     * @description The message of `webhookEndpoint.disabled`. An endpoint was disabled.
     * @example {
     *       "type": "webhookEndpoint.disabled",
     *       "timestamp": "2026-11-21T09:30:00.000Z",
     *       "data": {
     *         "id": "whe_01jdyvbv7gen8t9pe8z5aav005",
     *         "url": "https://crm.example.org/homecoming",
     *         "types": [
     *           "profile.*"
     *         ],
     *         "description": "Our CRM",
     *         "audience": "members",
     *         "signature": "hmac",
     *         "enabled": false,
     *         "health": {
     *           "state": "healthy"
     *         },
     *         "createdAt": "2026-11-20T09:30:00.000Z",
     *         "updatedAt": "2026-11-20T09:30:00.000Z",
     *         "disabledReason": "failing"
     *       }
     *     }
     */
    WebhookEndpointDisabled: {
      /**
       * @example webhookEndpoint.disabled
       * @constant
       */
      type: 'webhookEndpoint.disabled';
      timestamp: components['schemas']['WebhookTimestamp'];
      data: components['schemas']['WebhookEndpoint'];
    };
    /**
     * @description An endpoint's ID (TypeID).
     * @example whe_01jdyvbv7gen8t9pe8z5aav005
     */
    WebhookEndpointId: string;
    /**
     * @description A page of endpoints.
     * @example {
     *       "data": [],
     *       "nextCursor": null
     *     }
     */
    WebhookEndpointPage: {
      data: components['schemas']['WebhookEndpoint'][];
      nextCursor: components['schemas']['NextCursor'];
    };
    /**
     * @description The message of `webhookEndpoint.tested`. A test.
     * @example {
     *       "type": "webhookEndpoint.tested",
     *       "timestamp": "2026-11-21T09:30:00.000Z",
     *       "data": {
     *         "id": "whe_01jdyvbv7gen8t9pe8z5aav005",
     *         "url": "https://crm.example.org/homecoming",
     *         "types": [
     *           "profile.*"
     *         ],
     *         "description": "Our CRM",
     *         "audience": "members",
     *         "signature": "hmac",
     *         "enabled": true,
     *         "health": {
     *           "state": "healthy"
     *         },
     *         "createdAt": "2026-11-20T09:30:00.000Z",
     *         "updatedAt": "2026-11-20T09:30:00.000Z"
     *       }
     *     }
     */
    WebhookEndpointTested: {
      /**
       * @example webhookEndpoint.tested
       * @constant
       */
      type: 'webhookEndpoint.tested';
      timestamp: components['schemas']['WebhookTimestamp'];
      data: components['schemas']['WebhookEndpoint'];
    };
    /**
     * @description The properties to change. Properties you leave out stay as they are.
     * @example {
     *       "types": [
     *         "profile.created",
     *         "profile.deleted"
     *       ],
     *       "enabled": true
     *     }
     */
    WebhookEndpointUpdate: {
      url?: components['schemas']['WebhookUrl'];
      types?: components['schemas']['WebhookTypePatterns'];
      /**
       * @description For people to read. `null` clears it.
       * @example Our CRM
       */
      description?: string | null;
      audience?: components['schemas']['WebhookAudience'];
      /**
       * @description Whether messages are sent.
       * @example true
       */
      enabled?: boolean;
    };
    /**
     * @description An endpoint with the secret that its receiver needs. The secret isn't shown again.
     * @example {
     *       "id": "whe_01jdyvbv7gen8t9pe8z5aav005",
     *       "url": "https://crm.example.org/homecoming",
     *       "types": [
     *         "profile.*"
     *       ],
     *       "description": "Our CRM",
     *       "audience": "members",
     *       "signature": "hmac",
     *       "enabled": true,
     *       "health": {
     *         "state": "healthy"
     *       },
     *       "createdAt": "2026-11-20T09:30:00.000Z",
     *       "updatedAt": "2026-11-20T09:30:00.000Z",
     *       "secret": "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"
     *     }
     */
    WebhookEndpointWithSecret: {
      id: components['schemas']['WebhookEndpointId'];
      /**
       * @description The URL that messages are sent to.
       * @example https://crm.example.org/homecoming
       */
      url: string;
      /**
       * @description The types of changes sent.
       * @example [
       *       "profile.*"
       *     ]
       */
      types: string[];
      /**
       * @description For people to read.
       * @example Our CRM
       */
      description?: string;
      audience: components['schemas']['WebhookAudience'];
      signature: components['schemas']['WebhookSignature'];
      /**
       * @description Whether messages are sent.
       * @example true
       */
      enabled: boolean;
      /**
       * @description Why the service disabled the endpoint: the receiver responded with 410 (`gone`), or failed for five days (`failing`).
       * @example failing
       * @enum {string}
       */
      disabledReason?: 'gone' | 'failing';
      health: components['schemas']['WebhookHealth'];
      /** @description Until when the previous secret also signs messages, during a rotation. */
      secretExpiresAt?: components['schemas']['Instant'];
      createdAt: components['schemas']['Instant'];
      updatedAt: components['schemas']['Instant'];
      /**
       * @description What verifies the signatures: `whsec_…`, which must be kept secret, or the public key `whpk_…` for `ed25519`.
       * @example whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD
       */
      secret: string;
    };
    /**
     * @description Why there was no response.
     * @example {
     *       "code": "timeout",
     *       "message": "There was no answer within 15 s."
     *     }
     */
    WebhookError: {
      /**
       * @description `url_not_allowed`, `address_not_allowed`, `name_not_found`, `connection_failed`, `tls_failed`, `answer_broken` or `timeout`. New codes can be added.
       * @example timeout
       */
      code: string;
      /**
       * @description The same, for people to read.
       * @example There was no answer within 15 s.
       */
      message: string;
    };
    /**
     * @description How the receiver has responded recently.
     * @example {
     *       "state": "failing",
     *       "failingSince": "2026-11-21T09:30:00.000Z"
     *     }
     */
    WebhookHealth: {
      /**
       * @description `healthy`: the last attempt succeeded, or there was none. `failing`: the last attempt failed, and retries continue. `paused`: at
       *     least ten attempts in a row failed, so one message at a time is tried, with pauses.
       * @example healthy
       * @enum {string}
       */
      state: 'healthy' | 'failing' | 'paused';
      /** @description When the first attempt failed since the last success. */
      failingSince?: components['schemas']['Instant'];
    };
    /**
     * @description A key that verifies messages.
     * @example {
     *       "key": "whpk_11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="
     *     }
     */
    WebhookPublicKey: {
      /**
       * @description An Ed25519 public key, in the format of Standard Webhooks.
       * @example whpk_11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=
       */
      key: string;
      /** @description When the key stops being used. Absent for the newest key. */
      expiresAt?: components['schemas']['Instant'];
    };
    /**
     * @description The keys that currently verify messages.
     * @example {
     *       "data": [
     *         {
     *           "key": "whpk_11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="
     *         }
     *       ]
     *     }
     */
    WebhookPublicKeyList: {
      data: components['schemas']['WebhookPublicKey'][];
    };
    /**
     * @description Where to start the replay.
     * @example {
     *       "from": "2100-01-01T00:00:00.000Z"
     *     }
     */
    WebhookReplay: {
      /** @description Changes that happened at this time or later are sent again. */
      from: components['schemas']['Instant'];
    };
    /**
     * @description How to rotate the secret.
     * @example {
     *       "overlapSeconds": 86400
     *     }
     */
    WebhookSecretRotation: {
      /**
       * @description How many seconds the old secret also signs messages. Defaults to one day; at most one week.
       * @example 86400
       */
      overlapSeconds?: number;
    };
    /**
     * @description `hmac` uses a shared secret (`whsec_…`, signatures `v1`). `ed25519` uses a key pair (`whpk_…`, signatures `v1a`).
     * @example hmac
     * @enum {string}
     */
    WebhookSignature: 'hmac' | 'ed25519';
    /**
     * @description The result of a test.
     * @example {
     *       "messageId": "whtest_01jdyvbv7gen8t9pe8z5aav007",
     *       "succeeded": true,
     *       "status": 200,
     *       "durationMs": 84,
     *       "responseStart": "ok"
     *     }
     */
    WebhookTest: {
      /**
       * @description The message's `webhook-id`.
       * @example whtest_01jdyvbv7gen8t9pe8z5aav007
       */
      messageId: string;
      /**
       * @description Whether the receiver responded with 2xx.
       * @example true
       */
      succeeded: boolean;
      /**
       * @description The HTTP status. Absent if there was no response.
       * @example 200
       */
      status?: number;
      /**
       * @description How long the attempt took, in milliseconds.
       * @example 84
       */
      durationMs: number;
      error?: components['schemas']['WebhookError'];
      /**
       * @description The beginning of the receiver's response.
       * @example ok
       */
      responseStart?: string;
    };
    /**
     * Format: date-time
     * @description When the change happened, not when the message is sent.
     * @example 2026-11-21T09:30:00.000Z
     */
    WebhookTimestamp: string;
    /**
     * @description A type of change, `<subject>.*` for all types of a subject, or `*` for all types.
     * @example profile.*
     */
    WebhookTypePattern: string;
    /**
     * @description The types of changes to send.
     * @example [
     *       "profile.*"
     *     ]
     */
    WebhookTypePatterns: components['schemas']['WebhookTypePattern'][];
    /**
     * Format: web-address
     * @description The URL that messages are sent to by POST. It must be a public host, with https for institutions in live mode, without a user name
     *     or password, and not on a port of another kind of service. Redirects aren't followed.
     * @example https://crm.example.org/homecoming
     */
    WebhookUrl: string;
  };
  responses: {
    /** @description The check succeeded. */
    Health: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/json': components['schemas']['Health'];
      };
    };
    /** @description The request failed; `code` says why. */
    Problem: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'];
      };
    };
    /** @description The request failed; `code` says why. A browser (`Accept: text/html`) gets a web page. */
    ProblemOrPage: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'];
        /** @example <!doctype html> */
        'text/html': string;
      };
    };
    /** @description The member is signed in. */
    SignedIn: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/json': components['schemas']['SignedIn'];
      };
    };
  };
  parameters: {
    /**
     * @description Only entries with this action.
     * @example key.created
     */
    Action: components['schemas']['AuditAction'];
    /**
     * @description Only actions by the key, member or operator with this ID. `system` stands for the command line and the service itself.
     * @example key_01kahxpe6efq3s6e0hq3rx2jq4
     */
    Actor: string;
    /**
     * @description Shows the data as this audience sees it. By default, you get the widest audience you can have: `public` with a publishable key or as
     *     an unverified member, `members` as a verified student or alumnus, `private` as an admin. A secret key gets `private` with the scope
     *     `directory:private`, otherwise `members`.
     */
    Audience: components['schemas']['Audience'];
    /** @description The bulk action's ID. */
    BulkActionId: components['schemas']['BulkActionId'];
    /** @description The claim's ID. */
    ClaimId: components['schemas']['ClaimId'];
    /** @description The consumer's name. */
    Consumer: components['schemas']['ExistingConsumerName'];
    /** @description The `nextCursor` of the previous page. Keep all other parameters the same. */
    Cursor: components['schemas']['Cursor'];
    /** @description The list's ID. */
    DegreeListId: components['schemas']['DegreeListId'];
    /** @description The delivery's ID. */
    DeliveryId: components['schemas']['WebhookDeliveryId'];
    /** @description The endpoint's ID. */
    EndpointId: components['schemas']['WebhookEndpointId'];
    /**
     * @description Only entries from this time on.
     * @example 2026-11-01T00:00:00.000Z
     */
    From: components['schemas']['Instant'];
    /**
     * @description Makes the request safe to retry. Use a unique value for each request, such as a random UUID. If you repeat a request with the same
     *     key, parameters and body, it has no second effect: you get the first response again, with `Idempotent-Replayed: true`. Other
     *     parameters or another body fail with `idempotency_key_reused`; a repeat while the first request is still running fails with
     *     `idempotency_in_flight`. Idempotency keys are separate for each API key and operation. They are kept for 24 hours after the request
     *     succeeds; failed requests aren't kept.
     * @example 5f0f4f0e-3f4b-4a52-9d8e-2f0c2b9f7a11
     */
    IdempotencyKey: string;
    /** @description The institution's ID. */
    InstitutionId: components['schemas']['InstitutionId'];
    /** @description The invitation's ID. */
    InvitationId: components['schemas']['InvitationId'];
    /** @description The key's ID. */
    KeyId: components['schemas']['KeyId'];
    /**
     * @description The maximum number of items to return.
     * @example 20
     */
    Limit: number;
    /** @description The profile's ID. */
    ProfileId: components['schemas']['ProfileId'];
    /** @description The provider's ID. */
    SignInProviderId: components['schemas']['SignInProviderId'];
    /**
     * @description Only actions on the object with this ID.
     * @example key_01kahxpe6efq3s6e0hq3rx2jq4
     */
    Subject: string;
    /**
     * @description The task's ID.
     * @example task_01h2xcejqtf2nbrexx3vqjhp41
     */
    TaskId: components['schemas']['TaskId'];
    /**
     * @description Only entries before this time.
     * @example 2026-12-01T00:00:00.000Z
     */
    To: components['schemas']['Instant'];
  };
  requestBodies: never;
  headers: {
    /**
     * @description `true` if this is the stored response to an earlier request with the same `Idempotency-Key`. Otherwise absent.
     * @example true
     */
    IdempotentReplayed: 'true';
  };
  pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
  listAuditLog: {
    parameters: {
      query?: {
        /**
         * @description Only entries with this action.
         * @example key.created
         */
        action?: components['parameters']['Action'];
        /**
         * @description Only actions on the object with this ID.
         * @example key_01kahxpe6efq3s6e0hq3rx2jq4
         */
        subject?: components['parameters']['Subject'];
        /**
         * @description Only actions by the key, member or operator with this ID. `system` stands for the command line and the service itself.
         * @example key_01kahxpe6efq3s6e0hq3rx2jq4
         */
        actor?: components['parameters']['Actor'];
        /**
         * @description Only entries from this time on.
         * @example 2026-11-01T00:00:00.000Z
         */
        from?: components['parameters']['From'];
        /**
         * @description Only entries before this time.
         * @example 2026-12-01T00:00:00.000Z
         */
        to?: components['parameters']['To'];
        /**
         * @description The maximum number of items to return.
         * @example 20
         */
        limit?: components['parameters']['Limit'];
        /** @description The `nextCursor` of the previous page. Keep all other parameters the same. */
        cursor?: components['parameters']['Cursor'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page of entries. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['AuditPage'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  exportAuditLog: {
    parameters: {
      query?: {
        /**
         * @description Only entries with this action.
         * @example key.created
         */
        action?: components['parameters']['Action'];
        /**
         * @description Only actions on the object with this ID.
         * @example key_01kahxpe6efq3s6e0hq3rx2jq4
         */
        subject?: components['parameters']['Subject'];
        /**
         * @description Only actions by the key, member or operator with this ID. `system` stands for the command line and the service itself.
         * @example key_01kahxpe6efq3s6e0hq3rx2jq4
         */
        actor?: components['parameters']['Actor'];
        /**
         * @description Only entries from this time on.
         * @example 2026-11-01T00:00:00.000Z
         */
        from?: components['parameters']['From'];
        /**
         * @description Only entries before this time.
         * @example 2026-12-01T00:00:00.000Z
         */
        to?: components['parameters']['To'];
        /**
         * @description Only entries with a higher `number`.
         * @example 0
         */
        after?: number;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The entries, one per line. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/x-ndjson': components['schemas']['AuditEntry'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  bulkUpdateMembers: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Makes the request safe to retry. Use a unique value for each request, such as a random UUID. If you repeat a request with the same
         *     key, parameters and body, it has no second effect: you get the first response again, with `Idempotent-Replayed: true`. Other
         *     parameters or another body fail with `idempotency_key_reused`; a repeat while the first request is still running fails with
         *     `idempotency_in_flight`. Idempotency keys are separate for each API key and operation. They are kept for 24 hours after the request
         *     succeeds; failed requests aren't kept.
         * @example 5f0f4f0e-3f4b-4a52-9d8e-2f0c2b9f7a11
         */
        'Idempotency-Key'?: components['parameters']['IdempotencyKey'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['BulkMemberUpdate'];
      };
    };
    responses: {
      /** @description The bulk action is queued. */
      202: {
        headers: {
          'Idempotent-Replayed': components['headers']['IdempotentReplayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['BulkAction'] | components['schemas']['Reference'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  listBulkActions: {
    parameters: {
      query?: {
        /**
         * @description The maximum number of items to return.
         * @example 20
         */
        limit?: components['parameters']['Limit'];
        /** @description The `nextCursor` of the previous page. Keep all other parameters the same. */
        cursor?: components['parameters']['Cursor'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page of bulk actions. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['BulkActionPage'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  getBulkAction: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The bulk action's ID. */
        bulkActionId: components['parameters']['BulkActionId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The bulk action and its progress. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['BulkAction'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  listBulkResults: {
    parameters: {
      query?: {
        /** @description Only results with this outcome. */
        outcome?: components['schemas']['BulkOutcome'];
        /**
         * @description The maximum number of items to return.
         * @example 20
         */
        limit?: components['parameters']['Limit'];
        /** @description The `nextCursor` of the previous page. Keep all other parameters the same. */
        cursor?: components['parameters']['Cursor'];
      };
      header?: never;
      path: {
        /** @description The bulk action's ID. */
        bulkActionId: components['parameters']['BulkActionId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page of results. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['BulkResultPage'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  runBulkAction: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Makes the request safe to retry. Use a unique value for each request, such as a random UUID. If you repeat a request with the same
         *     key, parameters and body, it has no second effect: you get the first response again, with `Idempotent-Replayed: true`. Other
         *     parameters or another body fail with `idempotency_key_reused`; a repeat while the first request is still running fails with
         *     `idempotency_in_flight`. Idempotency keys are separate for each API key and operation. They are kept for 24 hours after the request
         *     succeeds; failed requests aren't kept.
         * @example 5f0f4f0e-3f4b-4a52-9d8e-2f0c2b9f7a11
         */
        'Idempotency-Key'?: components['parameters']['IdempotencyKey'];
      };
      path: {
        /** @description The bulk action's ID. */
        bulkActionId: components['parameters']['BulkActionId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The bulk action is queued. */
      202: {
        headers: {
          'Idempotent-Replayed': components['headers']['IdempotentReplayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['BulkAction'] | components['schemas']['Reference'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  listChanges: {
    parameters: {
      query?: {
        /** @description The `position` to continue from. */
        after?: components['schemas']['Position'];
        /**
         * @description Only changes of these types, separated by commas. `profile.*` stands for all types of that object. Unknown types fail with
         *     `unknown_change_type`.
         * @example [
         *       "profile.created",
         *       "profile.updated"
         *     ]
         */
        types?: components['schemas']['ChangeTypes'];
        /** @description The name of the consumer to read as. */
        consumer?: components['schemas']['ConsumerName'];
        /**
         * @description The maximum number of changes to return.
         * @example 100
         */
        limit?: number;
        /**
         * @description How many seconds to wait for a change if there is none yet.
         * @example 0
         */
        wait?: number;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A block of changes. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ChangeBlock'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  listChangeConsumers: {
    parameters: {
      query?: {
        /**
         * @description The maximum number of items to return.
         * @example 20
         */
        limit?: components['parameters']['Limit'];
        /** @description The `nextCursor` of the previous page. Keep all other parameters the same. */
        cursor?: components['parameters']['Cursor'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page of consumers. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ChangeConsumerPage'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  putChangeConsumer: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The consumer's name. */
        consumer: components['schemas']['ConsumerName'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['ChangeConsumerWrite'];
      };
    };
    responses: {
      /** @description The consumer. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ChangeConsumer'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  deleteChangeConsumer: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The consumer's name. */
        consumer: components['parameters']['Consumer'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The consumer was deleted. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Problem'];
    };
  };
  acknowledgeChanges: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Makes the request safe to retry. Use a unique value for each request, such as a random UUID. If you repeat a request with the same
         *     key, parameters and body, it has no second effect: you get the first response again, with `Idempotent-Replayed: true`. Other
         *     parameters or another body fail with `idempotency_key_reused`; a repeat while the first request is still running fails with
         *     `idempotency_in_flight`. Idempotency keys are separate for each API key and operation. They are kept for 24 hours after the request
         *     succeeds; failed requests aren't kept.
         * @example 5f0f4f0e-3f4b-4a52-9d8e-2f0c2b9f7a11
         */
        'Idempotency-Key'?: components['parameters']['IdempotencyKey'];
      };
      path: {
        /** @description The consumer's name. */
        consumer: components['parameters']['Consumer'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['Acknowledgement'];
      };
    };
    responses: {
      /** @description The consumer with its current position. */
      200: {
        headers: {
          'Idempotent-Replayed': components['headers']['IdempotentReplayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ChangeConsumer'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  listOwnClaims: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The claims. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ClaimList'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  createClaim: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Makes the request safe to retry. Use a unique value for each request, such as a random UUID. If you repeat a request with the same
         *     key, parameters and body, it has no second effect: you get the first response again, with `Idempotent-Replayed: true`. Other
         *     parameters or another body fail with `idempotency_key_reused`; a repeat while the first request is still running fails with
         *     `idempotency_in_flight`. Idempotency keys are separate for each API key and operation. They are kept for 24 hours after the request
         *     succeeds; failed requests aren't kept.
         * @example 5f0f4f0e-3f4b-4a52-9d8e-2f0c2b9f7a11
         */
        'Idempotency-Key'?: components['parameters']['IdempotencyKey'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['ClaimCreate'];
      };
    };
    responses: {
      /** @description The claim, approved or pending. */
      201: {
        headers: {
          'Idempotent-Replayed': components['headers']['IdempotentReplayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Claim'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  listClaims: {
    parameters: {
      query?: {
        /** @description Only claims with this status. Defaults to `pending`. */
        status?: components['schemas']['ClaimStatus'];
        /**
         * @description The maximum number of items to return.
         * @example 20
         */
        limit?: components['parameters']['Limit'];
        /** @description The `nextCursor` of the previous page. Keep all other parameters the same. */
        cursor?: components['parameters']['Cursor'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page of claims. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ClaimPage'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  getClaim: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The claim's ID. */
        claimId: components['parameters']['ClaimId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The claim and the profiles that match it. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ClaimWithMatches'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  approveClaim: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Makes the request safe to retry. Use a unique value for each request, such as a random UUID. If you repeat a request with the same
         *     key, parameters and body, it has no second effect: you get the first response again, with `Idempotent-Replayed: true`. Other
         *     parameters or another body fail with `idempotency_key_reused`; a repeat while the first request is still running fails with
         *     `idempotency_in_flight`. Idempotency keys are separate for each API key and operation. They are kept for 24 hours after the request
         *     succeeds; failed requests aren't kept.
         * @example 5f0f4f0e-3f4b-4a52-9d8e-2f0c2b9f7a11
         */
        'Idempotency-Key'?: components['parameters']['IdempotencyKey'];
      };
      path: {
        /** @description The claim's ID. */
        claimId: components['parameters']['ClaimId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['ClaimApproval'];
      };
    };
    responses: {
      /** @description The approved claim. */
      200: {
        headers: {
          'Idempotent-Replayed': components['headers']['IdempotentReplayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Claim'] | components['schemas']['Reference'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  rejectClaim: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Makes the request safe to retry. Use a unique value for each request, such as a random UUID. If you repeat a request with the same
         *     key, parameters and body, it has no second effect: you get the first response again, with `Idempotent-Replayed: true`. Other
         *     parameters or another body fail with `idempotency_key_reused`; a repeat while the first request is still running fails with
         *     `idempotency_in_flight`. Idempotency keys are separate for each API key and operation. They are kept for 24 hours after the request
         *     succeeds; failed requests aren't kept.
         * @example 5f0f4f0e-3f4b-4a52-9d8e-2f0c2b9f7a11
         */
        'Idempotency-Key'?: components['parameters']['IdempotencyKey'];
      };
      path: {
        /** @description The claim's ID. */
        claimId: components['parameters']['ClaimId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['ClaimRejection'];
      };
    };
    responses: {
      /** @description The rejected claim. */
      200: {
        headers: {
          'Idempotent-Replayed': components['headers']['IdempotentReplayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Claim'] | components['schemas']['Reference'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  getAddressDomains: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The domains. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['AddressDomains'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  putAddressDomains: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['AddressDomainsWrite'];
      };
    };
    responses: {
      /** @description The domains in lowercase ASCII, sorted. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['AddressDomains'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  listDegreeLists: {
    parameters: {
      query?: {
        /**
         * @description The maximum number of items to return.
         * @example 20
         */
        limit?: components['parameters']['Limit'];
        /** @description The `nextCursor` of the previous page. Keep all other parameters the same. */
        cursor?: components['parameters']['Cursor'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page of lists. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['DegreeListPage'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  createDegreeList: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Makes the request safe to retry. Use a unique value for each request, such as a random UUID. If you repeat a request with the same
         *     key, parameters and body, it has no second effect: you get the first response again, with `Idempotent-Replayed: true`. Other
         *     parameters or another body fail with `idempotency_key_reused`; a repeat while the first request is still running fails with
         *     `idempotency_in_flight`. Idempotency keys are separate for each API key and operation. They are kept for 24 hours after the request
         *     succeeds; failed requests aren't kept.
         * @example 5f0f4f0e-3f4b-4a52-9d8e-2f0c2b9f7a11
         */
        'Idempotency-Key'?: components['parameters']['IdempotencyKey'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['DegreeListCreate'];
      };
    };
    responses: {
      /** @description The list, waiting to be processed. */
      202: {
        headers: {
          'Idempotent-Replayed': components['headers']['IdempotentReplayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['DegreeList'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  getDegreeList: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The list's ID. */
        degreeListId: components['parameters']['DegreeListId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The list and its progress. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['DegreeList'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  listDegreeListRows: {
    parameters: {
      query?: {
        /**
         * @description Only rows with this outcome.
         * @example ambiguous
         */
        outcome?: components['schemas']['DegreeRowOutcome'];
        /**
         * @description The maximum number of items to return.
         * @example 20
         */
        limit?: components['parameters']['Limit'];
        /** @description The `nextCursor` of the previous page. Keep all other parameters the same. */
        cursor?: components['parameters']['Cursor'];
      };
      header?: never;
      path: {
        /** @description The list's ID. */
        degreeListId: components['parameters']['DegreeListId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page of rows. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['DegreeListRowPage'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  searchDirectory: {
    parameters: {
      query?: {
        /**
         * @description The words to search for. If absent or blank, everyone is listed. If it has no letters or digits, no one is found and the
         *     response has a `hint`.
         * @example feynman california
         */
        q?: string;
        /**
         * @description Graduation years, separated by commas. Each is a single year or a range `from..to`.
         * @example [
         *       "1903",
         *       "1911..1920"
         *     ]
         */
        batchYear?: (number | string)[];
        /**
         * @description Departments, written as in the facets.
         * @example [
         *       "Chemistry"
         *     ]
         */
        department?: components['schemas']['FilterValues'];
        /**
         * @description Companies or organisations, written as in the facets.
         * @example [
         *       "Sorbonne University"
         *     ]
         */
        company?: components['schemas']['FilterValues'];
        /**
         * @description Cities, written as in the facets.
         * @example [
         *       "Paris"
         *     ]
         */
        city?: components['schemas']['FilterValues'];
        /**
         * @description Countries, written as in the facets.
         * @example [
         *       "France"
         *     ]
         */
        country?: components['schemas']['FilterValues'];
        /**
         * @description Industries, written as in the facets.
         * @example [
         *       "Research"
         *     ]
         */
        industry?: components['schemas']['FilterValues'];
        /**
         * @description Skills, written as in the facets.
         * @example [
         *       "Radiochemistry"
         *     ]
         */
        skill?: components['schemas']['FilterValues'];
        /** @description The sort order: `relevance` (the default with `q`), `name` (the default without `q`) or `-batchYear` (newest first). */
        sort?: 'relevance' | 'name' | '-batchYear';
        /**
         * @description `off` searches for `q` exactly as typed. By default, typing errors are corrected if nothing matches.
         * @example off
         */
        corrections?: 'auto' | 'off';
        /**
         * @description The facets to count, separated by commas. Each facet is counted without its own filter.
         * @example [
         *       "company",
         *       "batchYear"
         *     ]
         */
        facets?: components['schemas']['FacetName'][];
        /**
         * @description The maximum number of items to return.
         * @example 20
         */
        limit?: components['parameters']['Limit'];
        /** @description The `nextCursor` of the previous page. Keep all other parameters the same. */
        cursor?: components['parameters']['Cursor'];
        /**
         * @description Shows the data as this audience sees it. By default, you get the widest audience you can have: `public` with a publishable key or as
         *     an unverified member, `members` as a verified student or alumnus, `private` as an admin. A secret key gets `private` with the scope
         *     `directory:private`, otherwise `members`.
         */
        audience?: components['parameters']['Audience'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page of people. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['DirectoryPage'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  suggestDirectory: {
    parameters: {
      query: {
        /**
         * @description The text typed so far.
         * @example cur
         */
        q: string;
        /**
         * @description The kinds of suggestions to return, separated by commas. By default, all of them.
         * @example [
         *       "company"
         *     ]
         */
        kinds?: components['schemas']['SuggestionKind'][];
        /** @description The maximum number of suggestions to return. */
        limit?: number;
        /**
         * @description Shows the data as this audience sees it. By default, you get the widest audience you can have: `public` with a publishable key or as
         *     an unverified member, `members` as a verified student or alumnus, `private` as an admin. A secret key gets `private` with the scope
         *     `directory:private`, otherwise `members`.
         */
        audience?: components['parameters']['Audience'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The suggestions. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Suggestions'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  listBatches: {
    parameters: {
      query?: {
        /**
         * @description The maximum number of items to return.
         * @example 20
         */
        limit?: components['parameters']['Limit'];
        /** @description The `nextCursor` of the previous page. Keep all other parameters the same. */
        cursor?: components['parameters']['Cursor'];
        /**
         * @description Shows the data as this audience sees it. By default, you get the widest audience you can have: `public` with a publishable key or as
         *     an unverified member, `members` as a verified student or alumnus, `private` as an admin. A secret key gets `private` with the scope
         *     `directory:private`, otherwise `members`.
         */
        audience?: components['parameters']['Audience'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page of batches. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['BatchPage'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  listProfiles: {
    parameters: {
      query: {
        /** @description The IDs of the profiles, separated by commas. */
        ids: components['schemas']['ProfileId'][];
        /**
         * @description Shows the data as this audience sees it. By default, you get the widest audience you can have: `public` with a publishable key or as
         *     an unverified member, `members` as a verified student or alumnus, `private` as an admin. A secret key gets `private` with the scope
         *     `directory:private`, otherwise `members`.
         */
        audience?: components['parameters']['Audience'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The profiles. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ProfileList'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  createProfile: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Makes the request safe to retry. Use a unique value for each request, such as a random UUID. If you repeat a request with the same
         *     key, parameters and body, it has no second effect: you get the first response again, with `Idempotent-Replayed: true`. Other
         *     parameters or another body fail with `idempotency_key_reused`; a repeat while the first request is still running fails with
         *     `idempotency_in_flight`. Idempotency keys are separate for each API key and operation. They are kept for 24 hours after the request
         *     succeeds; failed requests aren't kept.
         * @example 5f0f4f0e-3f4b-4a52-9d8e-2f0c2b9f7a11
         */
        'Idempotency-Key'?: components['parameters']['IdempotencyKey'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['ProfileCreate'];
      };
    };
    responses: {
      /** @description The profile was created. */
      201: {
        headers: {
          'Idempotent-Replayed': components['headers']['IdempotentReplayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Profile'] | components['schemas']['Reference'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  getProfile: {
    parameters: {
      query?: {
        /**
         * @description Shows the data as this audience sees it. By default, you get the widest audience you can have: `public` with a publishable key or as
         *     an unverified member, `members` as a verified student or alumnus, `private` as an admin. A secret key gets `private` with the scope
         *     `directory:private`, otherwise `members`.
         */
        audience?: components['parameters']['Audience'];
      };
      header?: never;
      path: {
        /** @description The profile's ID. */
        profileId: components['parameters']['ProfileId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The profile, as far as you can see it. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Profile'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  deleteProfile: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The profile's ID. */
        profileId: components['parameters']['ProfileId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The profile was deleted. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Problem'];
    };
  };
  updateProfile: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The profile's ID. */
        profileId: components['parameters']['ProfileId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['ProfileUpdate'];
        'application/merge-patch+json': components['schemas']['ProfileUpdate'];
      };
    };
    responses: {
      /** @description The updated profile. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Profile'] | components['schemas']['Reference'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  putProfilePhoto: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The profile's ID. */
        profileId: components['parameters']['ProfileId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'image/*': components['schemas']['ImageBody'];
        'application/octet-stream': components['schemas']['ImageBody'];
      };
    };
    responses: {
      /** @description The updated profile. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Profile'] | components['schemas']['Reference'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  deleteProfilePhoto: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The profile's ID. */
        profileId: components['parameters']['ProfileId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The profile has no photo. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Problem'];
    };
  };
  undeleteProfile: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Makes the request safe to retry. Use a unique value for each request, such as a random UUID. If you repeat a request with the same
         *     key, parameters and body, it has no second effect: you get the first response again, with `Idempotent-Replayed: true`. Other
         *     parameters or another body fail with `idempotency_key_reused`; a repeat while the first request is still running fails with
         *     `idempotency_in_flight`. Idempotency keys are separate for each API key and operation. They are kept for 24 hours after the request
         *     succeeds; failed requests aren't kept.
         * @example 5f0f4f0e-3f4b-4a52-9d8e-2f0c2b9f7a11
         */
        'Idempotency-Key'?: components['parameters']['IdempotencyKey'];
      };
      path: {
        /** @description The profile's ID. */
        profileId: components['parameters']['ProfileId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The restored profile. */
      200: {
        headers: {
          'Idempotent-Replayed': components['headers']['IdempotentReplayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Profile'] | components['schemas']['Reference'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  listInvitations: {
    parameters: {
      query?: {
        /** @description Only invitations with this status. */
        status?: components['schemas']['InvitationStatus'];
        /**
         * @description The maximum number of items to return.
         * @example 20
         */
        limit?: components['parameters']['Limit'];
        /** @description The `nextCursor` of the previous page. Keep all other parameters the same. */
        cursor?: components['parameters']['Cursor'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page of invitations. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['InvitationPage'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  createInvitation: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Makes the request safe to retry. Use a unique value for each request, such as a random UUID. If you repeat a request with the same
         *     key, parameters and body, it has no second effect: you get the first response again, with `Idempotent-Replayed: true`. Other
         *     parameters or another body fail with `idempotency_key_reused`; a repeat while the first request is still running fails with
         *     `idempotency_in_flight`. Idempotency keys are separate for each API key and operation. They are kept for 24 hours after the request
         *     succeeds; failed requests aren't kept.
         * @example 5f0f4f0e-3f4b-4a52-9d8e-2f0c2b9f7a11
         */
        'Idempotency-Key'?: components['parameters']['IdempotencyKey'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['InvitationCreate'];
      };
    };
    responses: {
      /** @description The invitation. */
      201: {
        headers: {
          'Idempotent-Replayed': components['headers']['IdempotentReplayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Invitation'] | components['schemas']['Reference'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  bulkInvite: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Makes the request safe to retry. Use a unique value for each request, such as a random UUID. If you repeat a request with the same
         *     key, parameters and body, it has no second effect: you get the first response again, with `Idempotent-Replayed: true`. Other
         *     parameters or another body fail with `idempotency_key_reused`; a repeat while the first request is still running fails with
         *     `idempotency_in_flight`. Idempotency keys are separate for each API key and operation. They are kept for 24 hours after the request
         *     succeeds; failed requests aren't kept.
         * @example 5f0f4f0e-3f4b-4a52-9d8e-2f0c2b9f7a11
         */
        'Idempotency-Key'?: components['parameters']['IdempotencyKey'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['BulkInvite'];
      };
    };
    responses: {
      /** @description The bulk action is queued. */
      202: {
        headers: {
          'Idempotent-Replayed': components['headers']['IdempotentReplayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['BulkAction'] | components['schemas']['Reference'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  getInvitation: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The invitation's ID. */
        invitationId: components['parameters']['InvitationId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The invitation. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Invitation'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  revokeInvitation: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The invitation's ID. */
        invitationId: components['parameters']['InvitationId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The invitation was revoked. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Problem'];
    };
  };
  resendInvitation: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Makes the request safe to retry. Use a unique value for each request, such as a random UUID. If you repeat a request with the same
         *     key, parameters and body, it has no second effect: you get the first response again, with `Idempotent-Replayed: true`. Other
         *     parameters or another body fail with `idempotency_key_reused`; a repeat while the first request is still running fails with
         *     `idempotency_in_flight`. Idempotency keys are separate for each API key and operation. They are kept for 24 hours after the request
         *     succeeds; failed requests aren't kept.
         * @example 5f0f4f0e-3f4b-4a52-9d8e-2f0c2b9f7a11
         */
        'Idempotency-Key'?: components['parameters']['IdempotencyKey'];
      };
      path: {
        /** @description The invitation's ID. */
        invitationId: components['parameters']['InvitationId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The invitation. */
      200: {
        headers: {
          'Idempotent-Replayed': components['headers']['IdempotentReplayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Invitation'] | components['schemas']['Reference'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  listKeys: {
    parameters: {
      query?: {
        /**
         * @description The maximum number of items to return.
         * @example 20
         */
        limit?: components['parameters']['Limit'];
        /** @description The `nextCursor` of the previous page. Keep all other parameters the same. */
        cursor?: components['parameters']['Cursor'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page of keys. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['KeyPage'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  createKey: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Makes the request safe to retry. Use a unique value for each request, such as a random UUID. If you repeat a request with the same
         *     key, parameters and body, it has no second effect: you get the first response again, with `Idempotent-Replayed: true`. Other
         *     parameters or another body fail with `idempotency_key_reused`; a repeat while the first request is still running fails with
         *     `idempotency_in_flight`. Idempotency keys are separate for each API key and operation. They are kept for 24 hours after the request
         *     succeeds; failed requests aren't kept.
         * @example 5f0f4f0e-3f4b-4a52-9d8e-2f0c2b9f7a11
         */
        'Idempotency-Key'?: components['parameters']['IdempotencyKey'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['KeyCreate'];
      };
    };
    responses: {
      /** @description The key, with its text. */
      201: {
        headers: {
          'Idempotent-Replayed': components['headers']['IdempotentReplayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Key'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  getKey: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The key's ID. */
        keyId: components['parameters']['KeyId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The key. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Key'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  revokeKey: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The key's ID. */
        keyId: components['parameters']['KeyId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The key was revoked. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Problem'];
    };
  };
  updateKey: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The key's ID. */
        keyId: components['parameters']['KeyId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['KeyUpdate'];
        'application/merge-patch+json': components['schemas']['KeyUpdate'];
      };
    };
    responses: {
      /** @description The updated key. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Key'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  rotateKey: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Makes the request safe to retry. Use a unique value for each request, such as a random UUID. If you repeat a request with the same
         *     key, parameters and body, it has no second effect: you get the first response again, with `Idempotent-Replayed: true`. Other
         *     parameters or another body fail with `idempotency_key_reused`; a repeat while the first request is still running fails with
         *     `idempotency_in_flight`. Idempotency keys are separate for each API key and operation. They are kept for 24 hours after the request
         *     succeeds; failed requests aren't kept.
         * @example 5f0f4f0e-3f4b-4a52-9d8e-2f0c2b9f7a11
         */
        'Idempotency-Key'?: components['parameters']['IdempotencyKey'];
      };
      path: {
        /** @description The key's ID. */
        keyId: components['parameters']['KeyId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['KeyRotate'];
      };
    };
    responses: {
      /** @description The new key, with its text. */
      201: {
        headers: {
          'Idempotent-Replayed': components['headers']['IdempotentReplayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Key'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  getOwnMember: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The signed-in member. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Member'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  getOwnProfile: {
    parameters: {
      query?: {
        /**
         * @description Shows the profile as this audience sees it. Defaults to `private`, which is your own view.
         * @example public
         */
        audience?: components['schemas']['Audience'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The profile. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Profile'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  updateOwnProfile: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['OwnProfileUpdate'];
        'application/merge-patch+json': components['schemas']['OwnProfileUpdate'];
      };
    };
    responses: {
      /** @description The whole updated profile. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Profile'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  putOwnPhoto: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'image/*': components['schemas']['ImageBody'];
        'application/octet-stream': components['schemas']['ImageBody'];
      };
    };
    responses: {
      /** @description The whole updated profile. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Profile'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  deleteOwnPhoto: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The profile has no photo. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Problem'];
    };
  };
  requestEmailChange: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Makes the request safe to retry. Use a unique value for each request, such as a random UUID. If you repeat a request with the same
         *     key, parameters and body, it has no second effect: you get the first response again, with `Idempotent-Replayed: true`. Other
         *     parameters or another body fail with `idempotency_key_reused`; a repeat while the first request is still running fails with
         *     `idempotency_in_flight`. Idempotency keys are separate for each API key and operation. They are kept for 24 hours after the request
         *     succeeds; failed requests aren't kept.
         * @example 5f0f4f0e-3f4b-4a52-9d8e-2f0c2b9f7a11
         */
        'Idempotency-Key'?: components['parameters']['IdempotencyKey'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['EmailChange'];
      };
    };
    responses: {
      /** @description If the addresses accept mail, two codes are on their way. */
      202: {
        headers: {
          'Idempotent-Replayed': components['headers']['IdempotentReplayed'];
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Problem'];
    };
  };
  confirmEmailChange: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['EmailChangeCodes'];
      };
    };
    responses: {
      /** @description The member, with the new address. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Member'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  setOwnPassword: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['PasswordChange'];
      };
    };
    responses: {
      /** @description The password was set. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Problem'];
    };
  };
  listOwnSessions: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The sessions. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['SessionList'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  endOwnSessions: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The sessions have ended. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Problem'];
    };
  };
  endOwnSession: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The ID of one of your sessions. */
        sessionId: components['schemas']['SessionId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The session has ended. Its access tokens stop working within a second. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Problem'];
    };
  };
  listMembers: {
    parameters: {
      query?: {
        /**
         * @description Part of the email address.
         * @example curie
         */
        q?: string;
        /** @description Only members with this role. */
        role?: components['schemas']['MemberRole'];
        /** @description Only members with this status. */
        status?: components['schemas']['MemberStatus'];
        /**
         * @description The maximum number of items to return.
         * @example 20
         */
        limit?: components['parameters']['Limit'];
        /** @description The `nextCursor` of the previous page. Keep all other parameters the same. */
        cursor?: components['parameters']['Cursor'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page of members. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['MemberPage'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  getMember: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The member's ID. */
        memberId: components['schemas']['MemberId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The member. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Member'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  updateMember: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The member's ID. */
        memberId: components['schemas']['MemberId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['MemberUpdate'];
        'application/merge-patch+json': components['schemas']['MemberUpdate'];
      };
    };
    responses: {
      /** @description The updated member. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Member'] | components['schemas']['Reference'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  takeProfileBack: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The member's ID. */
        memberId: components['schemas']['MemberId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The member has no profile. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Problem'];
    };
  };
  setUpAsOperator: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['OperatorSetUp'];
      };
    };
    responses: {
      /** @description The secret of the second factor. It's shown only this once. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['SecondFactor'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  confirmSetUpAsOperator: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['OperatorSetUpConfirmation'];
      };
    };
    responses: {
      /** @description The operator is set up. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Problem'];
    };
  };
  signInAsOperator: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['OperatorSignIn'];
      };
    };
    responses: {
      /** @description The session. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['OperatorSignedIn'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  signOutAsOperator: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The session has ended. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Problem'];
    };
  };
  listOwnSessionsAsOperator: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The sessions. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['OperatorSessionList'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  endOwnSessionAsOperator: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The ID of one of your active sessions. */
        sessionId: components['schemas']['OperatorSessionId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The session has ended. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Problem'];
    };
  };
  setOwnPasswordAsOperator: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['OperatorPasswordChange'];
      };
    };
    responses: {
      /** @description The password was changed. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Problem'];
    };
  };
  listInstitutionsAsOperator: {
    parameters: {
      query?: {
        /**
         * @description The maximum number of items to return.
         * @example 20
         */
        limit?: components['parameters']['Limit'];
        /** @description The `nextCursor` of the previous page. Keep all other parameters the same. */
        cursor?: components['parameters']['Cursor'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page of institutions. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['InstitutionPage'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  createInstitutionAsOperator: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['InstitutionDraft'];
      };
    };
    responses: {
      /** @description The institution, with its keys. The secret key is shown only this once. */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['CreatedInstitution'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  getInstitutionAsOperator: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The institution's ID or slug. */
        institution: components['schemas']['InstitutionName'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The institution. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Institution'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  listAuditLogAsOperator: {
    parameters: {
      query?: {
        /**
         * @description Only entries with this action.
         * @example key.created
         */
        action?: components['parameters']['Action'];
        /**
         * @description Only actions on the object with this ID.
         * @example key_01kahxpe6efq3s6e0hq3rx2jq4
         */
        subject?: components['parameters']['Subject'];
        /**
         * @description Only actions by the key, member or operator with this ID. `system` stands for the command line and the service itself.
         * @example key_01kahxpe6efq3s6e0hq3rx2jq4
         */
        actor?: components['parameters']['Actor'];
        /**
         * @description Only entries from this time on.
         * @example 2026-11-01T00:00:00.000Z
         */
        from?: components['parameters']['From'];
        /**
         * @description Only entries before this time.
         * @example 2026-12-01T00:00:00.000Z
         */
        to?: components['parameters']['To'];
        /**
         * @description The maximum number of items to return.
         * @example 20
         */
        limit?: components['parameters']['Limit'];
        /** @description The `nextCursor` of the previous page. Keep all other parameters the same. */
        cursor?: components['parameters']['Cursor'];
      };
      header?: never;
      path: {
        /** @description The institution's ID. */
        institutionId: components['parameters']['InstitutionId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page of entries. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['AuditPage'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  findMembersAsOperator: {
    parameters: {
      query: {
        /**
         * @description The complete email address.
         * @example marie@example.org
         */
        email: components['schemas']['Email'];
      };
      header?: never;
      path: {
        /** @description The institution's ID. */
        institutionId: components['parameters']['InstitutionId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The member with this address, or an empty list. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['FoundMembers'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  listImpersonationsAsOperator: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description All active impersonations. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ImpersonationList'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  startImpersonationAsOperator: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['ImpersonationDraft'];
      };
    };
    responses: {
      /** @description The impersonation. Its token is shown only this once. */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['StartedImpersonation'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  endImpersonationAsOperator: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The ID of an active impersonation. */
        impersonationId: components['schemas']['ImpersonationId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The impersonation has ended. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Problem'];
    };
  };
  getLiveness: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: components['responses']['Health'];
      default: components['responses']['Problem'];
    };
  };
  getReadiness: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: components['responses']['Health'];
      default: components['responses']['Problem'];
    };
  };
  listSignInProviders: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The providers. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['SignInProviderList'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  createSignInProvider: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Makes the request safe to retry. Use a unique value for each request, such as a random UUID. If you repeat a request with the same
         *     key, parameters and body, it has no second effect: you get the first response again, with `Idempotent-Replayed: true`. Other
         *     parameters or another body fail with `idempotency_key_reused`; a repeat while the first request is still running fails with
         *     `idempotency_in_flight`. Idempotency keys are separate for each API key and operation. They are kept for 24 hours after the request
         *     succeeds; failed requests aren't kept.
         * @example 5f0f4f0e-3f4b-4a52-9d8e-2f0c2b9f7a11
         */
        'Idempotency-Key'?: components['parameters']['IdempotencyKey'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['SignInProviderCreate'];
      };
    };
    responses: {
      /** @description The provider. */
      201: {
        headers: {
          'Idempotent-Replayed': components['headers']['IdempotentReplayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['SignInProvider'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  getSignInProvider: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The provider's ID. */
        providerId: components['parameters']['SignInProviderId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The provider. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['SignInProvider'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  deleteSignInProvider: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The provider's ID. */
        providerId: components['parameters']['SignInProviderId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The provider was deleted. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Problem'];
    };
  };
  updateSignInProvider: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The provider's ID. */
        providerId: components['parameters']['SignInProviderId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['SignInProviderUpdate'];
        'application/merge-patch+json': components['schemas']['SignInProviderUpdate'];
      };
    };
    responses: {
      /** @description The updated provider. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['SignInProvider'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  exchangeToken: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['TokenExchange'];
      };
    };
    responses: {
      200: components['responses']['SignedIn'];
      default: components['responses']['Problem'];
    };
  };
  listSignInChoices: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The providers. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['SignInChoices'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  startOidcSignIn: {
    parameters: {
      query: {
        /** @description The page to return to. */
        returnTo: components['schemas']['ReturnAddress'];
        /** @description The SHA-256 hash of the page's verifier, in base64url. */
        challenge: components['schemas']['SignInChallenge'];
      };
      header?: never;
      path: {
        /** @description The provider's ID. */
        providerId: components['parameters']['SignInProviderId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /**
       * @description Redirects to the provider, or to `returnTo` with `#hc_error=…` if the sign-in can't be started. Sets a cookie that binds the
       *     sign-in to the browser.
       */
      302: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['ProblemOrPage'];
    };
  };
  completeOidcSignIn: {
    parameters: {
      query: {
        /** @description The `state` that was sent to the provider. */
        state: string;
        /**
         * @description The provider's authorization code.
         * @example SplxlOBeZQQYbYS6WxSbIA
         */
        code?: string;
        /**
         * @description The issuer of the provider that sends the person back (RFC 9207).
         * @example https://login.example.edu
         */
        iss?: string;
        /**
         * @description The provider's error code, instead of an authorization code.
         * @example access_denied
         */
        error?: string;
      };
      header?: never;
      path: {
        /** @description The provider's ID. */
        providerId: components['parameters']['SignInProviderId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Redirects to the page that started the sign-in, with `#hc_grant=…` or `#hc_error=…`. */
      302: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['ProblemOrPage'];
    };
  };
  redeemSignInGrant: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['GrantRedemption'];
      };
    };
    responses: {
      200: components['responses']['SignedIn'];
      default: components['responses']['Problem'];
    };
  };
  listOwnIdentities: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The linked accounts. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['IdentityList'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  unlinkOwnIdentity: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The ID of one of your linked accounts. */
        identityId: components['schemas']['IdentityId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The account was unlinked. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Problem'];
    };
  };
  getSigningKeys: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The public keys. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['SigningKeySet'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  requestSignInCode: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Makes the request safe to retry. Use a unique value for each request, such as a random UUID. If you repeat a request with the same
         *     key, parameters and body, it has no second effect: you get the first response again, with `Idempotent-Replayed: true`. Other
         *     parameters or another body fail with `idempotency_key_reused`; a repeat while the first request is still running fails with
         *     `idempotency_in_flight`. Idempotency keys are separate for each API key and operation. They are kept for 24 hours after the request
         *     succeeds; failed requests aren't kept.
         * @example 5f0f4f0e-3f4b-4a52-9d8e-2f0c2b9f7a11
         */
        'Idempotency-Key'?: components['parameters']['IdempotencyKey'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['CodeRequest'];
      };
    };
    responses: {
      /** @description If the address accepts email, a code was sent or will be sent soon. */
      202: {
        headers: {
          'Idempotent-Replayed': components['headers']['IdempotentReplayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['CodeSent'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  redeemSignInCode: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['CodeRedemption'];
      };
    };
    responses: {
      200: components['responses']['SignedIn'];
      default: components['responses']['Problem'];
    };
  };
  signInWithPassword: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['PasswordSignIn'];
      };
    };
    responses: {
      200: components['responses']['SignedIn'];
      default: components['responses']['Problem'];
    };
  };
  refreshSession: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['RefreshTokenUse'];
      };
    };
    responses: {
      200: components['responses']['SignedIn'];
      default: components['responses']['Problem'];
    };
  };
  signOut: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Makes the request safe to retry. Use a unique value for each request, such as a random UUID. If you repeat a request with the same
         *     key, parameters and body, it has no second effect: you get the first response again, with `Idempotent-Replayed: true`. Other
         *     parameters or another body fail with `idempotency_key_reused`; a repeat while the first request is still running fails with
         *     `idempotency_in_flight`. Idempotency keys are separate for each API key and operation. They are kept for 24 hours after the request
         *     succeeds; failed requests aren't kept.
         * @example 5f0f4f0e-3f4b-4a52-9d8e-2f0c2b9f7a11
         */
        'Idempotency-Key'?: components['parameters']['IdempotencyKey'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['RefreshTokenUse'];
      };
    };
    responses: {
      /** @description The session has ended. */
      204: {
        headers: {
          'Idempotent-Replayed': components['headers']['IdempotentReplayed'];
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Problem'];
    };
  };
  listTasks: {
    parameters: {
      query?: {
        /**
         * @description Only tasks in this state.
         * @example dead
         */
        state?: components['schemas']['TaskState'];
        /**
         * @description The maximum number of items to return.
         * @example 20
         */
        limit?: components['parameters']['Limit'];
        /** @description The `nextCursor` of the previous page. Keep all other parameters the same. */
        cursor?: components['parameters']['Cursor'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page of tasks. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['TaskPage'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  deleteTask: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description The task's ID.
         * @example task_01h2xcejqtf2nbrexx3vqjhp41
         */
        taskId: components['parameters']['TaskId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The task was deleted. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Problem'];
    };
  };
  rerunTask: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Makes the request safe to retry. Use a unique value for each request, such as a random UUID. If you repeat a request with the same
         *     key, parameters and body, it has no second effect: you get the first response again, with `Idempotent-Replayed: true`. Other
         *     parameters or another body fail with `idempotency_key_reused`; a repeat while the first request is still running fails with
         *     `idempotency_in_flight`. Idempotency keys are separate for each API key and operation. They are kept for 24 hours after the request
         *     succeeds; failed requests aren't kept.
         * @example 5f0f4f0e-3f4b-4a52-9d8e-2f0c2b9f7a11
         */
        'Idempotency-Key'?: components['parameters']['IdempotencyKey'];
      };
      path: {
        /**
         * @description The task's ID.
         * @example task_01h2xcejqtf2nbrexx3vqjhp41
         */
        taskId: components['parameters']['TaskId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The task, waiting to run. */
      200: {
        headers: {
          'Idempotent-Replayed': components['headers']['IdempotentReplayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Task'] | components['schemas']['Reference'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  listWebhookEndpoints: {
    parameters: {
      query?: {
        /**
         * @description The maximum number of items to return.
         * @example 20
         */
        limit?: components['parameters']['Limit'];
        /** @description The `nextCursor` of the previous page. Keep all other parameters the same. */
        cursor?: components['parameters']['Cursor'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page of endpoints. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['WebhookEndpointPage'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  createWebhookEndpoint: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Makes the request safe to retry. Use a unique value for each request, such as a random UUID. If you repeat a request with the same
         *     key, parameters and body, it has no second effect: you get the first response again, with `Idempotent-Replayed: true`. Other
         *     parameters or another body fail with `idempotency_key_reused`; a repeat while the first request is still running fails with
         *     `idempotency_in_flight`. Idempotency keys are separate for each API key and operation. They are kept for 24 hours after the request
         *     succeeds; failed requests aren't kept.
         * @example 5f0f4f0e-3f4b-4a52-9d8e-2f0c2b9f7a11
         */
        'Idempotency-Key'?: components['parameters']['IdempotencyKey'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['WebhookEndpointCreate'];
      };
    };
    responses: {
      /** @description The endpoint, with its secret. */
      201: {
        headers: {
          'Idempotent-Replayed': components['headers']['IdempotentReplayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['WebhookEndpointWithSecret'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  getWebhookEndpoint: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The endpoint's ID. */
        endpointId: components['parameters']['EndpointId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The endpoint. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['WebhookEndpoint'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  deleteWebhookEndpoint: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The endpoint's ID. */
        endpointId: components['parameters']['EndpointId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The endpoint was deleted. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Problem'];
    };
  };
  updateWebhookEndpoint: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The endpoint's ID. */
        endpointId: components['parameters']['EndpointId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['WebhookEndpointUpdate'];
        'application/merge-patch+json': components['schemas']['WebhookEndpointUpdate'];
      };
    };
    responses: {
      /** @description The updated endpoint. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['WebhookEndpoint'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  rotateWebhookSecret: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Makes the request safe to retry. Use a unique value for each request, such as a random UUID. If you repeat a request with the same
         *     key, parameters and body, it has no second effect: you get the first response again, with `Idempotent-Replayed: true`. Other
         *     parameters or another body fail with `idempotency_key_reused`; a repeat while the first request is still running fails with
         *     `idempotency_in_flight`. Idempotency keys are separate for each API key and operation. They are kept for 24 hours after the request
         *     succeeds; failed requests aren't kept.
         * @example 5f0f4f0e-3f4b-4a52-9d8e-2f0c2b9f7a11
         */
        'Idempotency-Key'?: components['parameters']['IdempotencyKey'];
      };
      path: {
        /** @description The endpoint's ID. */
        endpointId: components['parameters']['EndpointId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['WebhookSecretRotation'];
      };
    };
    responses: {
      /** @description The endpoint, with its new secret. */
      200: {
        headers: {
          'Idempotent-Replayed': components['headers']['IdempotentReplayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['WebhookEndpointWithSecret'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  testWebhookEndpoint: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Makes the request safe to retry. Use a unique value for each request, such as a random UUID. If you repeat a request with the same
         *     key, parameters and body, it has no second effect: you get the first response again, with `Idempotent-Replayed: true`. Other
         *     parameters or another body fail with `idempotency_key_reused`; a repeat while the first request is still running fails with
         *     `idempotency_in_flight`. Idempotency keys are separate for each API key and operation. They are kept for 24 hours after the request
         *     succeeds; failed requests aren't kept.
         * @example 5f0f4f0e-3f4b-4a52-9d8e-2f0c2b9f7a11
         */
        'Idempotency-Key'?: components['parameters']['IdempotencyKey'];
      };
      path: {
        /** @description The endpoint's ID. */
        endpointId: components['parameters']['EndpointId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The result of the test, even if the receiver rejected it or couldn't be reached. */
      200: {
        headers: {
          'Idempotent-Replayed': components['headers']['IdempotentReplayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['WebhookTest'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  replayWebhooks: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Makes the request safe to retry. Use a unique value for each request, such as a random UUID. If you repeat a request with the same
         *     key, parameters and body, it has no second effect: you get the first response again, with `Idempotent-Replayed: true`. Other
         *     parameters or another body fail with `idempotency_key_reused`; a repeat while the first request is still running fails with
         *     `idempotency_in_flight`. Idempotency keys are separate for each API key and operation. They are kept for 24 hours after the request
         *     succeeds; failed requests aren't kept.
         * @example 5f0f4f0e-3f4b-4a52-9d8e-2f0c2b9f7a11
         */
        'Idempotency-Key'?: components['parameters']['IdempotencyKey'];
      };
      path: {
        /** @description The endpoint's ID. */
        endpointId: components['parameters']['EndpointId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['WebhookReplay'];
      };
    };
    responses: {
      /** @description The replay has started. */
      202: {
        headers: {
          'Idempotent-Replayed': components['headers']['IdempotentReplayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['WebhookEndpoint'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  listWebhookDeliveries: {
    parameters: {
      query?: {
        /** @description Only deliveries in this state. */
        state?: components['schemas']['WebhookDeliveryState'];
        /**
         * @description The maximum number of items to return.
         * @example 20
         */
        limit?: components['parameters']['Limit'];
        /** @description The `nextCursor` of the previous page. Keep all other parameters the same. */
        cursor?: components['parameters']['Cursor'];
      };
      header?: never;
      path: {
        /** @description The endpoint's ID. */
        endpointId: components['parameters']['EndpointId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page of deliveries. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['WebhookDeliveryPage'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  listWebhookPublicKeys: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The endpoint's ID. */
        endpointId: components['parameters']['EndpointId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The keys, newest first. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['WebhookPublicKeyList'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  getWebhookDelivery: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The delivery's ID. */
        deliveryId: components['parameters']['DeliveryId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The delivery. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['WebhookDelivery'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  resendWebhook: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Makes the request safe to retry. Use a unique value for each request, such as a random UUID. If you repeat a request with the same
         *     key, parameters and body, it has no second effect: you get the first response again, with `Idempotent-Replayed: true`. Other
         *     parameters or another body fail with `idempotency_key_reused`; a repeat while the first request is still running fails with
         *     `idempotency_in_flight`. Idempotency keys are separate for each API key and operation. They are kept for 24 hours after the request
         *     succeeds; failed requests aren't kept.
         * @example 5f0f4f0e-3f4b-4a52-9d8e-2f0c2b9f7a11
         */
        'Idempotency-Key'?: components['parameters']['IdempotencyKey'];
      };
      path: {
        /** @description The delivery's ID. */
        deliveryId: components['parameters']['DeliveryId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The delivery, due now. */
      202: {
        headers: {
          'Idempotent-Replayed': components['headers']['IdempotentReplayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['WebhookDelivery'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
}
