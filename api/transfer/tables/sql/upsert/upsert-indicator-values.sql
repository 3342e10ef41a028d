-- Many values of the community data form; a value that is there already is replaced.
-- $1 json array of rows, $2 json object: ids of the units by code, $3 json object: ids of the items by code
insert into indicator_value (indicator_id, community_id, year, value)
select ($3::jsonb ->> r."indicatorCode")::int8, ($2::jsonb ->> r."communityCode")::int8, r.year, r.value
from jsonb_to_recordset($1::jsonb) as r ("indicatorCode" text, "communityCode" text, year int4, value float8)
on conflict (community_id, year, indicator_id) do update set value = excluded.value
