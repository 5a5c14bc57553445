-- Who vouches for an institution's people: its OpenID Connect providers, and its own site that signs tokens for who is signed in there.
create table sign_in_providers (
  institution_id uuid not null references institutions,
  id uuid not null,
  kind text not null check (kind in ('oidc', 'host')),
  name text not null,
  -- Compared as it stands. It never changes: what a subject is called is the issuer's.
  issuer text not null,
  client_id text,
  -- Sealed with a key that is not in the database.
  client_secret bytea,
  jwks jsonb,
  jwks_url text,
  -- Whether an address that it calls verified is taken as proven.
  trusts_email boolean not null,
  enabled boolean not null,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  deleted_at timestamptz,
  primary key (institution_id, id),
  check (kind = 'oidc' or (client_id is null and client_secret is null)),
  check ((kind = 'oidc') = (client_id is not null)),
  check (num_nonnulls(jwks, jwks_url) = case kind when 'host' then 1 else 0 end)
);
-- A host's token names its provider by nothing but the issuer.
create unique index sign_in_providers_host on sign_in_providers (institution_id, issuer) where kind = 'host' and deleted_at is null;

-- Whom a provider knows by which subject.
create table external_identities (
  institution_id uuid not null references institutions,
  id uuid not null,
  provider_id uuid not null,
  subject text not null,
  member_id uuid not null,
  -- As the provider said it last; it links nobody any more.
  email text,
  linked_at timestamptz not null,
  last_used_at timestamptz not null,
  primary key (institution_id, id),
  unique (institution_id, provider_id, subject),
  foreign key (institution_id, provider_id) references sign_in_providers,
  foreign key (institution_id, member_id) references members
);
create index external_identities_member on external_identities (institution_id, member_id, id);

-- Hosts' tokens that were used, for as long as they would be good.
create table used_host_tokens (
  institution_id uuid not null references institutions,
  provider_id uuid not null,
  -- SHA-256 of the token's jti.
  digest bytea not null check (length(digest) = 32),
  expires_at timestamptz not null,
  primary key (institution_id, provider_id, digest),
  foreign key (institution_id, provider_id) references sign_in_providers
);
create index used_host_tokens_expires_at on used_host_tokens (institution_id, expires_at);

alter table sessions drop constraint sessions_method_check;
alter table sessions add constraint sessions_method_check check (method in ('code', 'password', 'oidc', 'host')) not valid;
alter table sessions validate constraint sessions_method_check;

alter table sign_in_providers enable row level security;
alter table external_identities enable row level security;
alter table used_host_tokens enable row level security;
create policy own_institution on sign_in_providers to homecoming_app using (institution_id = (select current_institution()));
create policy own_institution on external_identities to homecoming_app using (institution_id = (select current_institution()));
create policy own_institution on used_host_tokens to homecoming_app using (institution_id = (select current_institution()));
grant select, insert, update on sign_in_providers to homecoming_app;
grant select, insert, update, delete on external_identities to homecoming_app;
grant select, insert, delete on used_host_tokens to homecoming_app;
