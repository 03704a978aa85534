-- People as Accounts tells of them: a plain table, in no event log, so that an erased person is gone from here too.
create table people (
  person_id uuid primary key,
  person_version bigint not null,
  first_name text,
  last_name text,
  email text,
  language text,
  -- "first last", folded: for searching and sorting.
  folded_name text
);

create index people_by_email on people (lower(email));

-- Projection "organisations".
create table organisations (
  organisation_id uuid primary key,
  version bigint not null,
  name text not null,
  folded_name text not null unique,
  is_member boolean not null default false,
  paid_until date,
  space_opened_at timestamptz,
  registered_at timestamptz not null
);

-- A tag's name is unique across all structures, whatever its case and accents: people pick tags by name (MS-50).
create table tags (
  tag_id uuid primary key,
  organisation_id uuid not null,
  name text not null,
  folded_name text not null unique,
  is_retired boolean not null default false
);

create index tags_by_organisation on tags (organisation_id);

create table administrators (
  organisation_id uuid not null,
  person_id uuid not null,
  added_at timestamptz not null,
  primary key (organisation_id, person_id)
);

create index administrators_by_person on administrators (person_id);

-- Projection "shared-projects". The first three tables hold the newest of what other modules told; space_projects is
-- a function of them, written anew for a project whenever one of them changes.
create table projects (
  project_id uuid primary key,
  owner_id uuid not null,
  title text not null,
  folded_title text not null,
  genre text not null,
  is_exercise boolean not null,
  currency text not null,
  budget numeric,
  episodes int not null,
  duration_seconds int,
  start_date date,
  delivery_date date,
  production_days int,
  lead_country text not null,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  finalised_on date
);

-- Masses are whole micrograms (10^-9 kg), which sum exactly and ten times faster than numeric; see Micrograms.cs.
create table assessments (
  project_id uuid not null,
  kind text not null check (kind in ('provisional', 'final')),
  lines int not null,
  total_ug bigint not null,
  by_post bigint[] not null,
  by_department bigint[] not null,
  cells jsonb not null,
  measured_at timestamptz not null,
  is_frozen boolean not null,
  primary key (project_id, kind)
);

create table taggings (
  project_id uuid not null,
  tag_id uuid not null,
  organisation_id uuid not null,
  is_on boolean not null,
  primary key (project_id, tag_id)
);

-- One row per structure, basis and project. The basis says which assessment feeds the figures (T7): "effective" is the
-- final one if it exists, else the provisional one, and has a row even when there is neither; the two others only have
-- rows where that assessment exists.
create table space_projects (
  organisation_id uuid not null,
  basis text not null check (basis in ('effective', 'provisional', 'final')),
  project_id uuid not null,
  title text not null,
  folded_title text not null,
  genre text not null,
  owner_id uuid not null,
  tags uuid[] not null,
  is_closed boolean not null,
  finalised_on date,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  has_provisional boolean not null,
  has_final boolean not null,
  total_ug bigint,
  currency text not null,
  -- Null unless the budget is in euros and above zero; null unless a duration is known: what cannot be divided by (T8).
  budget_eur numeric,
  minutes numeric,
  ug_per_euro numeric,
  ug_per_minute numeric,
  -- Columns and not arrays: summing them is twice as fast. Their list is Slots.cs.
  post_other bigint,
  post_transport bigint,
  post_purchased_goods bigint,
  post_food bigint,
  post_equipment bigint,
  post_post_production bigint,
  post_services bigint,
  post_generators bigint,
  post_accommodation bigint,
  post_electricity bigint,
  post_heating bigint,
  post_digital_data bigint,
  post_waste bigint,
  post_cooling bigint,
  post_buildings bigint,
  department_other bigint,
  department_production bigint,
  department_locations bigint,
  department_set_design bigint,
  department_costume_makeup_hair bigint,
  department_transport bigint,
  department_unit_logistics bigint,
  department_technical_equipment bigint,
  department_post_production bigint,
  primary key (organisation_id, basis, project_id)
);

create index space_projects_by_project on space_projects (project_id);

-- The ranking by total, and the projects that have none.
create index space_projects_by_total on space_projects (organisation_id, basis, total_ug);

-- Who detached their structure from a project, for the register's history (T10).
create index detachments on mt_events ((data ->> 'organisationId')) where type = 'structure-detached.v1';
