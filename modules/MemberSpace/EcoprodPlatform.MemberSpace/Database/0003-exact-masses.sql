-- Masses keep all their digits (B08): rounded to the microgram each, the cells of a project did not add up to its total.
alter table assessments
  alter column total_ug type numeric, alter column by_post type numeric[], alter column by_department type numeric[];

alter table space_projects
  alter column total_ug type numeric,
  alter column post_other type numeric, alter column post_transport type numeric, alter column post_purchased_goods type numeric,
  alter column post_food type numeric, alter column post_equipment type numeric, alter column post_post_production type numeric,
  alter column post_services type numeric, alter column post_generators type numeric, alter column post_accommodation type numeric,
  alter column post_electricity type numeric, alter column post_heating type numeric, alter column post_digital_data type numeric,
  alter column post_waste type numeric, alter column post_cooling type numeric, alter column post_buildings type numeric,
  alter column department_other type numeric, alter column department_production type numeric, alter column department_locations type numeric,
  alter column department_set_design type numeric, alter column department_costume_makeup_hair type numeric, alter column department_transport type numeric,
  alter column department_unit_logistics type numeric, alter column department_technical_equipment type numeric, alter column department_post_production type numeric;

-- What was rounded is computed again from the cells, which never were. The order of places is that of Slots.cs; what is in
-- neither list takes the first place.
update assessments a set
  by_post = array(
    select coalesce(sum(round((c ->> 'kg')::numeric, 12) * 1000000000), 0)
    from unnest(array['other', 'transport', 'purchased-goods', 'food', 'equipment', 'post-production', 'services', 'generators', 'accommodation', 'electricity', 'heating', 'digital-data', 'waste', 'cooling', 'buildings']) with ordinality as place(code, n)
    left join jsonb_array_elements(a.cells) c on c ->> 'post' = place.code
      or place.n = 1 and c ->> 'post' not in ('other', 'transport', 'purchased-goods', 'food', 'equipment', 'post-production', 'services', 'generators', 'accommodation', 'electricity', 'heating', 'digital-data', 'waste', 'cooling', 'buildings')
    group by place.n order by place.n),
  by_department = array(
    select coalesce(sum(round((c ->> 'kg')::numeric, 12) * 1000000000), 0)
    from unnest(array['other', 'production', 'locations', 'set-design', 'costume-makeup-hair', 'transport', 'unit-logistics', 'technical-equipment', 'post-production']) with ordinality as place(code, n)
    left join jsonb_array_elements(a.cells) c on c ->> 'department' = place.code
      or place.n = 1 and c ->> 'department' not in ('other', 'production', 'locations', 'set-design', 'costume-makeup-hair', 'transport', 'unit-logistics', 'technical-equipment', 'post-production')
    group by place.n order by place.n),
  total_ug = (select coalesce(sum(round((c ->> 'kg')::numeric, 12) * 1000000000), 0) from jsonb_array_elements(a.cells) c);

update space_projects s set
  total_ug = a.total_ug, ug_per_euro = round(a.total_ug / s.budget_eur, 6), ug_per_minute = round(a.total_ug / s.minutes, 6),
  post_other = a.by_post[1], post_transport = a.by_post[2], post_purchased_goods = a.by_post[3], post_food = a.by_post[4],
  post_equipment = a.by_post[5], post_post_production = a.by_post[6], post_services = a.by_post[7], post_generators = a.by_post[8],
  post_accommodation = a.by_post[9], post_electricity = a.by_post[10], post_heating = a.by_post[11], post_digital_data = a.by_post[12],
  post_waste = a.by_post[13], post_cooling = a.by_post[14], post_buildings = a.by_post[15],
  department_other = a.by_department[1], department_production = a.by_department[2], department_locations = a.by_department[3],
  department_set_design = a.by_department[4], department_costume_makeup_hair = a.by_department[5], department_transport = a.by_department[6],
  department_unit_logistics = a.by_department[7], department_technical_equipment = a.by_department[8], department_post_production = a.by_department[9]
from assessments a
where a.project_id = s.project_id and a.lines > 0
  and a.kind = case when s.basis = 'effective' then case when s.has_final then 'final' else 'provisional' end else s.basis end;

delete from space_sums;

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
