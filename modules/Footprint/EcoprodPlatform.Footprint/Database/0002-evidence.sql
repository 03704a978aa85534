-- Which files prove which lines. Kept from this module's own log; what the files are is in document.

create table line_evidence (
  project_id uuid not null,
  kind text not null,
  line_id uuid not null,
  document_id uuid not null,
  attached_at timestamptz not null,
  attached_by uuid not null,
  -- Its place among those that came with it.
  place int not null,
  primary key (project_id, kind, line_id, document_id)
);

-- Whether a file still proves anything.
create index line_evidence_document on line_evidence (document_id);
