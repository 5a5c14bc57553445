-- Who is written to about the institution's own affairs, such as a partner that has failed for days.
alter table institutions add column contact_email text check (length(contact_email) between 3 and 320);

create table webhook_endpoints (
  institution_id uuid not null references institutions,
  id uuid not null,
  url text not null,
  -- Exact types, `<subject>.*` and `*`.
  types text[] not null,
  description text,
  audience text not null check (audience in ('public', 'members', 'private')),
  signature text not null check (signature in ('hmac', 'ed25519')),
  enabled boolean not null,
  -- Why the service disabled it.
  disabled_reason text check (disabled_reason in ('gone', 'failing')),
  version integer not null default 1,
  -- It gets what stands in the log after this.
  after_position bigint not null,
  -- The breaker: tries that have failed since the last success, since when, how often it has paused, and until when.
  failures integer not null default 0,
  failing_since timestamptz,
  pauses integer not null default 0,
  paused_until timestamptz,
  -- A replay under way: what is left of the log to be walked through, and from which instant on.
  replay_after bigint,
  replay_until bigint,
  replay_from timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  deleted_at timestamptz,
  primary key (institution_id, id),
  check (disabled_reason is null or not enabled),
  check ((failures = 0) = (failing_since is null)),
  check (num_nonnulls(replay_after, replay_until, replay_from) in (0, 3))
);
create index webhook_endpoints_replay on webhook_endpoints (institution_id) where replay_after is not null;

-- What signs, sealed. The one without an end is the present one; others sign beside it until their end.
create table webhook_secrets (
  institution_id uuid not null,
  endpoint_id uuid not null,
  id uuid not null,
  sealed bytea not null,
  public_key text,
  created_at timestamptz not null,
  expires_at timestamptz,
  primary key (institution_id, endpoint_id, id),
  foreign key (institution_id, endpoint_id) references webhook_endpoints
);
create unique index webhook_secrets_present on webhook_secrets (institution_id, endpoint_id) where expires_at is null;

-- How far the log has been made into deliveries.
create table webhook_positions (
  institution_id uuid not null references institutions,
  position bigint not null,
  primary key (institution_id)
);

-- One change to one endpoint. Complete in itself: the log may forget the change before the last try.
create table webhook_deliveries (
  institution_id uuid not null,
  id uuid not null,
  endpoint_id uuid not null,
  change_id uuid not null,
  type text not null,
  subject_id uuid not null,
  occurred_at timestamptz not null,
  state text not null check (state in ('pending', 'succeeded', 'failed', 'withheld')),
  -- Of a pending one: not before. Whoever is at it moves it to the end of a lease, so that a killed process gives it back.
  due_at timestamptz,
  claim_id uuid,
  -- Of the present schedule, and of all.
  tries integer not null default 0,
  attempts integer not null default 0,
  created_at timestamptz not null,
  primary key (institution_id, id),
  unique (institution_id, endpoint_id, change_id),
  foreign key (institution_id, endpoint_id) references webhook_endpoints,
  check ((state = 'pending') = (due_at is not null))
);
create index webhook_deliveries_due on webhook_deliveries (institution_id, endpoint_id, due_at) where state = 'pending';
create index webhook_deliveries_log on webhook_deliveries (institution_id, endpoint_id, id);
create index webhook_deliveries_created_at on webhook_deliveries (institution_id, created_at);

create table webhook_attempts (
  institution_id uuid not null,
  delivery_id uuid not null,
  number integer not null,
  at timestamptz not null,
  duration_ms integer not null,
  status integer,
  error_code text,
  error_message text,
  response_start text,
  primary key (institution_id, delivery_id, number),
  foreign key (institution_id, delivery_id) references webhook_deliveries on delete cascade,
  check ((status is null) = (error_code is not null))
);

alter table webhook_endpoints enable row level security;
alter table webhook_secrets enable row level security;
alter table webhook_positions enable row level security;
alter table webhook_deliveries enable row level security;
alter table webhook_attempts enable row level security;
create policy own_institution on webhook_endpoints to homecoming_app using (institution_id = (select current_institution()));
create policy own_institution on webhook_secrets to homecoming_app using (institution_id = (select current_institution()));
create policy own_institution on webhook_positions to homecoming_app using (institution_id = (select current_institution()));
create policy own_institution on webhook_deliveries to homecoming_app using (institution_id = (select current_institution()));
create policy own_institution on webhook_attempts to homecoming_app using (institution_id = (select current_institution()));
grant select, insert, update on webhook_endpoints, webhook_positions to homecoming_app;
grant select, insert, update, delete on webhook_secrets, webhook_deliveries to homecoming_app;
grant select, insert on webhook_attempts to homecoming_app;

