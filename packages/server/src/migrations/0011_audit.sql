-- The audit log: what administrators, keys and the command line did, as one chain of entries per institution. The hash of an
-- entry covers the entry and the hash before it, under a key that the database does not have (see platform/audit-chain), so
-- whoever changes the tables, also as their owner, can be found out.
create table audit_entries (
  institution_id uuid not null references institutions,
  -- 1, 2, 3 … without gaps, in the order of commits.
  number bigint not null check (number >= 1),
  at timestamptz not null,
  action text not null,
  actor_kind text not null,
  actor_id uuid,
  -- Of whoever acts for somebody else: for whom.
  on_behalf_of_kind text,
  on_behalf_of_id uuid,
  subject_kind text not null,
  subject_id uuid not null,
  request_id uuid,
  -- The numbers of earlier entries whose detail went with this one.
  erases bigint[],
  detail_digest bytea not null check (length(detail_digest) = 32),
  hash bytea not null check (length(hash) = 32),
  primary key (institution_id, number)
);
create index audit_entries_action on audit_entries (institution_id, action, number);
create index audit_entries_actor on audit_entries (institution_id, actor_kind, actor_id, number);
create index audit_entries_subject on audit_entries (institution_id, subject_kind, subject_id, number);
create index audit_entries_at on audit_entries (institution_id, at);
create index audit_entries_erases on audit_entries using gin (erases) where erases is not null;

-- What may be personal: the client's address, what was before and after. An entry holds only the digest of it, made with the
-- salt that lies here: once a row is erased its content cannot be guessed from the digest.
create table audit_details (
  institution_id uuid not null references institutions,
  number bigint not null,
  salt bytea not null check (length(salt) = 32),
  -- JSON, byte for byte as it was digested.
  detail text not null,
  -- No reference to audit_entries: one function writes both, verifying finds details astray, and checked row by row with a
  -- plan from when the log was short a reference reads all of the log for each row.
  primary key (institution_id, number)
);

-- Where each chain ends, sealed: an entry cut off the end is missed.
create table audit_heads (
  institution_id uuid primary key references institutions,
  number bigint not null,
  hash bytea not null,
  seal bytea not null
);

alter table audit_entries enable row level security;
alter table audit_details enable row level security;
alter table audit_heads enable row level security;
create policy own_institution on audit_entries to homecoming_app using (institution_id = (select current_institution()));
create policy own_institution on audit_details to homecoming_app using (institution_id = (select current_institution()));
create policy own_institution on audit_heads to homecoming_app using (institution_id = (select current_institution()));
-- Nothing is written but through the functions below.
grant select on audit_entries, audit_heads to homecoming_app;
grant select (institution_id, number, detail) on audit_details to homecoming_app;

-- Append-only for everybody, the owner too.
create function refuse_audit_change() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  raise exception '% is append-only: % is refused', tg_table_name, tg_op using errcode = 'insufficient_privilege';
end
$$;

-- A detail may go once an entry says so, and not otherwise.
create function refuse_unsaid_erasure() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  if not exists (select from audit_entries e
                  where e.institution_id = old.institution_id and e.erases @> array[old.number]) then
    raise exception 'A detail goes only with an entry that erases it' using errcode = 'insufficient_privilege';
  end if;
  return old;
end
$$;

create function refuse_head_going_back() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  if new.institution_id <> old.institution_id or new.number <= old.number then
    raise exception 'The head of an audit log only goes forward' using errcode = 'insufficient_privilege';
  end if;
  return new;
end
$$;

create trigger append_only before update or delete on audit_entries for each row execute function refuse_audit_change();
create trigger never_emptied before truncate on audit_entries execute function refuse_audit_change();
create trigger append_only before update on audit_details for each row execute function refuse_audit_change();
create trigger erased_by_an_entry before delete on audit_details for each row execute function refuse_unsaid_erasure();
create trigger never_emptied before truncate on audit_details execute function refuse_audit_change();
create trigger forward_only before update on audit_heads for each row execute function refuse_head_going_back();
create trigger never_deleted before delete on audit_heads for each row execute function refuse_audit_change();
create trigger never_emptied before truncate on audit_heads execute function refuse_audit_change();

