-- When the row as programs list it was last changed, by whatever event: "changed_at" moves with the data alone (PR-19).
alter table project_list add column touched_at timestamptz not null default now();
update project_list l set touched_at = (select max(e.timestamp) from mt_events e where e.stream_id = l.project_id);

-- And when a result came in, which is after it was measured.
alter table assessments add column taken_at timestamptz not null default now();
update assessments set taken_at = measured_at;
