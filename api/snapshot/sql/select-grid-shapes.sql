-- One row: the shapes of the standing grids as TWKB one after the other, in the order of their ids.
select
  count(*)::int4 as count,
  coalesce(string_agg(ST_AsTWKB(g.geom, 7), ''::bytea), ''::bytea) as shapes
from (select geom from grid where valid_to is null order by id) g
