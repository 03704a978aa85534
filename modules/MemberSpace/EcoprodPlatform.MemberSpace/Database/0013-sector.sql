-- Medians and quartiles of all projects of a genre that have an assessment, whoever they are shared with: what a night's job found, replaced as a
-- whole by the next one. Rounded to two digits before they are kept.
create table sector_figures (
  genre text not null,
  measure text not null check (measure in ('total', 'minute', 'euro')),
  projects bigint not null,
  owners bigint not null,
  first_quartile numeric not null,
  median numeric not null,
  third_quartile numeric not null,
  computed_at timestamptz not null,
  primary key (genre, measure)
);

-- Of these projects and owners, those that a structure knows, or has known, by a tag of its own: of the same moment.
create table sector_shares (
  organisation_id uuid not null,
  genre text not null,
  measure text not null,
  projects bigint not null,
  owners bigint not null,
  primary key (organisation_id, genre, measure)
);
