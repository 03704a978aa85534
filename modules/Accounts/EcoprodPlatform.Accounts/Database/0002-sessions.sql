-- What is open in somebody's name, and until it is closed. A cookie or token is good only while its row is here and was opened
-- under the person's present security stamp.
create table sessions (
  id uuid primary key,
  user_id uuid not null references people (id) on delete cascade,
  stamp text not null,
  -- The refresh token that may be used next, of a program; null for a browser.
  turn uuid,
  browser text,
  system text,
  is_kept boolean not null,
  opened_at timestamptz not null,
  used_at timestamptz not null,
  -- When, and how, its person last proved to be who they are.
  proved_at timestamptz not null,
  is_by_passkey boolean not null
);

create index sessions_user_id on sessions (user_id);
