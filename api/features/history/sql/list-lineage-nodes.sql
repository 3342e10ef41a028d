-- Grids of a lineage: those with these ids, and the one with this code.
-- $1 bigint[]: ids, $2 text: code, now or once
select g.id, g.code, g.name, coalesce((select min(h.valid_from) from grid_history h where h.grid_id = g.id), g.valid_from) as born, g.valid_to
from grid g
where g.id = any ($1::int8[]) or g.code = $2::text
  or exists (select 1 from grid_history h where h.grid_id = g.id and h.fields ->> 'code' = $2::text)
order by g.id
