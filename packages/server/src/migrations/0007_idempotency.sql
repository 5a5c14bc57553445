-- What calls with an Idempotency-Key were answered, so that the same call again gets the same answer and has no second
-- effect. Answers may hold people's data: rows are kept for a day.
create table idempotency_keys (
  institution_id uuid not null references institutions,
  -- The API key that called.
  principal_id uuid not null,
  operation text not null,
  key text collate "C" not null check (key ~ '^[!-~]{1,255}$'),
  -- SHA-256 of parameters and body: the same key with others is refused.
  fingerprint bytea not null check (length(fingerprint) = 32),
  expires_at timestamptz not null,
  -- The answer exactly as it was sent first; a body is absent where the contract has none.
  status smallint,
  body text,
  -- Of a command that calls outside, until it has been answered: who is at it, until when, and where another goes on.
  attempt_id uuid,
  leased_until timestamptz,
  recovery_point jsonb,
  primary key (institution_id, principal_id, operation, key),
  check ((status is null) = (attempt_id is not null)),
  check ((attempt_id is null) = (leased_until is null))
);
create index idempotency_keys_expires_at on idempotency_keys (institution_id, expires_at);
alter table idempotency_keys enable row level security;
create policy own_institution on idempotency_keys to homecoming_app using (institution_id = (select current_institution()));
grant select, insert, update, delete on idempotency_keys to homecoming_app;
