-- The sums of a dashboard are added up in memory (docs/decisions/0041): the kept sums, which knew four of the eight filters, go.
drop table space_sums;

-- Who changed what of a space last, one row per lane of writers, so that they need not wait for one another's commit. A host that holds a
-- space in memory compares all lanes: any commit changes one of them.
create table space_marks (
  organisation_id uuid not null,
  lane int not null,
  mark xid8 not null,
  primary key (organisation_id, lane)
);

alter table projects add column shooting_typologies text[] not null default '{}';

-- Rates that staff gave, newest by day: what budgets in other currencies are converted at.
create table currency_rates (
  currency text not null,
  valid_from date not null,
  euros numeric not null,
  source text not null,
  given_at timestamptz not null,
  primary key (currency, valid_from)
);

alter table space_projects
  add column typologies text[] not null default '{}',
  add column budget_bracket text not null default 'not-stated',
  add column duration_bracket text not null default 'not-stated',
  -- The rate that the budget was converted at; null for one in euros, and for one that was not.
  add column rate numeric,
  -- The transaction that wrote the row.
  add column stamp xid8 not null default '0';

-- How the quantities behind an assessment are known, in kilograms.
create table line_sums (
  project_id uuid not null,
  kind text not null,
  measured numeric not null,
  calculated numeric not null,
  estimated numeric not null,
  monetary numeric not null,
  not_said numeric not null,
  primary key (project_id, kind)
);

-- Filters that somebody of the space saved under a name, for all its administrators: reference data, no events.
create table saved_views (
  organisation_id uuid not null,
  view_id uuid not null,
  name text not null,
  folded_name text not null,
  query text not null,
  saved_by uuid not null,
  saved_at timestamptz not null,
  primary key (organisation_id, view_id),
  unique (organisation_id, folded_name)
);
