-- Codes, names and addresses of all standing buildings, in lower case and without spaces: one row with their ids, four
-- bytes each, and a line for each of them, 'code|compound and name|address' and a line feed.
select
  coalesce(string_agg(int4send(id::int4), ''::bytea order by id), ''::bytea) as ids,
  coalesce(
    string_agg(
      lower(translate(code || '|' || coalesce(compound, '') || coalesce(name, '') || '|' || coalesce(address, ''), E' \n\r\t　', '')) || E'\n',
      '' order by id
    ),
    ''
  ) as lines
from building
where valid_to is null
