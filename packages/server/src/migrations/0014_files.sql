-- What lies in the file storage. A row is there before the first object is stored and until the last is removed: whatever a
-- killed process leaves behind is found here, and the storage never has to be listed.
create table stored_files (
  institution_id uuid not null references institutions,
  id uuid not null,
  kind text not null check (kind in ('photo')),
  created_at timestamptz not null,
  -- When something came to refer to it. One that stays without is given up.
  kept_at timestamptz,
  -- When nothing referred to it any more, or it was given up: its objects are to be removed, and it never comes back.
  dropped_at timestamptz,
  primary key (institution_id, id)
);
create index stored_files_unkept on stored_files (institution_id, created_at) where kept_at is null and dropped_at is null;
create index stored_files_dropped on stored_files (institution_id, id) where dropped_at is not null;
alter table stored_files enable row level security;
create policy own_institution on stored_files to homecoming_app using (institution_id = (select current_institution()));
grant select, insert, update, delete on stored_files to homecoming_app;
