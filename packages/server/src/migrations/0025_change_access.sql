-- The scopes of the key that last made or changed an endpoint: it receives only types of changes that they allow. A table of its own,
-- because statements of the release before name no columns of webhook_endpoints, and would fail in processes that still run. An
-- endpoint that such a process has made has no row, and holds what that release checked.
create table webhook_endpoint_scopes (
  institution_id uuid not null,
  endpoint_id uuid not null,
  scopes text[] not null,
  primary key (institution_id, endpoint_id),
  foreign key (institution_id, endpoint_id) references webhook_endpoints
);
alter table webhook_endpoint_scopes enable row level security;
create policy own_institution on webhook_endpoint_scopes to homecoming_app
  using (institution_id = (select current_institution()));
grant select, insert, update on webhook_endpoint_scopes to homecoming_app;

-- Whose consumer it is. Null: made by an earlier version, and not used since; the first key that uses it becomes its owner.
alter table change_consumers
  add column owner_key_id uuid,
  -- Keys that its owner has let use it, too.
  add column granted_key_ids uuid[] not null default '{}',
  add foreign key (institution_id, owner_key_id) references api_keys (institution_id, id);
