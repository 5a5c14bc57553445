alter table api_keys
  add column version integer not null default 1,
  -- The end of the key's text, to tell keys apart by; of those made before, nobody knows it.
  add column ending text check (length(ending) = 4),
  -- To the minute, and up to a minute late: never written on the way of a call.
  add column last_used_at timestamptz,
  -- When, and from which origin as the caller told it, a page has sent this secret key.
  add column exposed_at timestamptz,
  add column exposed_origin text check (length(exposed_origin) <= 300),
  add column replaced_by uuid,
  add check ((exposed_at is null) = (exposed_origin is null)),
  add foreign key (institution_id, replaced_by) references api_keys (institution_id, id);
