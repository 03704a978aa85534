-- What a dead letter is about: whose figures are not what they should be until it is replayed.
alter table dead_letters add column things uuid[] not null default '{}';

create index dead_letters_by_thing on dead_letters using gin (things);

-- Those that are there already say it as well, where they can be read.
do $$
declare letter record;
begin
  for letter in select reaction, message_id, body from dead_letters loop
    begin
      update dead_letters set things = array(
        select p.value::uuid from jsonb_each_text(convert_from(letter.body, 'UTF8')::jsonb) as p(name, value)
        where p.name <> 'eventId' and p.value ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$')
      where reaction = letter.reaction and message_id = letter.message_id;
    exception when others then null;
    end;
  end loop;
end $$;
