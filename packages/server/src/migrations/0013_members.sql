-- People's accounts. An account is made when its address is proven, or by the institution for an address that then has to be.
create table members (
  institution_id uuid not null references institutions,
  id uuid not null,
  -- Lower case, its domain in ASCII: compared as it stands.
  email text not null check (email ~ '^[!-~]+@[!-~]+$' and email !~ '[A-Z]' and length(email) <= 254),
  email_verified_at timestamptz,
  role text not null check (role in ('student', 'alumnus', 'admin')),
  status text not null check (status in ('unverified', 'verified', 'banned')),
  profile_id uuid,
  -- argon2id, in PHC's form.
  password_hash text,
  -- Rises with whatever changes what the member may do: access tokens carry it.
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  last_active_at timestamptz,
  deleted_at timestamptz,
  primary key (institution_id, id),
  foreign key (institution_id, profile_id) references profiles
);
create unique index members_email on members (institution_id, email) where deleted_at is null;
create unique index members_profile on members (institution_id, profile_id) where profile_id is not null and deleted_at is null;

-- Codes that were mailed; kept for a day, so that it is known how many were.
create table sign_in_codes (
  institution_id uuid not null references institutions,
  id uuid not null,
  email text not null,
  -- HMAC-SHA-256 of id and code, with a key that is not in the database: a million codes are soon tried.
  digest bytea not null check (length(digest) = 32),
  tries smallint not null default 0,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  primary key (institution_id, id)
);
create index sign_in_codes_email on sign_in_codes (institution_id, email, created_at);
create index sign_in_codes_created_at on sign_in_codes (institution_id, created_at);

-- How often signing in succeeded and failed, hour by hour, so that guessing at many addresses is bounded too.
create table sign_in_counts (
  institution_id uuid not null references institutions,
  method text not null check (method in ('code', 'password')),
  hour timestamptz not null,
  succeeded integer not null default 0,
  failed integer not null default 0,
  primary key (institution_id, method, hour)
);

-- Wrong passwords in a row, by address, whether it has a member or not: the answer must not tell.
create table password_tries (
  institution_id uuid not null references institutions,
  email text not null,
  failed integer not null,
  failed_at timestamptz not null,
  primary key (institution_id, email)
);
create index password_tries_failed_at on password_tries (institution_id, failed_at);

create table sessions (
  institution_id uuid not null references institutions,
  id uuid not null,
  member_id uuid not null,
  method text not null check (method in ('code', 'password')),
  device_name text,
  -- With it and a key that is not in the database refresh tokens are made: neither alone makes one.
  salt bytea not null check (length(salt) = 32),
  -- Of the refresh token that is good now; those before it have been traded.
  generation integer not null default 1,
  signed_in_at timestamptz not null,
  rotated_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz,
  end_reason text check (end_reason in ('signed_out', 'reused_token', 'password_changed', 'banned')),
  primary key (institution_id, id),
  foreign key (institution_id, member_id) references members,
  check ((ended_at is null) = (end_reason is null))
);
create index sessions_member on sessions (institution_id, member_id, id) where ended_at is null;
create index sessions_expires_at on sessions (institution_id, expires_at);

-- Which access tokens were taken back before their end: those of a session, or a member's of versions before one. Rows are
-- needed for as long as a token lasts.
create table revocations (
  institution_id uuid not null references institutions,
  id uuid not null,
  session_id uuid,
  member_id uuid,
  below_version integer,
  reason text not null check (reason in ('ended', 'changed', 'banned')),
  expires_at timestamptz not null,
  -- Readers ask for what has been committed since the snapshot that they saw last: nothing is skipped, however commits overlap.
  transaction_id xid8 not null default pg_current_xact_id(),
  primary key (institution_id, id),
  check (num_nonnulls(session_id, member_id) = 1 and (member_id is null) = (below_version is null))
);
create index revocations_transaction_id on revocations (transaction_id);
create index revocations_expires_at on revocations (institution_id, expires_at);

alter table members enable row level security;
alter table sign_in_codes enable row level security;
alter table sign_in_counts enable row level security;
alter table password_tries enable row level security;
alter table sessions enable row level security;
alter table revocations enable row level security;
create policy own_institution on members to homecoming_app using (institution_id = (select current_institution()));
create policy own_institution on sign_in_codes to homecoming_app using (institution_id = (select current_institution()));
create policy own_institution on sign_in_counts to homecoming_app using (institution_id = (select current_institution()));
create policy own_institution on password_tries to homecoming_app using (institution_id = (select current_institution()));
create policy own_institution on sessions to homecoming_app using (institution_id = (select current_institution()));
create policy own_institution on revocations to homecoming_app using (institution_id = (select current_institution()));
grant select, insert, update on members to homecoming_app;
grant select, insert, update, delete on sign_in_codes, sign_in_counts, password_tries, sessions to homecoming_app;
grant select, insert, delete on revocations to homecoming_app;

-- Of all institutions: every process holds the whole list. It tells ids only, of what was committed since `since` was current,
-- and the snapshot to ask from next time, in a row of its own where there is nothing else.
create function revocations_since(since xid8, now timestamptz)
  returns table (session_id uuid, member_id uuid, below_version integer, reason text, expires_at timestamptz, mark xid8)
  language sql stable security definer set search_path = public, pg_temp
as $$
  select r.session_id, r.member_id, r.below_version, r.reason, r.expires_at, m.mark
    from (select pg_snapshot_xmin(pg_current_snapshot()) as mark) m
    left join revocations r on r.expires_at > now and (since is null or r.transaction_id >= since)
$$;
revoke all on function revocations_since(xid8, timestamptz) from public;
grant execute on function revocations_since(xid8, timestamptz) to homecoming_app;

-- What access tokens are signed with, the platform's: made and rotated by the owner only.
create table signing_keys (
  -- The thumbprint of the public key (RFC 7638).
  id text primary key,
  public_key jsonb not null,
  -- Encrypted with a key made from HOMECOMING_SECRET.
  private_key bytea not null,
  created_at timestamptz not null,
  signs_from timestamptz not null,
  -- Until then its tokens are taken; null while none follows it.
  verifies_until timestamptz
);

-- Those whose tokens are or will be taken. The private ones are of no use without the secret.
create function current_signing_keys(now timestamptz)
  returns table (id text, public_key jsonb, private_key bytea, signs_from timestamptz, verifies_until timestamptz)
  language sql stable security definer set search_path = public, pg_temp
as $$
  select k.id, k.public_key, k.private_key, k.signs_from, k.verifies_until
    from signing_keys k where k.verifies_until is null or k.verifies_until > now
$$;
revoke all on function current_signing_keys(timestamptz) from public;
grant execute on function current_signing_keys(timestamptz) to homecoming_app;
