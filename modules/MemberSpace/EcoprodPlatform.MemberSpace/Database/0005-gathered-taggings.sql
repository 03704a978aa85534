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

-- How many a reader was told of in the last hour.
create index mail_queue_taggings on mail_queue (recipient, queued_at) where cause like 'structure-tagged:%';
