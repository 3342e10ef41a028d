-- A page of roads; lines as TWKB in hex.
-- $1 bigint: after this id, $2 integer: how many at most
-- One row: how many there are on the page, the last id, and the roads as a json array.
select count(*)::int4 as count, coalesce(max(p.id), 0)::int8 as last, coalesce(json_agg(p.row order by p.id), '[]')::text as rows
from (
  select
    r.id,
    json_build_object(
      'id', r.id, 'class', r.class, 'name', r.name, 'bridge', r.bridge, 'walkable', r.walkable,
      'geometry', encode(ST_AsTWKB(r.geom, 7), 'hex'), 'revision', r.revision
    ) as row
  from road r
  where r.id > $1::int8
  order by r.id
  limit $2::int4
) p
