-- What people of a project say to one another of a line. Words of people, so not in the log: they are erased by deleting the row.
create table line_comments (
  comment_id uuid primary key,
  project_id uuid not null,
  kind text not null,
  line_id uuid not null,
  words text not null,
  said_by uuid not null,
  said_at timestamptz not null
);

create index line_comments_line on line_comments (project_id, kind, line_id);
