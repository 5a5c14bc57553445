-- Which code a try is compared with, and whose tries use it up. A page that asked for a code names it by its challenge; where a
-- page doesn't, the network that asked counts. The three are counted apart: a stranger's guesses use up none of the page's own.
alter table sign_in_codes
  -- HMAC of the network that asked.
  add column network bytea check (length(network) = 16),
  add column network_tries smallint not null default 0,
  add column other_tries smallint not null default 0,
  -- Twelve digits: nobody guesses it, so that no number of tries uses it up.
  add column is_long boolean not null default false;

-- Wrong passwords, by address and where they came from, whether the address has a member or not: the answer must not tell.
create table sign_in_tries (
  institution_id uuid not null references institutions,
  email text not null,
  -- HMAC of a network, of a session, or of what else tells callers apart.
  source bytea not null check (length(source) = 16),
  -- In a row; each more costs more waiting.
  failed integer not null,
  failed_at timestamptz not null,
  -- When whose address it is last signed in from there: others' guesses don't count against them.
  proven_at timestamptz,
  primary key (institution_id, email, source)
);
create index sign_in_tries_failed_at on sign_in_tries (institution_id, failed_at);
alter table sign_in_tries enable row level security;
create policy own_institution on sign_in_tries to homecoming_app using (institution_id = (select current_institution()));
grant select, insert, update, delete on sign_in_tries to homecoming_app;
