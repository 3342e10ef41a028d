-- Grids of a change as they are now; `untouched`: nothing has changed them since.
-- $1 bigint: changeset
select
  g.id, g.code, g.valid_to is null as stands,
  g.version = coalesce(t.version_after, t.version_before) and (g.valid_to is null) = (t.what <> 'retired') as untouched,
  jsonb_build_object(
    'name', g.name, 'kind', g.kind, 'households', g.households, 'residents', g.residents, 'members', g.members,
    'fullTimeWorkers', g.full_time_workers, 'partTimeWorkers', g.part_time_workers, 'branchSince', g.branch_since,
    'buildingGroups', g.building_groups, 'householdHubs', g.household_hubs) as fields
from changeset_grid t
join grid g on g.id = t.grid_id
where t.changeset_id = $1::int8
order by g.id
