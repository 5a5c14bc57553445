-- Members who want another address: a code went to it, another to the one that they have. Kept for a day, so that it is known
-- how many were.
create table email_changes (
  institution_id uuid not null references institutions,
  id uuid not null,
  member_id uuid not null,
  -- No other session confirms it.
  session_id uuid not null,
  -- The new one, as members' addresses are kept.
  email text not null check (email ~ '^[!-~]+@[!-~]+$' and email !~ '[A-Z]' and length(email) <= 254),
  -- As those of sign_in_codes are.
  old_digest bytea not null check (length(old_digest) = 32),
  -- Null where no code went to the new address: it is another member's already, or was written to often enough today.
  new_digest bytea check (length(new_digest) = 32),
  is_mailed boolean not null,
  tries smallint not null default 0,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  -- Since when it cannot be confirmed any more: it was, or another one was asked for.
  closed_at timestamptz,
  primary key (institution_id, id),
  foreign key (institution_id, member_id) references members
);
create index email_changes_member on email_changes (institution_id, member_id, created_at);
create index email_changes_email on email_changes (institution_id, email, created_at);
create index email_changes_created_at on email_changes (institution_id, created_at);
alter table email_changes enable row level security;
create policy own_institution on email_changes to homecoming_app using (institution_id = (select current_institution()));
grant select, insert, update, delete on email_changes to homecoming_app;

alter table sessions drop constraint sessions_end_reason_check;
alter table sessions add constraint sessions_end_reason_check
  check (end_reason in ('signed_out', 'reused_token', 'password_changed', 'email_changed', 'banned')) not valid;
alter table sessions validate constraint sessions_end_reason_check;
