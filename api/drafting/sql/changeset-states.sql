-- Grids of a change before and after it: fields as JSON, shapes as TWKB; null where there was or is none.
-- $1 bigint: changeset
select
  t.grid_id, t.what, t.code_before, t.code_after, u.code as community,
  b.fields as before_fields, b.shape as before_shape, a.fields as after_fields, a.shape as after_shape
from changeset_grid t
join grid g on g.id = t.grid_id
join unit u on u.id = g.community_id
left join lateral (
  select h.fields, ST_AsTWKB(h.geom, 7) as shape from grid_history h where h.grid_id = t.grid_id and h.version = t.version_before
  union all
  select
    jsonb_build_object(
      'code', g.code, 'name', g.name, 'kind', g.kind, 'households', g.households, 'residents', g.residents, 'members', g.members,
      'fullTimeWorkers', g.full_time_workers, 'partTimeWorkers', g.part_time_workers, 'branchSince', g.branch_since,
      'buildingGroups', g.building_groups, 'householdHubs', g.household_hubs),
    ST_AsTWKB(g.geom, 7)
  where g.version = t.version_before
) b on true
left join lateral (
  select h.fields, ST_AsTWKB(h.geom, 7) as shape from grid_history h where h.grid_id = t.grid_id and h.version = t.version_after
  union all
  select
    jsonb_build_object(
      'code', g.code, 'name', g.name, 'kind', g.kind, 'households', g.households, 'residents', g.residents, 'members', g.members,
      'fullTimeWorkers', g.full_time_workers, 'partTimeWorkers', g.part_time_workers, 'branchSince', g.branch_since,
      'buildingGroups', g.building_groups, 'householdHubs', g.household_hubs),
    ST_AsTWKB(g.geom, 7)
  where g.version = t.version_after
) a on true
where t.changeset_id = $1::int8
order by t.grid_id
