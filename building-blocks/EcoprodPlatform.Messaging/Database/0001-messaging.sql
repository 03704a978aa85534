-- What a module needs to take part in messaging: what it has already taken in, and what it could not.

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
