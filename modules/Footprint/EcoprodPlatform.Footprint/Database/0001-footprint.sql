-- Footprint: factor catalogue (versioned reference data), what it knows of projects, and the sheet of each assessment.

create table factor_catalogues (
  version int primary key,
  hash text not null unique,
  facts int not null,
  loaded_at timestamptz not null
);

create table factors (
  catalogue_version int not null references factor_catalogues,
  code text not null,
  name_fr text not null,
  name_en text not null,
  category text not null,
  unit text not null,
  -- What a quantity is counted in: the part after "kgCO2e/". Null when the fact is not a mass of CO2e for something.
  quantity_unit text,
  value numeric not null,
  -- As printed in the file, digit for digit.
  value_text text not null,
  uncertainty_percent numeric,
  geography text not null,
  valid_year int,
  source text not null,
  source_ref text not null,
  note text not null,
  provenance text not null,
  -- Why it cannot be used on a line; null when it can.
  barrier text,
  -- Names, code and place, folded: lower case without accents.
  search text not null,
  primary key (catalogue_version, code)
);

-- From Projects' events. The newest project_version counts, whatever the order of arrival.
create table projects (
  project_id uuid primary key,
  project_version bigint not null,
  owner_id uuid not null,
  title text not null,
  editorial_genre text not null,
  is_exercise boolean not null,
  currency text not null,
  budget numeric,
  episodes int not null,
  duration_seconds int,
  finalised_on date
);

create table project_access (
  project_id uuid not null,
  person_id uuid not null,
  project_version bigint not null,
  -- Null: no longer on the project; the row stays, so that an older event arriving late changes nothing.
  role text,
  primary key (project_id, person_id)
);

create index project_access_person on project_access (person_id);

-- Kept from this module's own log.
create table assessments (
  project_id uuid not null,
  kind text not null,
  version bigint not null,
  is_frozen boolean not null,
  copied_from bigint,
  changed_at timestamptz,
  primary key (project_id, kind)
);

create table assessment_lines (
  project_id uuid not null,
  kind text not null,
  line_id uuid not null,
  -- Version of the stream at the line's last change: what an edit of this line must match.
  line_version bigint not null,
  added_at bigint not null,
  place int not null,
  department text not null,
  post text not null,
  phase text not null,
  factor_code text not null,
  catalogue_version int not null,
  factor_value numeric not null,
  quantity_unit text not null,
  quantity numeric not null,
  label text,
  primary key (project_id, kind, line_id)
);
