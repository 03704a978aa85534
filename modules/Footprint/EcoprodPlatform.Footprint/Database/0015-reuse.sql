-- Evidence of a line that was removed stays a day, so that an undo brings the line back with it; then it is forgotten, and the file with it.
alter table line_evidence add removed_at timestamptz;

create index line_evidence_removed on line_evidence (removed_at) where removed_at is not null;

-- Factors that somebody has marked to find them again. They are theirs, in whichever project; a project's own are found in that project alone.
create table favourite_factors (
  person_id uuid not null,
  code text not null,
  marked_at timestamptz not null,
  primary key (person_id, code)
);
