-- Many buildings.
-- $1 json array of rows, $2 bigint: revision
insert into building (
  code, name, address, compound, use, floors, households, residents, members, building_groups, household_hubs,
  completed_on, demolished_on, source, surveyed_on, valid_from, revision, geom
)
select
  r.code, r.name, r.address, r.compound, r.use, r.floors, r.households, r.residents, r.members, r."buildingGroups",
  r."householdHubs", r."completedOn", r."demolishedOn", r.source, r."surveyedOn", r."validFrom", $2::int8,
  ST_SetSRID(ST_GeomFromTWKB(decode(r.geometry, 'hex')), 4326)
from jsonb_to_recordset($1::jsonb) as r (
  code text, name text, address text, compound text, use text, floors int4, households int4, residents int4,
  members int4, "buildingGroups" int4, "householdHubs" int4, "completedOn" date, "demolishedOn" date, source text,
  "surveyedOn" date, "validFrom" date, geometry text
)
