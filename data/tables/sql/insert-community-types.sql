-- Types of many communities, each with its time.
-- $1 json array of rows, $2 json object: ids of the units by code
insert into community_type (unit_id, type, valid_from, valid_to, reason)
select ($2::jsonb ->> r.code)::int8, r.type, r."validFrom", r."validTo", r.reason
from jsonb_to_recordset($1::jsonb) as r (code text, type text, "validFrom" date, "validTo" date, reason text)
