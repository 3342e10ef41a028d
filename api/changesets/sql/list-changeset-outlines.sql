-- Outlines of units before a change and now; `untouched`: nothing has changed them since.
-- $1 bigint: changeset
select u.code, u.name, u.version = h.version + 1 as untouched, ST_AsTWKB(h.geom, 7) as shape, ST_AsTWKB(u.geom, 7) as now
from unit_history h
join unit u on u.id = h.unit_id
where h.changeset_id = $1::int8
order by u.code
