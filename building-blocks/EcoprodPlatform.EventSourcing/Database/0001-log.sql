-- What a module has beside Marten's tables (mt_streams, mt_events). Runs as the module's role, with the module's schema as search path.

-- Progress of everything that follows the log: asynchronous projections and the relay; which version of an inline projection wrote its rows.
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

-- Commands that may be sent again: the first one's result, for the second.
create table commands (
  id uuid primary key,
  streams uuid[] not null,
  versions bigint[] not null,
  recorded_at timestamptz not null default now()
);

create index commands_by_age on commands (recorded_at);

-- Keys of what events hold about people. A key that is null is forgotten for good: what it sealed can no longer be read.
create table person_keys (
  person_id uuid primary key,
  key bytea,
  forgotten_at timestamptz
);

-- Raises instead of answering false: inside one batch this is what makes "the checkpoint was still there" a condition of all of it.
create function must_match(actual bigint, wanted bigint, complaint text) returns boolean
language plpgsql stable as $$
begin
  if actual is distinct from wanted then
    raise exception using errcode = 'ECO01', message = complaint;
  end if;
  return true;
end $$;
