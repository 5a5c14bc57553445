-- What a register knows a person by besides the name. Seen only by those who see what is private.
alter table profiles
  add column birth_date date,
  -- As members' addresses are kept. A column, not an index on an expression: behind row-level security lower() could not use it.
  add column email_key text generated always as (lower(email)) stored;
create index profiles_email_key on profiles (institution_id, email_key) where deleted_at is null;

-- What members say who they are in the register, and what became of it.
create table claims (
  institution_id uuid not null references institutions,
  id uuid not null,
  member_id uuid not null,
  status text not null check (status in ('pending', 'approved', 'rejected')),
  name text not null,
  external_id text,
  batch_year smallint,
  birth_date date,
  evidence text,
  -- Of an approved one: whose it was found to be.
  profile_id uuid,
  -- Of a rejected one, as the member is told.
  reason text,
  decided_by text check (decided_by in ('rule', 'institution')),
  version integer not null default 1,
  created_at timestamptz not null,
  decided_at timestamptz,
  primary key (institution_id, id),
  foreign key (institution_id, member_id) references members,
  foreign key (institution_id, profile_id) references profiles,
  check ((status = 'pending') = (decided_at is null)),
  check ((decided_at is null) = (decided_by is null)),
  check ((status = 'approved') = (profile_id is not null)),
  check ((status = 'rejected') = (reason is not null))
);
create unique index claims_pending on claims (institution_id, member_id) where status = 'pending';
create index claims_status on claims (institution_id, status, id);
create index claims_member on claims (institution_id, member_id, id);

-- Whoever has proven an address of such a domain belongs to the institution.
create table address_domains (
  institution_id uuid not null references institutions,
  -- Lower case, in ASCII, as members' addresses have it.
  domain text not null check (domain ~ '^[a-z0-9-]+(\.[a-z0-9-]+)+$' and length(domain) <= 253),
  primary key (institution_id, domain)
);

alter table claims enable row level security;
alter table address_domains enable row level security;
create policy own_institution on claims to homecoming_app using (institution_id = (select current_institution()));
create policy own_institution on address_domains to homecoming_app using (institution_id = (select current_institution()));
grant select, insert, update on claims to homecoming_app;
grant select, insert, delete on address_domains to homecoming_app;
