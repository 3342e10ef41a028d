-- The walking network of tables road (bridge, geom) and water (geom), made by the database alone: roads meet where they
-- cross or touch, bridges only at their vertices and where others end; what meets water without a bridge is left out.
-- Half a metre, 5e-6 degree, is near enough for an end to touch. A row: one edge with the numbers of its ends, and metres
-- on the spheroid.
create table edge as
with ends as (
  select ST_StartPoint(geom) as geom from road union select ST_EndPoint(geom) from road
),
met as (
  select road.bridge, coalesce(ST_Snap(road.geom, (select ST_Collect(ends.geom) from ends where ST_DWithin(ends.geom, road.geom, 5e-6)), 5e-6), road.geom) as geom
  from road
),
stretches as (
  select false as bridge, (ST_Dump(ST_Node(ST_Collect(geom)))).geom as geom from met where not bridge
  union all
  select true, geom from met where bridge
),
segments as (
  select distinct bridge, ST_SnapToGrid((ST_DumpSegments(geom)).geom, 1e-7) as geom from stretches
),
kept as (
  select ST_StartPoint(geom) as a, ST_EndPoint(geom) as b, geom
  from segments
  where ST_Length(geom) > 0 and (bridge or not exists (select from water where ST_Intersects(water.geom, segments.geom)))
),
node as (
  select row_number() over ()::int8 as id, x, y
  from (select round(ST_X(a)::numeric, 7) as x, round(ST_Y(a)::numeric, 7) as y from kept union select round(ST_X(b)::numeric, 7), round(ST_Y(b)::numeric, 7) from kept) as places
)
select
  row_number() over ()::int8 as id, first.id as source, last.id as target,
  ST_Length(kept.geom::geography)::float8 as cost, ST_Length(kept.geom::geography)::float8 as reverse_cost, kept.geom
from kept
join node as first on first.x = round(ST_X(kept.a)::numeric, 7) and first.y = round(ST_Y(kept.a)::numeric, 7)
join node as last on last.x = round(ST_X(kept.b)::numeric, 7) and last.y = round(ST_Y(kept.b)::numeric, 7)
