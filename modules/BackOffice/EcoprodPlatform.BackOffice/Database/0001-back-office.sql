-- People as Accounts tells of them: a plain table, so that an erased person is gone from here too.
create table people (
  person_id uuid primary key,
  person_version bigint not null,
  name text
);

-- Every integration event that was taken, once, and never changed: who, when, what, on which things. No name, address or figure:
-- what a person may have erased is not here.
create table journal (
  -- The event's id, which carries its time: the order of the journal, and where days cut it.
  message_id uuid primary key,
  kind text not null,
  -- Who did it; null: the platform itself.
  by_person uuid,
  -- The things it is about: the name of each in the message, and its id, in the same order.
  roles text[] not null,
  things uuid[] not null,
  noted_at timestamptz not null default now()
);

create index journal_by_kind on journal (kind, message_id desc);
create index journal_by_person on journal (by_person, message_id desc) where by_person is not null;
create index journal_by_thing on journal using gin (things);
