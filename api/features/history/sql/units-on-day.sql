-- A street or community and what lies in it, as they ran on a day.
-- $1 text: code, $2 date: the day
select u.code, u.level, u.name, ST_AsTWKB(coalesce(h.geom, u.geom), 7) as shape
from unit u
left join lateral (
  select h.geom from unit_history h where h.unit_id = u.id and h.valid_to > $2::date order by h.valid_to, h.version limit 1
) h on true
where u.code like $1::text || '%' and u.valid_from <= $2::date and (u.valid_to is null or u.valid_to > $2::date)
  and coalesce(h.geom, u.geom) is not null
order by u.code
