-- Where the places of table place (pid, geom) meet the network: the nearest edge that a straight way reaches without
-- meeting water, the part of it from its first end, and the straight metres to there. Nearest in metres, so on the
-- plane of EPSG:4549: in degrees the foot of the perpendicular would lie elsewhere. pgRouting leaves out points that lie
-- just on an end of an edge, so they are moved onto it by a millionth of its length.
create table foothold as
select place.pid, near.edge_id, least(greatest(near.fraction, 1e-6), 1 - 1e-6) as fraction, near.metres
from place
cross join lateral (
  select edge_id, fraction, ST_Distance(at::geography, place.geom::geography)::float8 as metres
  from (
    select found.id as edge_id, found.fraction, ST_LineInterpolatePoint(found.geom, found.fraction) as at
    from (
      select edge.id, edge.geom, ST_LineLocatePoint(ST_Transform(edge.geom, 4549), ST_Transform(place.geom, 4549))::float8 as fraction
      from (select id, geom from edge order by geom <-> place.geom limit 80) as edge
    ) as found
  ) as candidate
  where not exists (select from water where ST_Intersects(water.geom, ST_MakeLine(place.geom, candidate.at)))
  order by metres
  limit 1
) as near
