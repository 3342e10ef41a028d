-- Grids that changes newer than a revision touched, with those that are no more. Fields as JSON, shapes as TWKB.
-- $1 bigint: revision
select
  g.id, g.community_id, g.version, g.valid_from, g.valid_to,
  jsonb_build_object(
    'code', g.code, 'name', g.name, 'kind', g.kind, 'households', g.households, 'residents', g.residents, 'members', g.members,
    'fullTimeWorkers', g.full_time_workers, 'partTimeWorkers', g.part_time_workers, 'branchSince', g.branch_since,
    'buildingGroups', g.building_groups, 'householdHubs', g.household_hubs) as fields,
  ST_AsTWKB(g.geom, 7) as shape
from grid g
where g.revision > $1::int8
order by g.id