-- Also where triggers are set aside for replication.
alter table audit_entries enable always trigger append_only;
alter table audit_entries enable always trigger never_emptied;
alter table audit_details enable always trigger append_only;
alter table audit_details enable always trigger erased_by_an_entry;
alter table audit_details enable always trigger never_emptied;
alter table audit_heads enable always trigger forward_only;
alter table audit_heads enable always trigger never_deleted;
alter table audit_heads enable always trigger never_emptied;

-- Where the institution's chain ends, locked until the transaction ends. Taken last in a transaction, so whoever waits here
-- holds nothing that who is ahead still needs.
create function lock_audit_head(out number bigint, out hash bytea)
  language plpgsql volatile security definer set search_path = public, pg_temp
as $$
begin
  if current_institution() is null then
    raise exception 'An audit log belongs to an institution' using errcode = 'insufficient_privilege';
  end if;
  insert into audit_heads (institution_id, number, hash, seal)
    values (current_institution(), 0, decode(repeat('00', 32), 'hex'), '') on conflict do nothing;
  select head.number, head.hash into lock_audit_head.number, lock_audit_head.hash
    from audit_heads head where head.institution_id = current_institution() for update;
end
$$;

-- Appends entries, which must continue the chain, with their details; takes out the details that they erase.
create function append_audit(entries jsonb, seal bytea) returns void
  language plpgsql volatile security definer set search_path = public, pg_temp
as $$
declare
  head bigint;
  erased bigint[];
begin
  select h.number into head from audit_heads h where h.institution_id = current_institution() for update;
  if head is null then
    raise exception 'An audit log belongs to an institution' using errcode = 'insufficient_privilege';
  end if;
  if jsonb_array_length(entries) = 0 or exists (
       select from jsonb_array_elements(entries) with ordinality as e(value, nth)
        where (e.value ->> 'number')::bigint is distinct from head + e.nth
           or (select max(n::bigint) from jsonb_array_elements_text(nullif(e.value -> 'erases', 'null')) n) >= head + e.nth) then
    raise exception 'These entries do not continue the audit log' using errcode = 'check_violation';
  end if;
  with given as (
    select * from jsonb_to_recordset(entries) as e(
      number bigint, at timestamptz, action text, "actorKind" text, "actorId" uuid, "onBehalfOfKind" text, "onBehalfOfId" uuid,
      "subjectKind" text, "subjectId" uuid, "requestId" uuid, erases bigint[], "detailDigest" text, hash text, salt text, detail text)
  ), written as (
    insert into audit_entries (institution_id, number, at, action, actor_kind, actor_id, on_behalf_of_kind, on_behalf_of_id,
                               subject_kind, subject_id, request_id, erases, detail_digest, hash)
      select current_institution(), g.number, g.at, g.action, g."actorKind", g."actorId", g."onBehalfOfKind", g."onBehalfOfId",
             g."subjectKind", g."subjectId", g."requestId", g.erases, decode(g."detailDigest", 'hex'), decode(g.hash, 'hex')
        from given g order by g.number
  )
  insert into audit_details (institution_id, number, salt, detail)
    select current_institution(), g.number, decode(g.salt, 'hex'), g.detail from given g;
  -- By an array, so that the rows are found by their key however old the plan is.
  select array_agg(n::bigint) into erased
    from jsonb_array_elements(entries) e, jsonb_array_elements_text(nullif(e -> 'erases', 'null')) n;
  if erased is not null then
    delete from audit_details d where d.institution_id = current_institution() and d.number = any(erased);
  end if;
  update audit_heads h
     set number = head + jsonb_array_length(entries), hash = decode(entries -> -1 ->> 'hash', 'hex'), seal = append_audit.seal
   where h.institution_id = current_institution();
end
$$;
revoke all on function lock_audit_head(), append_audit(jsonb, bytea) from public;
grant execute on function lock_audit_head(), append_audit(jsonb, bytea) to homecoming_app;
