create table batches (
  institution_id uuid not null references institutions,
  id uuid not null,
  year smallint not null check (year between 1000 and 2999),
  programme text not null default '',
  code text not null,
  created_at timestamptz not null default now(),
  primary key (institution_id, id),
  unique (institution_id, year, programme),
  unique (institution_id, code)
);

create table profiles (
  institution_id uuid not null references institutions,
  id uuid not null,
  external_id text,
  given_name text,
  family_name text,
  display_name text,
  other_names text[] not null default '{}',
  company text,
  title text,
  industry text,
  city text,
  country text,
  skills text[] not null default '{}',
  headline text,
  bio text,
  links jsonb not null default '[]',
  photo_url text,
  email text,
  audiences jsonb not null default '{}',
  created_at timestamptz not null,
  updated_at timestamptz not null,
  deleted_at timestamptz,
  primary key (institution_id, id),
  check (coalesce(given_name, family_name, display_name) is not null)
);
create unique index profiles_external_id on profiles (institution_id, external_id) where deleted_at is null;

create table degrees (
  institution_id uuid not null,
  profile_id uuid not null,
  -- 0 is the primary degree.
  position smallint not null,
  batch_id uuid not null,
  department text,
  kind text,
  primary key (institution_id, profile_id, position),
  foreign key (institution_id, profile_id) references profiles,
  foreign key (institution_id, batch_id) references batches
);
create index degrees_batch on degrees (institution_id, batch_id);

alter table batches enable row level security;
alter table profiles enable row level security;
alter table degrees enable row level security;
create policy own_institution on batches to homecoming_app using (institution_id = (select current_institution()));
create policy own_institution on profiles to homecoming_app using (institution_id = (select current_institution()));
create policy own_institution on degrees to homecoming_app using (institution_id = (select current_institution()));
grant select, insert, update on batches, profiles to homecoming_app;
grant select, insert, update, delete on degrees to homecoming_app;
