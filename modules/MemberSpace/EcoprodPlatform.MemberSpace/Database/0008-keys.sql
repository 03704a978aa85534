-- Keys by which a structure's own programs read its space (MS-5). Projection "organisations".
create table space_keys (
  key_id uuid primary key,
  organisation_id uuid not null,
  name text not null,
  scopes text[] not null,
  quotation text not null,
  issued_by uuid not null,
  issued_at timestamptz not null,
  expires_on date not null,
  revoked_at timestamptz
);

create index space_keys_organisation on space_keys (organisation_id);

-- What is no event: only the hash of a key is kept, and when it was used last, to the hour.
create table key_secrets (
  key_id uuid primary key,
  hash bytea not null unique,
  beginning text not null,
  last_used_at timestamptz
);
