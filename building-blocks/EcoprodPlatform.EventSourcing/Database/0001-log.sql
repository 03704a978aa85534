-- The log of one module. Runs as the module's role, with the module's schema as search path.

create table streams (
  id uuid primary key,
  type text not null,
  version bigint not null check (version > 0)
);

create table events (
  position bigint generated always as identity primary key,
  transaction_id xid8 not null default pg_current_xact_id(),
  id uuid not null,
  stream_id uuid not null,
  version bigint not null,
  name text not null,
  data jsonb not null,
  metadata jsonb not null,
  recorded_at timestamptz not null,
  unique (stream_id, version)
);

-- Progress of everything that follows the log: projections and the relay.
create table projections (
  name text primary key,
  version int not null default 1,
  position bigint not null default 0,
  status text not null default 'running' check (status in ('running', 'failed', 'rebuilding')),
  error text,
  updated_at timestamptz not null default now()
);

-- Raises instead of answering false: inside one statement this is what makes "all streams or none" true,
-- before a single position has been drawn.
create function must_match(actual bigint, wanted bigint, complaint text) returns boolean
language plpgsql volatile as $$
begin
  if actual <> wanted then
    raise exception using errcode = 'ECO01', message = complaint;
  end if;
  return true;
end $$;
