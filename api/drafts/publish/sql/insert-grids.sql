-- New grids; one row for each: its number and code.
-- $1 json array of rows, $2 bigint: revision
insert into grid (
  code, name, kind, community_id, households, residents, members, full_time_workers, part_time_workers, branch_since,
  building_groups, household_hubs, valid_from, revision, geom
)
select
  r.code, r.name, r.kind, r."communityId", r.households, r.residents, r.members, r."fullTimeWorkers", r."partTimeWorkers",
  r."branchSince", r."buildingGroups", r."householdHubs", r."validFrom", $2::int8,
  ST_SetSRID(ST_GeomFromTWKB(decode(r.shape, 'hex')), 4326)
from jsonb_to_recordset($1::jsonb) as r (
  code text, name text, kind text, "communityId" int8, households int4, residents int4, members int4,
  "fullTimeWorkers" int4, "partTimeWorkers" int4, "branchSince" date, "buildingGroups" int4, "householdHubs" int4,
  "validFrom" date, shape text
)
returning id, code
