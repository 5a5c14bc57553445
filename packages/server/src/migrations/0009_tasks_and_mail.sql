-- The runner's tables hold the tasks of all institutions and have no policies that would let the application in. These
-- functions are its only way to them: each looks at the tasks of the current institution only, whatever it is asked for. Their
-- bodies are of PL/pgSQL, so that nothing stands in the way of the runner's own migrations.

-- One task, or those of a state from the newest on. Payloads stay inside: they may hold personal data.
create function own_tasks(one uuid, wanted text, before uuid, most integer)
  returns table (
    id uuid, task text, state text, attempts integer, max_attempts integer, last_error text, created_at timestamptz, run_at timestamptz
  )
  language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  return query
    select t.* from (
      select (j.payload ->> 'id')::uuid as id, names.identifier,
             case when j.locked_at is not null then 'running' when j.attempts >= j.max_attempts then 'dead' else 'waiting' end as state,
             j.attempts::integer, j.max_attempts::integer, j.last_error, j.created_at, j.run_at
        from graphile_worker._private_jobs j join graphile_worker._private_tasks names on names.id = j.task_id
       where j.payload ->> 'institutionId' = current_institution()::text
    ) t
     where (one is null or t.id = one) and (wanted is null or t.state = wanted) and (before is null or t.id < before)
     order by t.id desc limit most;
end
$$;

-- Has a dead task run again, its tries counted anew: false where there is no dead one of this id.
create function rerun_task(task uuid) returns boolean
  language plpgsql volatile security definer set search_path = public, pg_temp
as $$
begin
  update graphile_worker._private_jobs j
     set attempts = 0, run_at = now(), updated_at = now(),
         payload = (j.payload::jsonb || jsonb_build_object('reruns', coalesce((j.payload ->> 'reruns')::integer, 0) + 1))::json
   where j.payload ->> 'institutionId' = current_institution()::text and j.payload ->> 'id' = task::text
     and j.locked_at is null and j.attempts >= j.max_attempts;
  return found;
end
$$;

-- Forgets a dead task: false where there is no dead one of this id.
create function delete_task(task uuid) returns boolean
  language plpgsql volatile security definer set search_path = public, pg_temp
as $$
begin
  delete from graphile_worker._private_jobs j
   where j.payload ->> 'institutionId' = current_institution()::text and j.payload ->> 'id' = task::text
     and j.locked_at is null and j.attempts >= j.max_attempts;
  return found;
end
$$;

revoke all on function own_tasks(uuid, text, uuid, integer), rerun_task(uuid), delete_task(uuid) from public;
grant execute on function own_tasks(uuid, text, uuid, integer), rerun_task(uuid), delete_task(uuid) to homecoming_app;

-- Mail to be sent, so that its contents are in no task; emptied of them when it has been.
create table mails (
  institution_id uuid not null references institutions,
  id uuid not null,
  created_at timestamptz not null,
  recipient text,
  subject text,
  text text,
  html text,
  -- When its last byte was about to go out. Until then it has certainly not been sent; from then on, without sent_at, who knows.
  handed_over_at timestamptz,
  -- In which rerun of its task that was: somebody who has it run again after that takes a second copy into account.
  handed_over_rerun integer,
  sent_at timestamptz,
  primary key (institution_id, id),
  check (sent_at is not null or num_nonnulls(recipient, subject, text) = 3)
);
create index mails_created_at on mails (institution_id, created_at);
alter table mails enable row level security;
create policy own_institution on mails to homecoming_app using (institution_id = (select current_institution()));
grant select, insert, update, delete on mails to homecoming_app;
