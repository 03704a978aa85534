-- ADEME's Base Carbone as staff bring it in: each file with its records, what was read of them, and which file is in force.

create table base_carbone_import (
  id uuid primary key,
  file_name text not null,
  -- As ADEME counts ("23.6"), told or read off the name.
  version text,
  sha256 bytea not null,
  size bigint not null,
  -- waiting: shown and not decided; current: in force; replaced, cancelled.
  state text not null,
  -- What was in force when it came, and what it is compared with.
  base_id uuid references base_carbone_import,
  received_at timestamptz not null,
  received_by uuid not null,
  decided_at timestamptz,
  decided_by uuid,
  -- The names of the columns: what the fields of its records are.
  header text[] not null,
  records int not null,
  factors int not null,
  archived int not null,
  sources int not null,
  -- Records with a fault, and elements that are missing because of them.
  refused int not null,
  left_out int not null,
  -- Against base_id.
  added int not null default 0,
  value_changed int not null default 0,
  otherwise_changed int not null default 0,
  newly_archived int not null default 0,
  gone int not null default 0,
  unchanged int not null default 0
);

-- One is in force, and one waits to be decided on: two people cannot prepare two at once.
create unique index base_carbone_import_current on base_carbone_import (state) where state = 'current';
create unique index base_carbone_import_waiting on base_carbone_import (state) where state = 'waiting';

create table base_carbone_element (
  import_id uuid not null references base_carbone_import on delete cascade,
  -- Of its "Elément" record.
  record_number int not null,
  -- ADEME's. Archived elements share ids; one valid factor has each.
  element_id text not null,
  status text not null,
  -- "Données source", kept apart.
  is_source boolean not null,
  name_fr text not null,
  name_en text not null,
  unit text not null,
  -- kg CO2e per unit; null of source data without one.
  value numeric,
  without_contrails numeric,
  category text not null,
  place text not null,
  uncertainty_percent numeric,
  quality numeric not null,
  is_quality_derived boolean not null,
  perimeter text not null,
  posts int not null,
  modified_on date,
  validity text not null,
  valid_until date,
  source text not null,
  primary key (import_id, record_number)
);

create index base_carbone_element_id on base_carbone_element (import_id, element_id);

create unique index base_carbone_element_valid on base_carbone_element (import_id, element_id) where not is_source and status in ('generic', 'specific');

create table base_carbone_record (
  import_id uuid not null references base_carbone_import on delete cascade,
  -- From 1, below the header; empty records count.
  number int not null,
  element_id text,
  is_post boolean not null,
  post_type text not null,
  value numeric,
  gases numeric,
  biogenic_co2 numeric,
  -- Why it is left out; null when it is not.
  fault_fr text,
  fault_en text,
  -- All of them, as the file has them.
  fields text[] not null,
  primary key (import_id, number)
);

create index base_carbone_record_fault on base_carbone_record (import_id, number) where fault_fr is not null;
