-- When the row was last written for whatever reason: a project that is tagged today is new to the space, however old its data ("changed_at").
alter table space_projects add column touched_at timestamptz not null default now();
update space_projects s set touched_at = (select max(e.timestamp) from mt_events e where e.stream_id = s.project_id);
