-- New states of many grids; their codes stay.
-- $1 json array of rows, $2 bigint: revision, $3 json object: ids of the units by code, $4 bigint: rows changed after this revision are left alone
update grid g
set
  name = r.name, kind = r.kind, community_id = ($3::jsonb ->> r."communityCode")::int8, households = r.households,
  residents = r.residents, members = r.members, full_time_workers = r."fullTimeWorkers",
  part_time_workers = r."partTimeWorkers", branch_since = r."branchSince", building_groups = r."buildingGroups",
  household_hubs = r."householdHubs", alias_codes = coalesce(r."aliasCodes", '{}'), valid_from = r."validFrom",
  valid_to = null, version = g.version + 1, revision = $2::int8,
  geom = ST_SetSRID(ST_GeomFromTWKB(decode(r.geometry, 'hex')), 4326)
from jsonb_to_recordset($1::jsonb) as r (
  code text, name text, kind text, "communityCode" text, households int4, residents int4, members int4,
  "fullTimeWorkers" int4, "partTimeWorkers" int4, "branchSince" date, "buildingGroups" int4, "householdHubs" int4,
  "aliasCodes" jsonb, "validFrom" date, geometry text
)
where g.code = r.code and g.revision <= $4::int8
