-- Taggings that are told in one mail together, because their reader was told of many in the last hour.
create table gathered_taggings (
  person_id uuid not null,
  event_id uuid not null,
  organisation_id uuid not null,
  project_id uuid not null,
  tag_id uuid not null,
  gathered_at timestamptz not null,
  primary key (person_id, event_id)
);

-- Of which taggings a reader was told one by one, by the moment of the tagging: how many an hour is counted here, whenever the mails left.
create table told_taggings (
  person_id uuid not null,
  event_id uuid not null,
  tagged_at timestamptz not null,
  primary key (person_id, event_id)
);

create index told_taggings_by_time on told_taggings (person_id, tagged_at);
