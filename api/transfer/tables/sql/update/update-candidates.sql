-- New states of many places where a station might stand; their codes stay.
-- $1 json array of rows, $2 bigint: revision, $3 json object: ids of the units by code, $4 bigint: rows changed after this revision are left alone
update siting_candidate p
set
  name = r.name, list = r.list, community_id = ($3::jsonb ->> r."communityCode")::int8,
  capacity_households = r."capacityHouseholds", area_m2 = r."areaM2", note = r.note, valid_from = r."validFrom",
  valid_to = null, version = p.version + 1, revision = $2::int8,
  geom = ST_SetSRID(ST_GeomFromTWKB(decode(r.geometry, 'hex')), 4326)
from jsonb_to_recordset($1::jsonb) as r (
  code text, name text, list text, "communityCode" text, "capacityHouseholds" int4, "areaM2" numeric, note text,
  "validFrom" date, geometry text
)
where p.code = r.code and p.revision <= $4::int8
