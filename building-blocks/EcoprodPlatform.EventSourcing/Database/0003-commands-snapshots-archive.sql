-- Commands that may be sent again: the first one's result, for the second.
create table commands (
  id uuid primary key,
  streams uuid[] not null,
  versions bigint[] not null,
  recorded_at timestamptz not null default now()
);

create index commands_by_age on commands (recorded_at);

-- The state of long streams at some version, so that a load folds only what came after. Always derivable: may be emptied.
create table snapshots (
  stream_id uuid not null,
  form int not null,
  version bigint not null,
  state jsonb not null,
  primary key (stream_id, form)
);

-- Streams that are over: read like any other, written no more, out of the way of the live ones.
alter table streams add archived_at timestamptz;

create table archived_events (
  like events including storage including compression,
  primary key (position),
  unique (stream_id, version)
);

create view all_events as
  select position, id, stream_id, version, name, data, recorded_at, actor_id, command_id, correlation_id, reason from events
  union all
  select position, id, stream_id, version, name, data, recorded_at, actor_id, command_id, correlation_id, reason from archived_events;
