-- The application appends to the audit log; it no longer erases from it. Who erases a person's details does so as the owner, with
-- an entry that names the person, and of entries about them only.
create function append_audit_erasing(entries jsonb, seal bytea) returns void
  language plpgsql volatile set search_path = public, pg_temp
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
        where (e.value ->> 'number')::bigint is distinct from head + e.nth) then
    raise exception 'These entries do not continue the audit log' using errcode = 'check_violation';
  end if;
  if exists (
       select from jsonb_array_elements(entries) e, jsonb_array_elements_text(nullif(e -> 'erases', 'null')) n
        where e ->> 'action' is distinct from 'audit_log.details_erased'
           or not exists (select from audit_entries earlier
                           where earlier.institution_id = current_institution() and earlier.number = n::bigint
                             and earlier.subject_kind = e ->> 'subjectKind'
                             and earlier.subject_id = (e ->> 'subjectId')::uuid)) then
    raise exception 'An entry erases details of earlier entries about its own subject only' using errcode = 'check_violation';
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
     set number = head + jsonb_array_length(entries), hash = decode(entries -> -1 ->> 'hash', 'hex'),
         seal = append_audit_erasing.seal
   where h.institution_id = current_institution();
end
$$;
-- Nobody's but the owner's.
revoke all on function append_audit_erasing(jsonb, bytea) from public;

create or replace function append_audit(entries jsonb, seal bytea) returns void
  language plpgsql volatile security definer set search_path = public, pg_temp
as $$
begin
  if exists (select from jsonb_array_elements(entries) e where e ->> 'erases' is not null) then
    raise exception 'Details are erased by the owner only' using errcode = 'insufficient_privilege';
  end if;
  perform append_audit_erasing(entries, seal);
end
$$;
