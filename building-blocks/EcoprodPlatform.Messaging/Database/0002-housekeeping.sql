-- What is old is found without reading all that is young.
create index inbox_by_age on inbox (reaction, received_at);

-- A dead letter is kept as it came, which need not be JSON.
alter table dead_letters alter body type bytea using convert_to(body::text, 'UTF8');
