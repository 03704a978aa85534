-- A deleted project keeps its row, without what it said: an older description that arrives later finds a newer version here.

alter table projects add column is_deleted boolean not null default false;
