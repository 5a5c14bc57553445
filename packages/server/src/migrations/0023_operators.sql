-- The platform itself. What operators do that concerns no institution has a place of its own: an audit log, like those of
-- institutions, and a scope in which the tables below are reached. It is no institution: nobody can have a key of it, and
-- nothing that looks for living institutions finds it.
create function platform_id() returns uuid
  language sql immutable parallel safe
  return '00000000-0000-7000-8000-000000000000'::uuid;

alter table institutions drop constraint institutions_slug_check;
alter table institutions add constraint institutions_slug_check
  check (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$' or id = platform_id());
insert into institutions (id, slug, name, mode, deleted_at) values (platform_id(), '_platform', 'The platform', 'live', now());

-- Who runs the platform: of no institution.
create table operators (
  id uuid primary key,
  email text not null unique check (email ~ '^[!-~]+@[!-~]+$' and email !~ '[A-Z]' and length(email) <= 254),
  -- argon2id, in PHC's form.
  password_hash text,
  -- The secret of the second factor (RFC 6238), sealed with a key that is not in the database.
  totp_secret bytea,
  -- The time step of the last code that was taken: none up to it is taken again.
  totp_step bigint not null default 0,
  -- SHA-256 of the set-up code, of 160 random bits. As long as it is there, nobody can sign in.
  set_up_digest bytea check (length(set_up_digest) = 32),
  set_up_until timestamptz,
  created_at timestamptz not null,
  disabled_at timestamptz,
  check ((set_up_digest is null) = (set_up_until is null)),
  check (set_up_digest is not null or (password_hash is not null and totp_secret is not null))
);

create table operator_sessions (
  id uuid primary key,
  operator_id uuid not null references operators,
  -- SHA-256 of the token, of 256 random bits.
  digest bytea not null check (length(digest) = 32),
  signed_in_at timestamptz not null,
  last_used_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz
);
create index operator_sessions_operator on operator_sessions (operator_id) where ended_at is null;

-- In the scope of an institution there are no operators.
alter table operators enable row level security;
alter table operator_sessions enable row level security;
create policy platform_only on operators to homecoming_app using ((select current_institution()) = platform_id());
create policy platform_only on operator_sessions to homecoming_app using ((select current_institution()) = platform_id());
grant select, insert, update on operators to homecoming_app;
grant select, insert, update, delete on operator_sessions to homecoming_app;

-- Operators acting as members: an institution's own, as its audit log tells of them.
create table impersonations (
  institution_id uuid not null references institutions,
  id uuid not null,
  member_id uuid not null,
  operator_id uuid not null,
  operator_session_id uuid not null,
  reason text not null check (length(reason) between 10 and 500),
  started_at timestamptz not null,
  ends_at timestamptz not null,
  ended_at timestamptz,
  primary key (institution_id, id),
  foreign key (institution_id, member_id) references members
);
create index impersonations_ends_at on impersonations (institution_id, ends_at);
create index impersonations_member on impersonations (institution_id, member_id) where ended_at is null;
alter table impersonations enable row level security;
create policy own_institution on impersonations to homecoming_app using (institution_id = (select current_institution()));
grant select, insert, update, delete on impersonations to homecoming_app;

-- What operators look across institutions with. In the platform's scope only: elsewhere they find nothing.
create function operator_institutions(only_id uuid, only_slug text, before uuid, most integer)
  returns table (id uuid, slug text, name text, mode text, number integer, audience_defaults jsonb,
                 public_count_threshold integer, contact_email text, created_at timestamptz)
  language sql stable security definer set search_path = public, pg_temp
as $$
  select i.id, i.slug, i.name, i.mode, i.number, i.audience_defaults, i.public_count_threshold, i.contact_email, i.created_at
    from institutions i
   where current_institution() = platform_id() and i.deleted_at is null
     and (only_id is null or i.id = only_id) and (only_slug is null or i.slug = only_slug)
     and (before is null or i.id < before)
   order by i.id desc limit most
$$;

create function living_impersonations(now timestamptz)
  returns table (institution_id uuid, id uuid, member_id uuid, operator_id uuid, operator_session_id uuid, reason text,
                 started_at timestamptz, ends_at timestamptz)
  language sql stable security definer set search_path = public, pg_temp
as $$
  select i.institution_id, i.id, i.member_id, i.operator_id, i.operator_session_id, i.reason, i.started_at, i.ends_at
    from impersonations i
   where current_institution() = platform_id() and i.ended_at is null and i.ends_at > now
   order by i.id
$$;

-- Makes the institution whose scope the transaction is in: one that is not there yet.
create function create_institution(slug text, name text, mode text, audience_defaults jsonb, public_count_threshold integer)
  returns table (number integer, created_at timestamptz)
  language plpgsql volatile security definer set search_path = public, pg_temp
as $$
begin
  if current_institution() is null or exists (select from institutions i where i.id = current_institution()) then
    raise exception 'An institution is made in a scope of its own' using errcode = 'insufficient_privilege';
  end if;
  return query
    insert into institutions as i (id, slug, name, mode, audience_defaults, public_count_threshold)
      values (current_institution(), create_institution.slug, create_institution.name, create_institution.mode,
              create_institution.audience_defaults, create_institution.public_count_threshold)
      on conflict on constraint institutions_slug_key do nothing returning i.number, i.created_at;
end
$$;

revoke all on function operator_institutions(uuid, text, uuid, integer), living_impersonations(timestamptz),
  create_institution(text, text, text, jsonb, integer) from public;
grant execute on function operator_institutions(uuid, text, uuid, integer), living_impersonations(timestamptz),
  create_institution(text, text, text, jsonb, integer) to homecoming_app;
