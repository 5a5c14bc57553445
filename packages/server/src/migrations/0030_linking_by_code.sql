-- Whoever registers a provider, or changes what it vouches with, gets no more by it than they may do themselves: a link to somebody
-- who may do more is confirmed by a code that is mailed to them.
alter table sign_in_providers
  -- What those could do who have made the provider what it is; null: it was made before this was noted.
  add column configured_scopes text[],
  -- Rises when somebody who may not do everything changes what it vouches with: confirmations of before then count no more.
  add column trust_version integer not null default 1,
  -- Whether an address counts as verified where an OpenID Connect provider doesn't say whether it is.
  add column trusts_unverified_email boolean not null default false;

alter table external_identities
  -- The provider's trust_version that a mailed code has confirmed the link at; null where none has.
  add column confirmed_version integer;

alter table sign_in_codes
  -- What else redeeming it does: it links a provider's subject to whose address it is.
  add column link_provider_id uuid,
  add column link_subject text,
  add column link_trust_version integer,
  add constraint sign_in_codes_link check (num_nulls(link_provider_id, link_subject, link_trust_version) in (0, 3)) not valid;
alter table sign_in_codes validate constraint sign_in_codes_link;
