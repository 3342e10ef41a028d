-- One row: the standing grids as JSON columns in the order of their ids.
select
  count(*)::int4 as count,
  json_build_object(
    'id', coalesce(json_agg(g.id), '[]'),
    'code', coalesce(json_agg(g.code), '[]'),
    'name', coalesce(json_agg(g.name), '[]'),
    'kind', coalesce(json_agg(g.kind), '[]'),
    'community', coalesce(json_agg(g.community_id), '[]'),
    'households', coalesce(json_agg(g.households), '[]'),
    'residents', coalesce(json_agg(g.residents), '[]'),
    'members', coalesce(json_agg(g.members), '[]'),
    'fullTimeWorkers', coalesce(json_agg(g.full_time_workers), '[]'),
    'partTimeWorkers', coalesce(json_agg(g.part_time_workers), '[]'),
    'branchSince', coalesce(json_agg(g.branch_since), '[]'),
    'buildingGroups', coalesce(json_agg(g.building_groups), '[]'),
    'householdHubs', coalesce(json_agg(g.household_hubs), '[]'),
    'validFrom', coalesce(json_agg(g.valid_from), '[]'),
    'version', coalesce(json_agg(g.version), '[]')
  )::text as columns
from (select * from grid where valid_to is null order by id) g
