create extension if not exists btree_gin;
create extension if not exists pg_trgm;

create table institutions (
  id uuid primary key,
  slug text not null unique check (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  name text not null,
  mode text not null check (mode in ('live', 'test')),
  -- Short tag of the institution in search documents, so that a word's posting list holds one institution only.
  number integer generated always as identity unique,
  audience_defaults jsonb not null default '{}',
  public_count_threshold integer not null default 3 check (public_count_threshold >= 1),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz
);

alter table institutions enable row level security;
create policy own_institution on institutions to homecoming_app using (id = (select current_institution()));
grant select on institutions to homecoming_app;
