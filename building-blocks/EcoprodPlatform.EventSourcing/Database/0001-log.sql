-- The log of one module. Runs as the module's role, with the module's schema as search path.

-- Room on each page, so that moving a version rewrites no index entry.
create table streams (
  id uuid primary key,
  type text not null,
  version bigint not null check (version > 0)
) with (fillfactor = 80);

create table events (
  position bigint generated always as identity primary key,
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
  -- The event a follower cannot take: it stands before it until it is mended or told to skip it.
  failed_position bigint,
  updated_at timestamptz not null default now()
);

-- Events that a person told a follower to pass by.
create table skipped_events (
  follower text not null,
  position bigint not null,
  error text,
  skipped_by uuid not null,
  skipped_at timestamptz not null default now(),
  primary key (follower, position)
);

-- Raises instead of answering false: inside one statement this is what makes "all streams or none" true, before a single
-- position has been drawn. Stable, so that PostgreSQL asks once and not per row; null counts as no match.
create function must_match(actual bigint, wanted bigint, complaint text) returns boolean
language plpgsql stable as $$
begin
  if actual is distinct from wanted then
    raise exception using errcode = 'ECO01', message = complaint;
  end if;
  return true;
end $$;
