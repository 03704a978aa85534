-- Second factors that a member of staff has asked to lift, until another confirms it. What happened is in the log; this is for the list.
create table second_factor_lifts (
  user_id uuid primary key references people (id) on delete cascade,
  asked_by uuid not null,
  reason text not null,
  until timestamptz not null
);
