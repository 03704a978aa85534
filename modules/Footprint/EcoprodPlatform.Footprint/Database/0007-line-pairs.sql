-- The line of the provisional assessment that a line of the final one began as; null for one that began here, and where the copy is older than this column.
alter table assessment_lines add copied_from uuid;
