-- The application acts as homecoming_app: it owns nothing and cannot bypass row-level security.
-- The owner's login becomes a member of it, so that one URL alone can set the role (see platform/database).
do $$
begin
  if not exists (select from pg_roles where rolname = 'homecoming_app') then
    create role homecoming_app nologin noinherit;
  end if;
exception when duplicate_object or unique_violation then
  null; -- another database of the same cluster made it in the same moment
end
$$;

do $$
begin
  if not pg_has_role(current_user, 'homecoming_app', 'member') then
    execute format('grant homecoming_app to %I', current_user);
  end if;
exception when unique_violation then
  null;
end
$$;

grant usage on schema public to homecoming_app;

-- Whose rows the current transaction may touch; null outside of an institution's transaction, and then no row matches.
create function current_institution() returns uuid
  language sql stable parallel safe
  return nullif(current_setting('app.institution_id', true), '')::uuid;
