-- How good the quantity of a line is, from 1 (very poor) to 5 (very good); null where nobody has said.
alter table assessment_lines
  add column mark_reliability int,
  add column mark_technical int,
  add column mark_geographic int,
  add column mark_temporal int,
  add column mark_completeness int;
