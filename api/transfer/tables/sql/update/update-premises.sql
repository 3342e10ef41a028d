-- New states of many premises; their codes stay.
-- $1 json array of rows, $2 bigint: revision, $3 json object: ids of the units by code, $4 bigint: rows changed after this revision are left alone
update premises p
set
  kind = r.kind, name = r.name, community_id = ($3::jsonb ->> r."communityCode")::int8, level = r.level, status = r.status,
  opened_on = r."openedOn", area_m2 = r."areaM2", tenure = r.tenure, functions = r.functions,
  opening_hours = r."openingHours", capacity_households = r."capacityHouseholds", duty_phone = r."dutyPhone",
  surveyed_on = r."surveyedOn", valid_from = r."validFrom", valid_to = null, version = p.version + 1, revision = $2::int8,
  geom = ST_SetSRID(ST_GeomFromTWKB(decode(r.geometry, 'hex')), 4326)
from jsonb_to_recordset($1::jsonb) as r (
  kind text, code text, name text, "communityCode" text, level text, status text, "openedOn" date, "areaM2" numeric,
  tenure text, functions text[], "openingHours" text, "capacityHouseholds" int4, "dutyPhone" text, "surveyedOn" date,
  "validFrom" date, geometry text
)
where p.code = r.code and p.revision <= $4::int8
