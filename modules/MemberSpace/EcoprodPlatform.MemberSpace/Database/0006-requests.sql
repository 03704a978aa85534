-- Projection "requests": what structures asked of Ecoprod's team.
create table space_requests (
  request_id uuid primary key,
  version bigint not null,
  organisation_id uuid not null,
  kind text not null check (kind in ('opening', 'tags', 'administrators', 'leaving', 'closing')),
  state text not null check (state in ('submitted', 'questioned', 'answered', 'approved', 'refused', 'withdrawn')),
  requested_by uuid not null,
  -- Whose access is to end, of a "leaving".
  leaving uuid,
  tags text[] not null,
  submitted_at timestamptz not null,
  changed_at timestamptz not null
);

create index space_requests_by_state on space_requests (state, submitted_at);

create index space_requests_by_organisation on space_requests (organisation_id);

create index space_requests_by_person on space_requests (requested_by);

-- One space per structure (MS-53), so one request for it at a time, whoever sends it; and one for its end.
create unique index one_open_request on space_requests (organisation_id, kind)
  where kind in ('opening', 'closing') and state in ('submitted', 'questioned', 'answered');

-- Who shall administer the space, by the signed authorisation. Names and addresses are in request_people.
create table request_seats (
  request_id uuid not null,
  seat_id uuid not null,
  document_id uuid not null,
  place int not null,
  primary key (request_id, seat_id)
);

create index request_seats_by_document on request_seats (document_id);

-- Names and addresses in requests: a plain table, in no event log, so that an erased person is gone from here too.
create table request_people (
  request_id uuid not null,
  seat_id uuid not null,
  first_name text not null,
  last_name text not null,
  email text not null,
  primary key (request_id, seat_id)
);

create index request_people_by_email on request_people (lower(email));

-- Who opened an authorisation, and when.
create table authorisation_readings (
  document_id uuid not null,
  request_id uuid not null,
  read_by uuid not null,
  read_at timestamptz not null
);

create index authorisation_readings_by_request on authorisation_readings (request_id, read_at);

-- Addresses of people who get access once an account has confirmed theirs (MS-15). Plain, like people; a row goes with its invitation.
create table administrator_invitations (
  invitation_id uuid primary key,
  organisation_id uuid not null,
  first_name text not null,
  last_name text not null,
  email text not null,
  invited_at timestamptz not null
);

create index administrator_invitations_by_email on administrator_invitations (lower(email));

create index administrator_invitations_by_organisation on administrator_invitations (organisation_id);

-- Projection "organisations": tags that leave every project, with their space (MS-58). Their names are free again.
create table withdrawn_tags (
  tag_id uuid primary key,
  organisation_id uuid not null,
  withdrawn_by uuid not null
);

-- Last day on which a space whose fee lapsed takes changes; null: three months after the fee.
alter table organisations add column grace_until date;

create index taggings_by_tag on taggings (tag_id) where is_on;
