-- Keys of what events hold about people. A key that is null is forgotten for good: what it sealed can no longer be read.
create table person_keys (
  person_id uuid primary key,
  key bytea,
  forgotten_at timestamptz
);
