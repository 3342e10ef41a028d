-- Many places where a station might stand.
-- $1 json array of rows, $2 bigint: revision, $3 json object: ids of the units by code
insert into siting_candidate (code, name, list, community_id, capacity_households, area_m2, note, valid_from, revision, geom)
select
  r.code, r.name, r.list, ($3::jsonb ->> r."communityCode")::int8, r."capacityHouseholds", r."areaM2", r.note, r."validFrom", $2::int8,
  ST_SetSRID(ST_GeomFromTWKB(decode(r.geometry, 'hex')), 4326)
from jsonb_to_recordset($1::jsonb) as r (
  code text, name text, list text, "communityCode" text, "capacityHouseholds" int4, "areaM2" numeric, note text,
  "validFrom" date, geometry text
)
