-- Where the places of table place (pid, geom) meet the network: the nearest edge that a straight way reaches without
-- meeting water, the part of it from its first end, and the straight metres to there.
create table foothold as
select place.pid, near.edge_id, least(greatest(near.fraction, 0), 1)::float8 as fraction, near.metres::float8 as metres
from place
cross join lateral (
  select edge_id, fraction, metres
  from (
    select edge.id as edge_id, ST_LineLocatePoint(edge.geom, place.geom) as fraction, ST_ClosestPoint(edge.geom, place.geom) as at,
      ST_Distance(edge.geom::geography, place.geom::geography) as metres
    from (select id, geom from edge order by geom <-> place.geom limit 80) as edge
  ) as candidate
  where not exists (select from water where ST_Intersects(water.geom, ST_MakeLine(place.geom, candidate.at)))
  order by metres
  limit 1
) as near
