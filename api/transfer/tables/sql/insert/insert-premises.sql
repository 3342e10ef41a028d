-- Many premises.
-- $1 json array of rows, $2 bigint: revision, $3 json object: ids of the units by code
insert into premises (
  kind, code, name, community_id, level, status, opened_on, area_m2, tenure, functions, opening_hours,
  capacity_households, duty_phone, surveyed_on, valid_from, revision, geom
)
select
  r.kind, r.code, r.name, ($3::jsonb ->> r."communityCode")::int8, r.level, r.status, r."openedOn", r."areaM2", r.tenure, r.functions,
  r."openingHours", r."capacityHouseholds", r."dutyPhone", r."surveyedOn", r."validFrom", $2::int8,
  ST_SetSRID(ST_GeomFromTWKB(decode(r.geometry, 'hex')), 4326)
from jsonb_to_recordset($1::jsonb) as r (
  kind text, code text, name text, "communityCode" text, level text, status text, "openedOn" date, "areaM2" numeric,
  tenure text, functions text[], "openingHours" text, "capacityHouseholds" int4, "dutyPhone" text, "surveyedOn" date,
  "validFrom" date, geometry text
)
