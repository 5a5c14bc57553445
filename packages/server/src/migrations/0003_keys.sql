create table api_keys (
  institution_id uuid not null references institutions,
  id uuid not null,
  kind text not null check (kind in ('publishable', 'secret')),
  name text not null,
  -- SHA-256 of the whole key. Keys carry 160 random bits, so a slow hash would add nothing.
  digest bytea not null check (length(digest) = 32),
  -- Only a publishable key may be shown again.
  text text check ((text is not null) = (kind = 'publishable')),
  scopes text[] not null default '{}',
  origins text[] not null default '{}',
  expires_at timestamptz,
  revoked_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (institution_id, id),
  unique (institution_id, digest)
);

alter table api_keys enable row level security;
create policy own_institution on api_keys to homecoming_app using (institution_id = (select current_institution()));
grant select, insert, update on api_keys to homecoming_app;
