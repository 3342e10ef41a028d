-- New states of many buildings; their codes stay.
-- $1 json array of rows, $2 bigint: revision, $3 json object: ids of the units by code, not read, $4 bigint: rows changed after this revision are left alone
update building b
set
  name = r.name, address = r.address, compound = r.compound, use = r.use, floors = r.floors, households = r.households,
  residents = r.residents, members = r.members, building_groups = r."buildingGroups",
  household_hubs = r."householdHubs", completed_on = r."completedOn", demolished_on = r."demolishedOn",
  source = r.source, surveyed_on = r."surveyedOn", valid_from = r."validFrom", valid_to = null,
  version = b.version + 1, revision = $2::int8,
  geom = ST_SetSRID(ST_GeomFromTWKB(decode(r.geometry, 'hex')), 4326)
from jsonb_to_recordset($1::jsonb) as r (
  code text, name text, address text, compound text, use text, floors int4, households int4, residents int4,
  members int4, "buildingGroups" int4, "householdHubs" int4, "completedOn" date, "demolishedOn" date, source text,
  "surveyedOn" date, "validFrom" date, geometry text
)
where b.code = r.code and b.revision <= $4::int8 and $3::jsonb is not null
