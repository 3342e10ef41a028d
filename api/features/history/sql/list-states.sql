-- Every state that a grid (by its code, now or once) or a unit has had, the first first, with the change that began it
-- (null: it was there when the city was set up). Fields as JSON (of grids only), shapes as TWKB.
-- $1 text: code
with asked_grid as (
  select g.* from grid g
  where g.code = $1::text or exists (select 1 from grid_history h where h.grid_id = g.id and h.fields ->> 'code' = $1::text)
),
state as (
  select h.version, h.valid_from, h.valid_to, h.fields, ST_AsTWKB(h.geom, 7) as shape, h.grid_id, h.changeset_id as ended
  from grid_history h
  where h.grid_id in (select id from asked_grid)
  union all
  select
    g.version, g.valid_from, g.valid_to,
    jsonb_build_object(
      'code', g.code, 'name', g.name, 'kind', g.kind, 'households', g.households, 'residents', g.residents, 'members', g.members,
      'fullTimeWorkers', g.full_time_workers, 'partTimeWorkers', g.part_time_workers, 'branchSince', g.branch_since,
      'buildingGroups', g.building_groups, 'householdHubs', g.household_hubs),
    ST_AsTWKB(g.geom, 7), g.id, null
  from asked_grid g
  union all
  select h.version, coalesce(h.valid_from, u.valid_from), h.valid_to, null, ST_AsTWKB(h.geom, 7), null, h.changeset_id
  from unit_history h join unit u on u.id = h.unit_id
  where u.code = $1::text
  union all
  -- states that imports have ended
  select r.version, r."validFrom", i.day, null, decode(r.geometry, 'hex'), null, i.changeset_id
  from import_run i
  join import_before b on b.import_id = i.id
  cross join lateral jsonb_to_recordset(b.rows) as r (code text, version int4, "validFrom" date, geometry text)
  where r.code = $1::text and i.undone_at is null and b.table_name = 'units' and b.was = 'standing' and r.geometry is not null
  union all
  select u.version, coalesce(u.outline_from, u.valid_from), u.valid_to, null, ST_AsTWKB(u.geom, 7), null, null
  from unit u
  where u.code = $1::text and u.geom is not null
),
begun as (
  select s.*,
    -- a unit's states follow each other without holes
    case when s.grid_id is null then coalesce(lag(s.valid_to) over (order by s.version), s.valid_from) else s.valid_from end as since,
    coalesce(
      (select t.changeset_id from changeset_grid t where t.grid_id = s.grid_id and t.version_after = s.version),
      lag(s.ended) over (order by s.version)) as began
  from state s
)
select
  b.version, b.since as valid_from, b.valid_to, b.fields, b.shape,
  c.id as changeset_id, c.revision, c.kind, c.actor, c.note, c.committed_at
from begun b
left join changeset c on c.id = b.began
order by b.version
