-- A page of the outlines that published changes have ended.
-- $1 bigint: after this id, $2 integer: how many at most
-- One row: how many there are on the page, the last id, and a json array of {table, code, day, changeset, row}: the first
-- day on which it was no longer so, by which change, and the geometry.
select count(*)::int4 as count, coalesce(max(p.id), 0)::int8 as last, coalesce(json_agg(p.row order by p.id), '[]')::text as rows
from (
  select
    h.id,
    json_build_object(
      'table', 'units', 'code', u.code, 'day', h.valid_to, 'changeset', h.changeset_id,
      'row', json_build_object('geometry', encode(ST_AsTWKB(h.geom, 7), 'hex'))
    ) as row
  from unit_history h
  join unit u on u.id = h.unit_id
  where h.id > $1::int8
  order by h.id
  limit $2::int4
) p
