-- Projection "shared-projects": the dashboard's sums, kept with every change of space_projects, so that a page reads a few
-- rows of one space instead of all its projects. One row per combination of what can be filtered without dates, and per
-- lane: connections add in lanes of their own, so that they need not wait for one another; only the sum over lanes means something.
create table space_sums (
  organisation_id uuid not null,
  basis text not null,
  genre text not null,
  tags uuid[] not null,
  is_closed boolean not null,
  is_measured boolean not null,
  lane int not null,
  projects bigint not null,
  with_provisional bigint not null,
  with_final bigint not null,
  total_ug numeric not null,
  -- Of projects with a mass and a budget in euros; with a mass and a duration; with a mass and another currency (T8).
  euro_projects bigint not null,
  euro_ug numeric not null,
  euros numeric not null,
  minute_projects bigint not null,
  minute_ug numeric not null,
  minutes numeric not null,
  other_currency bigint not null,
  post_other numeric not null,
  post_transport numeric not null,
  post_purchased_goods numeric not null,
  post_food numeric not null,
  post_equipment numeric not null,
  post_post_production numeric not null,
  post_services numeric not null,
  post_generators numeric not null,
  post_accommodation numeric not null,
  post_electricity numeric not null,
  post_heating numeric not null,
  post_digital_data numeric not null,
  post_waste numeric not null,
  post_cooling numeric not null,
  post_buildings numeric not null,
  department_other numeric not null,
  department_production numeric not null,
  department_locations numeric not null,
  department_set_design numeric not null,
  department_costume_makeup_hair numeric not null,
  department_transport numeric not null,
  department_unit_logistics numeric not null,
  department_technical_equipment numeric not null,
  department_post_production numeric not null,
  primary key (organisation_id, basis, genre, tags, is_closed, is_measured, lane)
);

insert into space_sums
select
  organisation_id, basis, genre, tags, is_closed, total_ug is not null, 0,
  count(*), count(*) filter (where has_provisional), count(*) filter (where has_final), coalesce(sum(total_ug), 0),
  count(ug_per_euro), coalesce(sum(total_ug) filter (where budget_eur is not null), 0), coalesce(sum(budget_eur) filter (where total_ug is not null), 0),
  count(ug_per_minute), coalesce(sum(total_ug) filter (where minutes is not null), 0), coalesce(sum(minutes) filter (where total_ug is not null), 0),
  count(*) filter (where total_ug is not null and currency <> 'EUR'),
  coalesce(sum(post_other), 0), coalesce(sum(post_transport), 0), coalesce(sum(post_purchased_goods), 0), coalesce(sum(post_food), 0),
  coalesce(sum(post_equipment), 0), coalesce(sum(post_post_production), 0), coalesce(sum(post_services), 0), coalesce(sum(post_generators), 0),
  coalesce(sum(post_accommodation), 0), coalesce(sum(post_electricity), 0), coalesce(sum(post_heating), 0), coalesce(sum(post_digital_data), 0),
  coalesce(sum(post_waste), 0), coalesce(sum(post_cooling), 0), coalesce(sum(post_buildings), 0), coalesce(sum(department_other), 0),
  coalesce(sum(department_production), 0), coalesce(sum(department_locations), 0), coalesce(sum(department_set_design), 0), coalesce(sum(department_costume_makeup_hair), 0),
  coalesce(sum(department_transport), 0), coalesce(sum(department_unit_logistics), 0), coalesce(sum(department_technical_equipment), 0), coalesce(sum(department_post_production), 0)
from space_projects
group by organisation_id, basis, genre, tags, is_closed, total_ug is not null;

-- The rankings by euro and by minute, the projects that have none, and a period.
create index space_projects_by_euro on space_projects (organisation_id, basis, ug_per_euro);
create index space_projects_by_minute on space_projects (organisation_id, basis, ug_per_minute);
create index space_projects_by_day on space_projects (organisation_id, basis, finalised_on);
