-- Who did what a message tells, and the chain it belongs to: replayed, it says the same as when it came.
alter table dead_letters add column correlation_id uuid, add column caused_by uuid;
