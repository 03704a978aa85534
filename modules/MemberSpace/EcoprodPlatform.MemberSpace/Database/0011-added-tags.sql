-- The structure added this tag itself, and Projects has not said yet that the project carries it.
alter table taggings add column is_pending boolean not null default false;
