-- Where the places of table place (pid, geom) meet the network: the nearest edge that a straight way reaches without
-- meeting water, the part of it from its first end, and the straight metres to there. Nearest in metres, so on the
-- plane of EPSG:4549: in degrees the foot of the perpendicular would lie elsewhere. pgRouting leaves out points that lie
-- just on an end of an edge, so they are moved onto it by a millionth of its length. The best of the eighty nearest boxes
-- says how far the search must go; then every edge within that distance is tried, or within 5 km, detour of 1.3 included.
create function find_foothold(place geometry, within_metres float8, most integer)
returns table (edge_id int8, fraction float8, metres float8) language sql stable as $$
  select edge_id, least(greatest(fraction, 1e-6), 1 - 1e-6), metres
  from (
    select found.id as edge_id, found.fraction, at, ST_Distance(at::geography, place::geography)::float8 as metres
    from (
      select edge.id, edge.geom, ST_LineLocatePoint(ST_Transform(edge.geom, 4549), ST_Transform(place, 4549))::float8 as fraction
      -- a degree of longitude is some 92 km here
      from (select id, geom from edge where geom && ST_Expand(place, within_metres / 90000) order by geom <-> place limit most) as edge
    ) as found
    cross join lateral (select ST_LineInterpolatePoint(found.geom, found.fraction) as at) as point
  ) as candidate
  where metres <= within_metres and not exists (select from water where ST_Intersects(water.geom, ST_MakeLine(place, at)))
  order by metres
  limit 1
$$;
create table foothold as
select place.pid, near.*
from place
left join lateral find_foothold(place.geom, 5000 / 1.3, 80) as first on true
cross join lateral find_foothold(place.geom, coalesce(first.metres + 0.001, 5000 / 1.3), null) as near
