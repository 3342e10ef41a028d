-- Takes out values of the community data form.
-- $1 json array of rows, $2 json object: ids of the units by code, $3 json object: ids of the items by code
delete from indicator_value v
using jsonb_to_recordset($1::jsonb) as r ("indicatorCode" text, "communityCode" text, year int4)
where v.indicator_id = ($3::jsonb ->> r."indicatorCode")::int8 and v.community_id = ($2::jsonb ->> r."communityCode")::int8 and v.year = r.year
