-- What the current catalogue would change in every open assessment, as it was computed last: for staff. Nothing else rests on it.
create table catalogue_effect (
  project_id uuid not null,
  kind text not null,
  lines int not null,
  -- Lines whose mass would change, and lines that would keep their factor because the catalogue offers none in its place.
  changed int not null,
  held int not null,
  kg_before numeric not null,
  kg_after numeric not null,
  primary key (project_id, kind)
);

-- One row, of the last time; none before the first.
create table catalogue_effect_run (
  catalogue_version int not null,
  computed_at timestamptz not null
);
