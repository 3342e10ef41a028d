-- Types of many communities, each with its time.
-- $1 json array of communities with the list of their types, $2 json object: ids of the units by code
insert into community_type (unit_id, type, valid_from, valid_to, reason)
select ($2::jsonb ->> r.code)::int8, t.type, t."validFrom", t."validTo", t.reason
from jsonb_to_recordset($1::jsonb) as r (code text, types jsonb)
cross join jsonb_to_recordset(r.types) as t (type text, "validFrom" date, "validTo" date, reason text)
