-- Where people sign in: mails name it.
alter table institutions add column sign_in_url text check (sign_in_url ~ '^https?://' and length(sign_in_url) <= 2000);

-- Whom the institution expects, and what they are once they have proven the address.
create table invitations (
  institution_id uuid not null references institutions,
  id uuid not null,
  -- As members' addresses are kept.
  email text not null check (email ~ '^[!-~]+@[!-~]+$' and email !~ '[A-Z]' and length(email) <= 254),
  role text not null check (role in ('student', 'alumnus', 'admin')),
  profile_id uuid,
  message text,
  created_at timestamptz not null,
  mailed_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  accepted_at timestamptz,
  member_id uuid,
  primary key (institution_id, id),
  foreign key (institution_id, profile_id) references profiles,
  foreign key (institution_id, member_id) references members,
  check ((accepted_at is null) = (member_id is null)),
  check (accepted_at is null or revoked_at is null)
);
create unique index invitations_open on invitations (institution_id, email) where accepted_at is null and revoked_at is null;
create index invitations_expires_at on invitations (institution_id, expires_at);

-- One thing, done to many in the background.
create table bulk_actions (
  institution_id uuid not null references institutions,
  id uuid not null,
  kind text not null check (kind in ('updateMembers', 'invite')),
  -- What is done to each member.
  change jsonb,
  dry_run boolean not null,
  dry_run_of uuid,
  status text not null check (status in ('queued', 'running', 'done', 'stopped')),
  -- Who asked: while they may do it themselves it is done for them.
  actor_kind text not null check (actor_kind in ('member', 'secretKey')),
  actor_id uuid not null,
  created_at timestamptz not null,
  finished_at timestamptz,
  primary key (institution_id, id),
  foreign key (institution_id, dry_run_of) references bulk_actions on delete set null (dry_run_of),
  check ((kind = 'updateMembers') = (change is not null)),
  check ((finished_at is null) = (status in ('queued', 'running')))
);
create unique index bulk_actions_dry_run_of on bulk_actions (institution_id, dry_run_of) where dry_run_of is not null;
create index bulk_actions_created_at on bulk_actions (institution_id, created_at);

create table bulk_action_items (
  institution_id uuid not null,
  bulk_action_id uuid not null,
  position integer not null,
  -- The member, or who is to be invited.
  member_id uuid,
  invitation jsonb,
  outcome text not null default 'waiting' check (outcome in ('waiting', 'changed', 'unchanged', 'refused')),
  -- Of the problem, where it was refused.
  code text,
  primary key (institution_id, bulk_action_id, position),
  foreign key (institution_id, bulk_action_id) references bulk_actions on delete cascade,
  check (num_nonnulls(member_id, invitation) = 1),
  check ((outcome = 'refused') = (code is not null))
);
create index bulk_action_items_waiting on bulk_action_items (institution_id, bulk_action_id, position) where outcome = 'waiting';

alter table invitations enable row level security;
alter table bulk_actions enable row level security;
alter table bulk_action_items enable row level security;
create policy own_institution on invitations to homecoming_app using (institution_id = (select current_institution()));
create policy own_institution on bulk_actions to homecoming_app using (institution_id = (select current_institution()));
create policy own_institution on bulk_action_items to homecoming_app using (institution_id = (select current_institution()));
grant select, insert, update, delete on invitations, bulk_actions, bulk_action_items to homecoming_app;
