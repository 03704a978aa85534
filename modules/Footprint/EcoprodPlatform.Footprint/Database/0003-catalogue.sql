-- What a factor counts, why it is not offered first, and its source, reference and remark in both languages. Null in the catalogues
-- loaded before: there the words come from the newest one, where the value is still the same.

alter table factors
  add column perimeter text,
  add column mark text,
  add column instead text,
  add column source_fr text,
  add column source_en text,
  add column reference_fr text,
  add column reference_en text,
  add column remark_fr text,
  add column remark_en text,
  -- Words are looked for in memory now; a host of the version before still reads its own rows.
  alter column search drop not null;
