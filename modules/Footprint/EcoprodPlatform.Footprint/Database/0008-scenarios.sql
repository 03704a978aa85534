-- A scenario has a name, and an assessment that it is compared with (CC-10).
alter table assessments add column name text, add column base_kind text;
