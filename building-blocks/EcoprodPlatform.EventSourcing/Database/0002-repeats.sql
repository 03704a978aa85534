-- Requests that came with a key (docs/decisions/0022): whoever sends one again gets the first answer. What was carried out is in "commands",
-- in the transaction of its events; the answer comes after it.
create table repeats (
  -- Of the person and their key.
  id uuid primary key,
  -- Of method, address and body.
  fingerprint bytea not null,
  command_id uuid not null,
  lease_until timestamptz not null,
  status int,
  content_type text,
  etag text,
  location text,
  body bytea,
  recorded_at timestamptz not null
);

create index repeats_by_age on repeats (recorded_at);
