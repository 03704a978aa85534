-- Approvals of the calculator by a public body, as staff record them (T11): what a deposit says of it. None is ever assumed.
create table approval (
  id uuid primary key,
  -- As the decision is quoted, with the body that took it.
  reference text not null,
  approved_on date not null,
  recorded_at timestamptz not null,
  recorded_by uuid not null,
  withdrawn_at timestamptz,
  withdrawn_by uuid
);

-- Recorded twice, it is one.
create unique index approval_standing on approval (reference, approved_on) where withdrawn_at is null;
