-- Sign-ins that went to a provider, each from its start to the session.
create table provider_sign_ins (
  institution_id uuid not null references institutions,
  id uuid not null,
  provider_id uuid not null,
  key_id uuid not null,
  -- SHA-256 of what the browser that started it keeps in a cookie.
  browser_digest bytea not null check (length(browser_digest) = 32),
  -- SHA-256 of what the page that started it keeps.
  challenge bytea not null check (length(challenge) = 32),
  return_to text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  -- When the provider sent the person back: once only.
  called_back_at timestamptz,
  -- Whom the provider vouched for, and the grant by which their page gets the session.
  member_id uuid,
  grant_digest bytea check (length(grant_digest) = 32),
  grant_expires_at timestamptz,
  redeemed_at timestamptz,
  primary key (institution_id, id),
  foreign key (institution_id, provider_id) references sign_in_providers,
  foreign key (institution_id, member_id) references members,
  check (num_nulls(member_id, grant_digest, grant_expires_at) in (0, 3)),
  check (redeemed_at is null or member_id is not null)
);
create index provider_sign_ins_created_at on provider_sign_ins (institution_id, created_at);

alter table provider_sign_ins enable row level security;
create policy own_institution on provider_sign_ins to homecoming_app using (institution_id = (select current_institution()));
grant select, insert, update, delete on provider_sign_ins to homecoming_app;
