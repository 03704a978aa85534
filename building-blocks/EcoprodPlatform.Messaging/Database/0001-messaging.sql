-- What a module needs to take part in messaging: what it has already taken in, what it could not, what it has to mail.

-- Written in the transaction of the effect: a second delivery of the same message finds its row and does nothing.
create table inbox (
  reaction text not null,
  message_id uuid not null,
  received_at timestamptz not null default now(),
  primary key (reaction, message_id)
);

-- Messages that a reaction could not take after all retries, kept with their cause until a person replays or drops them.
create table dead_letters (
  reaction text not null,
  message_id uuid not null,
  wire_name text not null,
  body jsonb not null,
  error text not null,
  failed_at timestamptz not null default now(),
  primary key (reaction, message_id)
);

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
