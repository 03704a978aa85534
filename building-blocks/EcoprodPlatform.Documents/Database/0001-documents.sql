-- Files of a module, received or made: what is known of each, and its bytes in parts.

create table document (
  id uuid primary key,
  -- What it belongs to and is erased with: "project:{id}".
  owner text not null,
  name text not null,
  -- Found in the content, never what the sender said.
  media_type text not null,
  size bigint not null,
  sha256 bytea not null,
  received_at timestamptz not null,
  received_by uuid not null,
  -- False until a unit of work keeps it, with what it is for; what stays so is swept.
  kept boolean not null default false
);

create index document_owner on document (owner);

create index document_unkept on document (received_at) where not kept;

create table document_part (
  -- Checked at the end: size and hash are known only when all parts are written.
  document_id uuid not null references document on delete cascade deferrable initially deferred,
  number int not null,
  bytes bytea not null,
  primary key (document_id, number)
);

-- Photos and PDF are compressed already.
alter table document_part alter column bytes set storage external;

-- Keeps all of them or fails: one may have been swept or erased since it was looked at.
create procedure keep_documents(wanted uuid[]) language plpgsql as $$
begin
  -- In one order, so that two who keep the same ones queue instead of deadlocking.
  perform 1 from document where id = any (wanted) order by id for update;
  update document set kept = true where id = any (wanted) and not kept;
  if (select count(*) from document where id = any (wanted)) < (select count(distinct w) from unnest(wanted) w) then
    raise exception 'a document to keep is gone' using errcode = 'no_data_found';
  end if;
end $$;
