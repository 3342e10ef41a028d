-- A page of waters; lines and areas as TWKB in hex.
-- $1 bigint: after this id, $2 integer: how many at most
-- One row: how many there are on the page, the last id, and the waters as a json array.
select count(*)::int4 as count, coalesce(max(p.id), 0)::int8 as last, coalesce(json_agg(p.row order by p.id), '[]')::text as rows
from (
  select
    w.id,
    json_build_object(
      'id', w.id, 'class', w.class, 'name', w.name, 'barrier', w.barrier,
      'geometry', encode(ST_AsTWKB(w.geom, 7), 'hex'), 'revision', w.revision
    ) as row
  from waterway w
  where w.id > $1::int8
  order by w.id
  limit $2::int4
) p
