-- The walking network of tables road (bridge, geom) and water (geom), made by the database alone: roads meet where they
-- cross or touch, bridges only at their vertices; what meets water without a bridge is left out. A row: one edge with
-- the numbers of its ends, and metres on the spheroid.
create table edge as
with stretches as (
  select false as bridge, (ST_Dump(ST_Node(ST_Collect(geom)))).geom as geom from road where not bridge
  union all
  select true, geom from road where bridge
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
  from (select ST_X(a) as x, ST_Y(a) as y from kept union select ST_X(b), ST_Y(b) from kept) as places
)
select
  row_number() over ()::int8 as id, first.id as source, last.id as target,
  ST_Length(kept.geom::geography)::float8 as cost, ST_Length(kept.geom::geography)::float8 as reverse_cost, kept.geom
from kept
join node as first on first.x = ST_X(kept.a) and first.y = ST_Y(kept.a)
join node as last on last.x = ST_X(kept.b) and last.y = ST_Y(kept.b)
