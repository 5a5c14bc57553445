-- The scopes of the key that last made or changed the endpoint: it receives only types of changes that they allow. The default is what
-- earlier versions had checked for the endpoints that they made; they did not check keys:manage.
alter table webhook_endpoints
  add column scopes text[] not null default '{claims:read,degrees:verify,directory:read,members:read,webhooks:manage}';

-- Whose consumer it is. Null: made by an earlier version, and not used since; the first key that uses it becomes its owner.
alter table change_consumers
  add column owner_key_id uuid,
  -- Keys that its owner has let use it, too.
  add column granted_key_ids uuid[] not null default '{}',
  add foreign key (institution_id, owner_key_id) references api_keys (institution_id, id);
