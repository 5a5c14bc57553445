-- The scopes that the secret key had which got a kept answer: once it has lost one of them, a repetition shows it less.
-- Null for other callers, and for answers that a release before kept.
alter table idempotency_keys add column answered_to text[];
