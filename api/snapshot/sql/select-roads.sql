-- One row: all roads as JSON columns in the order of their ids, their lines as TWKB one after the other.
select
  count(*)::int4 as count,
  json_build_object(
    'id', coalesce(json_agg(r.id), '[]'),
    'class', coalesce(json_agg(r.class), '[]'),
    'name', coalesce(json_agg(r.name), '[]'),
    'bridge', coalesce(json_agg(r.bridge), '[]'),
    'walkable', coalesce(json_agg(r.walkable), '[]')
  )::text as columns,
  coalesce(string_agg(ST_AsTWKB(r.geom, 7), ''::bytea), ''::bytea) as shapes
from (select * from road order by id) r
