-- Grids that on a day were other than they are now: states of which something later has taken the place. Fields as
-- JSON, shapes as TWKB.
-- $1 date: the day
select s.id, s.community_id, s.version, s.valid_from, s.valid_to, s.fields, ST_AsTWKB(s.geom, 7) as shape
from (
  select
    g.id, g.community_id, g.version, g.valid_from, g.valid_to, g.geom,
    jsonb_build_object(
      'code', g.code, 'name', g.name, 'kind', g.kind, 'households', g.households, 'residents', g.residents, 'members', g.members,
      'fullTimeWorkers', g.full_time_workers, 'partTimeWorkers', g.part_time_workers, 'branchSince', g.branch_since,
      'buildingGroups', g.building_groups, 'householdHubs', g.household_hubs) as fields
  from grid g
  where g.valid_to is not null
  union all
  -- an import may have put it into another community since
  select h.grid_id, coalesce(u.id, g.community_id), h.version, h.valid_from, h.valid_to, h.geom, h.fields
  from grid_history h
  join grid g on g.id = h.grid_id
  left join unit u on u.code = h.fields ->> 'communityCode'
) s
where s.valid_from <= $1::date and s.valid_to > $1::date
order by s.id
