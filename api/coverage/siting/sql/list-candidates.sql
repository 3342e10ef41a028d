-- The first $2 places of list $1 where a new station might stand. A row: one of them; degrees, households or null.
select code, name, ST_X(geom)::float8 as lon, ST_Y(geom)::float8 as lat, capacity_households as capacity
from siting_candidate
where list = $1::text and valid_to is null
order by code
limit $2::int4
