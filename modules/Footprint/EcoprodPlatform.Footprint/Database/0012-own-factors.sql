-- Factors that a project has of its own (an EPD, a supplier's figure), each version a row that stays: lines name code and version. Erased with the project.
create table own_factors (
  code text not null,
  version integer not null,
  project_id uuid not null,
  name text not null,
  unit text not null,
  value numeric not null,
  source text not null,
  reference text not null,
  valid_year integer,
  geography text not null,
  -- Parts of the closed list, joined as in the catalogue.
  perimeter text not null,
  uncertainty_percent numeric,
  post text,
  stated_at timestamptz not null,
  stated_by uuid not null,
  -- In every row of the code: no new line takes it.
  retired_at timestamptz,
  retired_by uuid,
  primary key (code, version)
);

create index own_factors_project on own_factors (project_id);
