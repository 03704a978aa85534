-- Links by which a department fills its own sections of the questionnaire without an account. Only the hash of the key is kept.
create table department_links (
  link_id uuid primary key,
  project_id uuid not null,
  kind text not null,
  department text not null,
  key_hash bytea not null unique,
  opened_by uuid not null,
  opened_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz
);

create index department_links_project on department_links (project_id, kind);
