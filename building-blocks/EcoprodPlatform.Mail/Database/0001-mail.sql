-- What a module has to mail.

-- One row per recipient and cause, however often the cause is handled.
create table mail_queue (
  id uuid primary key,
  cause text not null,
  recipient text not null,
  recipient_name text,
  subject text not null,
  html text,
  plain text,
  status text not null default 'queued' check (status in ('queued', 'sent', 'refused')),
  attempts int not null default 0,
  last_error text,
  queued_at timestamptz not null default now(),
  not_before timestamptz not null default now(),
  sent_at timestamptz,
  unique (cause, recipient)
);

create index mail_queue_due on mail_queue (not_before, queued_at) where status = 'queued';

-- What is old is found without reading all that is young.
create index mail_queue_by_age on mail_queue (queued_at);
