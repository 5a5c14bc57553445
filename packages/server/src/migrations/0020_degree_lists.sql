-- What a registrar says that the institution has conferred, and how far each list has been compared with the directory.
create table degree_lists (
  institution_id uuid not null references institutions,
  id uuid not null,
  name text not null,
  row_count integer not null,
  -- The rows are compared in order, and then people told in the order of their profiles: a task that was cut off goes on from here.
  checked_through integer not null default 0,
  told_through uuid,
  verified integer not null default 0,
  already_verified integer not null default 0,
  ambiguous integer not null default 0,
  no_such_degree integer not null default 0,
  not_found integer not null default 0,
  version integer not null default 1,
  created_at timestamptz not null,
  finished_at timestamptz,
  primary key (institution_id, id)
);

-- Personal, and only needed while somebody may ask what became of a row: deleted after 90 days.
create table degree_list_rows (
  institution_id uuid not null,
  list_id uuid not null,
  -- Its place in the list, from 1 on.
  number integer not null,
  external_id text,
  name text not null,
  birth_date date,
  batch_year smallint not null,
  programme text,
  department text,
  kind text,
  outcome text check (outcome in ('verified', 'alreadyVerified', 'ambiguous', 'noSuchDegree', 'notFound')),
  -- Whom the row proves.
  profile_id uuid,
  primary key (institution_id, list_id, number),
  foreign key (institution_id, list_id) references degree_lists,
  foreign key (institution_id, profile_id) references profiles
);
create index degree_list_rows_profile on degree_list_rows (institution_id, profile_id) where profile_id is not null;

-- Which list has confirmed the degree as it stands, and when.
alter table degrees
  add column verified_by uuid,
  add column verified_at timestamptz,
  add constraint degrees_verified check ((verified_by is null) = (verified_at is null)),
  add constraint degrees_verified_by foreign key (institution_id, verified_by) references degree_lists;

-- By whom a row without an external id is sought.
create index profiles_birth_date on profiles (institution_id, birth_date) where birth_date is not null;

alter table degree_lists enable row level security;
alter table degree_list_rows enable row level security;
create policy own_institution on degree_lists to homecoming_app using (institution_id = (select current_institution()));
create policy own_institution on degree_list_rows to homecoming_app using (institution_id = (select current_institution()));
grant select, insert, update on degree_lists to homecoming_app;
grant select, insert, update, delete on degree_list_rows to homecoming_app;
