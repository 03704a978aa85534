-- Read models of Projects. Runs as the module's role, with the module's schema as search path.

-- Kept from the log by the projection project-list.
create table project_list (
  project_id uuid primary key,
  version bigint not null,
  owner_id uuid not null,
  title text not null,
  title_search text not null,
  genre text not null,
  is_exercise boolean not null,
  start_date date,
  delivery_date date,
  finalised_on date,
  opened_at timestamptz not null,
  changed_at timestamptz not null,
  tags uuid[] not null default '{}',
  collaborators int not null default 0
);

-- Kept from the log by the projection project-access: who may see a project, and as what.
create table project_access (
  project_id uuid not null,
  person_id uuid not null,
  role text not null check (role in ('owner', 'contributor', 'reader')),
  primary key (project_id, person_id)
);
create index project_access_person on project_access (person_id);

-- Names and addresses: only here, never in the log, so that they can be forgotten. From Accounts.
create table people (
  person_id uuid primary key,
  person_version bigint not null,
  first_name text,
  last_name text,
  email text,
  language text not null default 'fr'
);

-- The register of tags that may be used. From MemberSpace.
create table organisation_tags (
  tag_id uuid primary key,
  organisation_id uuid not null,
  organisation_version bigint not null,
  name text not null,
  organisation_name text not null,
  is_usable boolean not null,
  name_search text not null,
  search text not null
);

-- Result of each assessment, for "Mes projets". From Footprint.
create table assessments (
  project_id uuid not null,
  kind text not null check (kind in ('provisional', 'final')),
  assessment_version bigint not null,
  total_kg numeric not null,
  lines int not null,
  measured_at timestamptz not null,
  is_frozen boolean not null,
  primary key (project_id, kind)
);

-- The address behind an invitation, until it is accepted or withdrawn. The key of the mailed link is kept as a hash.
create table invitations (
  invitation_id uuid primary key,
  project_id uuid not null,
  email text not null,
  language text not null,
  key_hash bytea not null
);
create unique index invitations_once on invitations (project_id, lower(email));
