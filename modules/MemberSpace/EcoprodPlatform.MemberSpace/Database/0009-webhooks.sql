-- Where a structure's own programs are told what happens in its space. Secrets are sealed by the platform's keys.
create table webhooks (
  webhook_id uuid primary key,
  organisation_id uuid not null,
  address text not null,
  events text[] not null,
  secret text not null,
  -- The one before, which signs too until its day.
  old_secret text,
  old_secret_until timestamptz,
  created_by uuid not null,
  created_at timestamptz not null,
  -- In a row; not_before is the pause they cost.
  failures int not null default 0,
  failing_since timestamptz,
  not_before timestamptz not null,
  disabled_at timestamptz
);

create index webhooks_organisation on webhooks (organisation_id);

-- What is to be told and what became of it, written in the transaction of what happened. Its id is the message's, however often it is sent.
create table webhook_deliveries (
  delivery_id uuid primary key,
  webhook_id uuid not null references webhooks on delete cascade,
  event text not null,
  project_id uuid,
  happened_at timestamptz not null,
  status text not null default 'queued' check (status in ('queued', 'sent', 'failed')),
  attempts int not null default 0,
  not_before timestamptz not null,
  last_at timestamptz,
  last_code int,
  last_error text,
  last_ms int
);

-- A team that types for an hour changes its project a hundred times: until the first of them is sent, they are one.
create unique index webhook_deliveries_one_update on webhook_deliveries (webhook_id, project_id) where event = 'project.updated' and status = 'queued' and attempts = 0;

create index webhook_deliveries_due on webhook_deliveries (webhook_id, not_before) where status = 'queued';

create index webhook_deliveries_log on webhook_deliveries (webhook_id, happened_at desc, delivery_id);
