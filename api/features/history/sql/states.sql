-- Every state that a grid (by its code, now or once) or a unit has had, the first first, with the change that began it
-- (null: it was there when the city was set up). Fields as JSON (of grids only), shapes as TWKB.
-- $1 text: code
with asked_grid as (
  select g.* from grid g
  where g.code = $1::text or exists (select 1 from grid_history h where h.grid_id = g.id and h.fields ->> 'code' = $1::text)
),
state as (
  select h.version, h.valid_from, h.valid_to, h.fields, h.geom, h.grid_id, h.changeset_id as ended
  from grid_history h
  where h.grid_id in (select id from asked_grid)
  union all
  select
    g.version, g.valid_from, g.valid_to,
    jsonb_build_object(
      'code', g.code, 'name', g.name, 'kind', g.kind, 'households', g.households, 'residents', g.residents, 'members', g.members,
      'fullTimeWorkers', g.full_time_workers, 'partTimeWorkers', g.part_time_workers, 'branchSince', g.branch_since,
      'buildingGroups', g.building_groups, 'householdHubs', g.household_hubs),
    g.geom, g.id, null
  from asked_grid g
  union all
  select h.version, coalesce(h.valid_from, u.valid_from), h.valid_to, null, h.geom, null, h.changeset_id
  from unit_history h join unit u on u.id = h.unit_id
  where u.code = $1::text
  union all
  select u.version, coalesce(u.outline_from, u.valid_from), u.valid_to, null, u.geom, null, null
  from unit u
  where u.code = $1::text and u.geom is not null
),
begun as (
  select s.*, coalesce(
    (select t.changeset_id from changeset_grid t where t.grid_id = s.grid_id and t.version_after = s.version),
    lag(s.ended) over (order by s.version)) as began
  from state s
)
select
  b.version, b.valid_from, b.valid_to, b.fields, ST_AsTWKB(b.geom, 7) as shape,
  c.id as changeset_id, c.revision, c.kind, c.actor, c.note, c.committed_at
from begun b
left join changeset c on c.id = b.began
order by b.version
