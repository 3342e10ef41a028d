-- One row: all waters as JSON columns in the order of their ids, their lines and areas as TWKB one after the other.
select
  count(*)::int4 as count,
  json_build_object(
    'id', coalesce(json_agg(w.id), '[]'),
    'class', coalesce(json_agg(w.class), '[]'),
    'name', coalesce(json_agg(w.name), '[]'),
    'barrier', coalesce(json_agg(w.barrier), '[]')
  )::text as columns,
  coalesce(string_agg(ST_AsTWKB(w.geom, 7), ''::bytea), ''::bytea) as shapes
from (select * from waterway order by id) w
