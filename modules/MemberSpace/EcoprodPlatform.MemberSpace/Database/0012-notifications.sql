-- Which mails an administrator wants about a space; without a row the mail of MS-52 and no digest. Reference data, no events.
create table mail_choices (
  organisation_id uuid not null,
  person_id uuid not null,
  each_tag boolean not null,
  weekly boolean not null,
  -- Monday of the last week whose digest was decided, sent or empty.
  told_week date,
  primary key (organisation_id, person_id)
);

-- What a link in a mail may end, for whom. Only the key's hash: the table opens nothing.
create table mail_keys (
  key_hash bytea primary key,
  organisation_id uuid not null,
  person_id uuid not null,
  kind text not null check (kind in ('each-tag', 'weekly')),
  made_at timestamptz not null
);

create index mail_keys_by_age on mail_keys (made_at);
create index mail_keys_by_person on mail_keys (person_id);