-- The institutions that have something in their log, or in a replay, that was not yet made into deliveries.
create function webhook_backlog() returns table (institution_id uuid)
  language sql stable security definer set search_path = public, pg_temp
as $$
  select p.institution_id from webhook_positions p
   where exists (select from changes c where c.institution_id = p.institution_id and c.position > p.position)
  union
  select e.institution_id from webhook_endpoints e where e.replay_after is not null and e.deleted_at is null
$$;

-- Takes what is due, for all institutions, until a lease ends. `busy` says how many each endpoint has under way with the
-- caller. One caller at a time: a breaker that is open lets one probe through, however many processes ask. Each endpoint's
-- first comes before any endpoint's second, so that a long queue delays only itself.
create function claim_webhook_deliveries(
    at timestamptz, lease_until timestamptz, claim uuid, busy jsonb,
    most_per_endpoint integer, most_per_institution integer, most integer, breaks_after integer)
  returns table (institution_id uuid, endpoint_id uuid, delivery_id uuid, change_id uuid, type text, subject_id uuid,
                 occurred_at timestamptz, tries integer, is_probe boolean)
  language plpgsql volatile security definer set search_path = public, pg_temp
as $$
#variable_conflict use_column
begin
  perform pg_advisory_xact_lock(4600003);
  return query
  with ready as materialized (
    select e.institution_id, e.id, e.failures >= breaks_after as is_probe,
           least(case when e.failures >= breaks_after then 1 else most_per_endpoint end, most)
             - coalesce((busy ->> e.id::text)::integer, 0) as room,
           sum(coalesce((busy ->> e.id::text)::integer, 0)) over (partition by e.institution_id) as institution_busy
      from webhook_endpoints e
     where e.enabled and e.deleted_at is null and (e.paused_until is null or e.paused_until <= at)
  ), due as materialized (
    select r.institution_id, r.id as endpoint_id, d.id, r.is_probe, r.institution_busy,
           row_number() over (partition by r.institution_id, r.id order by d.due_at, d.id) as nth
      from ready r cross join lateral (
        select id, due_at from webhook_deliveries
         where institution_id = r.institution_id and endpoint_id = r.id and state = 'pending' and due_at <= at
         order by due_at, id limit greatest(r.room, 0)
      ) d
  ), ranked as (
    select d.*, row_number() over (partition by d.institution_id order by d.nth, d.id) as nth_of_institution from due d
  ), picked as materialized (
    select * from ranked where nth_of_institution <= most_per_institution - institution_busy
     order by nth, id limit most
  ), probing as (
    -- No second probe before the first has an outcome, or its process is given up.
    update webhook_endpoints e set paused_until = lease_until
      from picked p where p.is_probe and (e.institution_id, e.id) = (p.institution_id, p.endpoint_id)
  )
  update webhook_deliveries d set due_at = lease_until, claim_id = claim
    from picked p where (d.institution_id, d.id) = (p.institution_id, p.id) and d.state = 'pending' and d.due_at <= at
    returning d.institution_id, d.endpoint_id, d.id, d.change_id, d.type, d.subject_id, d.occurred_at, d.tries, p.is_probe;
end
$$;

-- The public keys of an endpoint, for whoever knows its id: they verify what is sent to it, and tell nothing else.
create function webhook_public_keys(endpoint uuid, at timestamptz) returns table (public_key text, expires_at timestamptz)
  language sql stable security definer set search_path = public, pg_temp
as $$
  select s.public_key, s.expires_at from webhook_endpoints e
    join webhook_secrets s on (s.institution_id, s.endpoint_id) = (e.institution_id, e.id)
   where e.id = endpoint and e.deleted_at is null and s.public_key is not null and (s.expires_at is null or s.expires_at > at)
   order by s.expires_at desc nulls first, s.id desc
$$;

-- Its id leads no key, and is asked for by anybody.
create index webhook_endpoints_id on webhook_endpoints (id);

revoke all on function webhook_backlog(), claim_webhook_deliveries(timestamptz, timestamptz, uuid, jsonb, integer, integer, integer, integer),
  webhook_public_keys(uuid, timestamptz) from public;
grant execute on function webhook_backlog(), claim_webhook_deliveries(timestamptz, timestamptz, uuid, jsonb, integer, integer, integer, integer),
  webhook_public_keys(uuid, timestamptz) to homecoming_app;
