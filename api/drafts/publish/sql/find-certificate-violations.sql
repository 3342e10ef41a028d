-- The tiling certificate of some units: the signed directed edges of what lies directly inside each (grids in a
-- community, communities in a street, streets in a district) must add up to those of its own outline. One row for each
-- unit where they do not, with how many edges are left over and one place. Of streets and districts that tiled before a
-- change it is enough to ask what the change has moved: each new outline against the one before.
-- $1 text[]: codes of units, $2 bigint: the change; null: ask everything, $3 text[]: communities without grids: their land
-- need not be covered, but a grid of theirs is an error
with moved as (
  select unit_id, geom from unit_history where changeset_id = $2::int8
),
asked as (
  select u.id, u.code, u.level, u.geom from unit u where u.code = any ($1::text[]) and u.valid_to is null and u.geom is not null
),
shape as (
  select a.code, g.geom, 1 as sign from asked a join grid g on g.community_id = a.id where a.level = 'community' and g.valid_to is null
  union all
  select a.code, c.geom, 1 from asked a join unit c on c.legal_parent_id = a.id
  where a.level <> 'community' and c.valid_to is null and c.geom is not null and ($2::int8 is null or c.id in (select unit_id from moved))
  union all
  select a.code, m.geom, -1 from asked a join unit c on c.legal_parent_id = a.id join moved m on m.unit_id = c.id where a.level <> 'community'
  union all
  select a.code, a.geom, -1 from asked a
  where case
    when a.level = 'community' then a.code <> all ($3::text[])
    else $2::int8 is null or a.id in (select unit_id from moved)
  end
  union all
  select a.code, m.geom, 1 from asked a join moved m on m.unit_id = a.id where a.level <> 'community'
),
-- rings as they are stored, outer ones counter-clockwise: a ring that is turned over must not pass
numbered as (select row_number() over () as shape, code, sign, geom from shape),
point as (
  select n.shape, n.code, n.sign, d.path[1] as polygon, d.path[2] as ring, d.path[3] as place,
    round(ST_X(d.geom) * 1e7)::int8 as x, round(ST_Y(d.geom) * 1e7)::int8 as y
  from numbered n cross join lateral ST_DumpPoints(n.geom) d
),
edge as (
  select code, sign, x, y, lead(x) over next as to_x, lead(y) over next as to_y
  from point
  window next as (partition by shape, polygon, ring order by place)
),
directed as (
  select code, least(x, to_x) as ax, greatest(x, to_x) as bx,
    case when (x, y) < (to_x, to_y) then y else to_y end as ay,
    case when (x, y) < (to_x, to_y) then to_y else y end as by_,
    case when (x, y) < (to_x, to_y) then sign else -sign end as sign
  from edge
  where to_x is not null
),
rest as (
  select code, ax, ay from directed group by code, ax, ay, bx, by_ having sum(sign) <> 0
)
select code, count(*)::int4 as edges, min(ax) as x, min(ay) as y from rest group by code order by code
