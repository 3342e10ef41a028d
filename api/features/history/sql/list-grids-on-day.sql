-- Grids of a street or community as they were on a day.
-- $1 text: code, $2 date: the day
select
  s.id, s.fields ->> 'code' as code, u.code as community, s.fields, s.valid_from, s.valid_to, ST_AsTWKB(s.geom, 7) as shape
from (
  select
    g.id, g.community_id, g.valid_from, g.valid_to, g.geom,
    jsonb_build_object(
      'code', g.code, 'name', g.name, 'kind', g.kind, 'households', g.households, 'residents', g.residents, 'members', g.members,
      'fullTimeWorkers', g.full_time_workers, 'partTimeWorkers', g.part_time_workers, 'branchSince', g.branch_since,
      'buildingGroups', g.building_groups, 'householdHubs', g.household_hubs) as fields
  from grid g
  union all
  select h.grid_id, coalesce(u.id, g.community_id), h.valid_from, h.valid_to, h.geom, h.fields
  from grid_history h
  join grid g on g.id = h.grid_id
  left join unit u on u.code = h.fields ->> 'communityCode'
) s
join unit u on u.id = s.community_id
where u.code like $1::text || '%' and s.valid_from <= $2::date and (s.valid_to is null or s.valid_to > $2::date)
order by 2
