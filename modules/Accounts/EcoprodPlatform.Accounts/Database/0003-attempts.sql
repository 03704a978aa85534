-- Attempts at an account that have not succeeded, by where they come from: a network, a device that has been signed in before, or
-- ('*') all networks together. Nobody is locked out by somebody else's.
create table sign_in_attempts (
  user_id uuid not null references people (id) on delete cascade,
  origin text not null,
  tries int not null,
  since timestamptz not null,
  primary key (user_id, origin)
);
