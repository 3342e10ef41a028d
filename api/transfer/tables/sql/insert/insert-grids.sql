-- Many grids.
-- $1 json array of rows, $2 bigint: revision, $3 json object: ids of the units by code
insert into grid (
  code, name, kind, community_id, households, residents, members, full_time_workers, part_time_workers, branch_since,
  building_groups, household_hubs, alias_codes, valid_from, revision, geom
)
select
  r.code, r.name, r.kind, ($3::jsonb ->> r."communityCode")::int8, r.households, r.residents, r.members, r."fullTimeWorkers", r."partTimeWorkers",
  r."branchSince", r."buildingGroups", r."householdHubs", coalesce(r."aliasCodes", '{}'),
  r."validFrom", $2::int8,
  ST_SetSRID(ST_GeomFromTWKB(decode(r.geometry, 'hex')), 4326)
from jsonb_to_recordset($1::jsonb) as r (
  code text, name text, kind text, "communityCode" text, households int4, residents int4, members int4,
  "fullTimeWorkers" int4, "partTimeWorkers" int4, "branchSince" date, "buildingGroups" int4, "householdHubs" int4,
  "aliasCodes" jsonb, "validFrom" date, geometry text
)
