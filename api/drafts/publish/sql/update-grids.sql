-- New states of grids; one row for each that still was at the version it was drawn on.
-- $1 json array of rows, $2 bigint: revision
update grid g
set
  name = r.name, kind = r.kind, households = r.households, residents = r.residents, members = r.members,
  full_time_workers = r."fullTimeWorkers", part_time_workers = r."partTimeWorkers", branch_since = r."branchSince",
  building_groups = r."buildingGroups", household_hubs = r."householdHubs", alias_codes = r."aliasCodes", code = r.code,
  valid_from = r."validFrom", valid_to = null, version = g.version + 1, revision = $2::int8,
  geom = ST_SetSRID(ST_GeomFromTWKB(decode(r.shape, 'hex')), 4326)
from jsonb_to_recordset($1::jsonb) as r (
  id int8, version int4, code text, name text, kind text, households int4, residents int4, members int4,
  "fullTimeWorkers" int4, "partTimeWorkers" int4, "branchSince" date, "buildingGroups" int4, "householdHubs" int4,
  "aliasCodes" jsonb, "validFrom" date, shape text
)
where g.id = r.id and g.version = r.version
