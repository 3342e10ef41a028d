-- A page of grids, standing and past, with everything that is known of them; shapes as TWKB in hex.
-- $1 bigint: after this id, $2 integer: how many at most
-- One row: how many there are on the page, the last id, and the grids as a json array.
select count(*)::int4 as count, coalesce(max(p.id), 0)::int8 as last, coalesce(json_agg(p.row order by p.id), '[]')::text as rows
from (
  select
    g.id,
    json_build_object(
      'id', g.id, 'code', g.code, 'name', g.name, 'kind', g.kind, 'communityCode', u.code, 'households', g.households,
      'residents', g.residents, 'members', g.members, 'fullTimeWorkers', g.full_time_workers,
      'partTimeWorkers', g.part_time_workers, 'branchSince', g.branch_since, 'buildingGroups', g.building_groups,
      'householdHubs', g.household_hubs, 'aliasCodes', g.alias_codes, 'validFrom', g.valid_from,
      'geometry', encode(ST_AsTWKB(g.geom, 7), 'hex'), 'validTo', g.valid_to, 'version', g.version, 'revision', g.revision
    ) as row
  from grid g
  join unit u on u.id = g.community_id
  where g.id > $1::int8
  order by g.id
  limit $2::int4
) p
