create table {snakes} (
  institution_id uuid not null references institutions,
  id uuid not null,
  title text not null,
  checked_at timestamptz,
  created_at timestamptz not null,
  primary key (institution_id, id)
);
alter table {snakes} enable row level security;
create policy own_institution on {snakes} to homecoming_app using (institution_id = (select current_institution()));
grant select, insert, update on {snakes} to homecoming_app;
