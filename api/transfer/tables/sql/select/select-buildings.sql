-- A page of buildings, standing and past, with everything that is known of them; shapes as TWKB in hex.
-- $1 bigint: after this id, $2 integer: how many at most
-- One row: how many there are on the page, the last id, and the buildings as a json array.
select count(*)::int4 as count, coalesce(max(p.id), 0)::int8 as last, coalesce(json_agg(p.row order by p.id), '[]')::text as rows
from (
  select
    b.id,
    json_build_object(
      'code', b.code, 'name', b.name, 'address', b.address, 'compound', b.compound, 'use', b.use, 'floors', b.floors,
      'households', b.households, 'residents', b.residents, 'members', b.members, 'buildingGroups', b.building_groups,
      'householdHubs', b.household_hubs, 'completedOn', b.completed_on, 'demolishedOn', b.demolished_on,
      'source', b.source, 'surveyedOn', b.surveyed_on, 'validFrom', b.valid_from, 'geometry', encode(b.twkb, 'hex'),
      'validTo', b.valid_to, 'version', b.version, 'revision', b.revision
    ) as row
  from building b
  where b.id > $1::int8
  order by b.id
  limit $2::int4
) p
