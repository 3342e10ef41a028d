-- Grids of a change before and after it: fields as JSON, shapes as TWKB; null where there was or is none.
-- $1 bigint: changeset
with touched as (
  select * from changeset_grid where changeset_id = $1::int8
), state as (
  select h.grid_id, h.version, h.fields, h.geom
  from grid_history h
  where h.grid_id in (select grid_id from touched)
  union all
  select
    g.id, g.version,
    jsonb_build_object(
      'code', g.code, 'name', g.name, 'kind', g.kind, 'households', g.households, 'residents', g.residents, 'members', g.members,
      'fullTimeWorkers', g.full_time_workers, 'partTimeWorkers', g.part_time_workers, 'branchSince', g.branch_since,
      'buildingGroups', g.building_groups, 'householdHubs', g.household_hubs),
    g.geom
  from grid g
  where g.id in (select grid_id from touched)
)
select
  t.grid_id, t.what, t.code_before, t.code_after, u.code as community,
  b.fields as before_fields, ST_AsTWKB(b.geom, 7) as before_shape, a.fields as after_fields, ST_AsTWKB(a.geom, 7) as after_shape
from touched t
join grid g on g.id = t.grid_id
join unit u on u.id = g.community_id
left join state b on b.grid_id = t.grid_id and b.version = t.version_before
left join state a on a.grid_id = t.grid_id and a.version = t.version_after
order by t.grid_id
