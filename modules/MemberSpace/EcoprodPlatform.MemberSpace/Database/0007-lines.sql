-- Projection "shared-lines": what stands behind the figures, line by line. A line that counts no more stays as a row without content, so
-- that what was told of it before and arrives late does not bring it back.
create table lines (
  project_id uuid not null,
  kind text not null check (kind in ('provisional', 'final')),
  line_id uuid not null,
  source_version bigint not null,
  is_gone boolean not null,
  place bigint,
  department text,
  post text,
  phase text,
  label text,
  quantity numeric,
  kg numeric,
  data_status text,
  question text,
  -- With its words: what only opens a figure is not searched by.
  factor jsonb,
  primary key (project_id, kind, line_id)
);
