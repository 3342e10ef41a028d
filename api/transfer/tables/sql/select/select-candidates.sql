-- A page of places where a station might stand, standing and past; places as TWKB in hex.
-- $1 bigint: after this id, $2 integer: how many at most
-- One row: how many there are on the page, the last id, and the places as a json array.
select count(*)::int4 as count, coalesce(max(p.id), 0)::int8 as last, coalesce(json_agg(p.row order by p.id), '[]')::text as rows
from (
  select
    p.id,
    json_build_object(
      'code', p.code, 'name', p.name, 'list', p.list, 'communityCode', u.code, 'capacityHouseholds', p.capacity_households,
      'areaM2', p.area_m2, 'note', p.note, 'validFrom', p.valid_from, 'geometry', encode(ST_AsTWKB(p.geom, 7), 'hex'),
      'validTo', p.valid_to, 'version', p.version, 'revision', p.revision
    ) as row
  from siting_candidate p
  left join unit u on u.id = p.community_id
  where p.id > $1::int8
  order by p.id
  limit $2::int4
) p
