-- How the quantity of a line is known (measured, calculated, estimated, monetary); null where nobody has said.
alter table assessment_lines add data_status text;

-- The answer of the questionnaire that a line comes from; all null for a line that was entered as one.
alter table assessment_lines add question text;
alter table assessment_lines add section text;
alter table assessment_lines add part text;

-- What was answered. No row: not answered, which is neither "don't know" nor "none".
create table assessment_answers (
  project_id uuid not null,
  kind text not null,
  question text not null,
  section text not null,
  -- given, unknown, none or detailed.
  state text not null,
  -- Of the questionnaire it was given in.
  questionnaire_version int not null,
  -- What was given, by field; for "unknown" the typical values that stand in for it.
  fields text[] not null,
  quantities numeric[] not null,
  -- Version of the stream at its last change: what a change of this answer must match.
  version bigint not null,
  primary key (project_id, kind, question)
);

-- Sections that were unticked: their lines are kept and do not count.
create table assessment_asides (
  project_id uuid not null,
  kind text not null,
  section text not null,
  primary key (project_id, kind, section)
);

-- From Projects' events: where and when the work is made. Null until the project is described again, or where it is not stated.
alter table projects add lead_country text;
alter table projects add production_days int;
