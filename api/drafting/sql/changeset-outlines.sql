-- Outlines of units before a change.
-- $1 bigint: changeset
select u.code, u.name, ST_AsTWKB(h.geom, 7) as shape from unit_history h join unit u on u.id = h.unit_id where h.changeset_id = $1::int8 order by u.code
