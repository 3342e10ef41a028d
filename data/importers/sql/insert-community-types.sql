-- Types of many communities, each with its time.
-- $1 json array of rows
insert into community_type (unit_id, type, valid_from, valid_to, reason)
select r."unitId", r.type, r."validFrom", r."validTo", r.reason
from jsonb_to_recordset($1::jsonb) as r ("unitId" int8, type text, "validFrom" date, "validTo" date, reason text)
