-- A page of the outlines that units have had before their present ones.
-- $1 bigint: after this id, $2 integer: how many at most
-- One row: how many there are on the page, the last id, and the outlines as a json array of {code, validFrom, validTo, geometry}.
select count(*)::int4 as count, coalesce(max(p.id), 0)::int8 as last, coalesce(json_agg(p.row order by p.id), '[]')::text as rows
from (
  select
    h.id,
    json_build_object(
      'code', u.code, 'validFrom', coalesce(h.valid_from, u.valid_from), 'validTo', h.valid_to,
      'geometry', encode(ST_AsTWKB(h.geom, 7), 'hex')
    ) as row
  from unit_history h
  join unit u on u.id = h.unit_id
  where h.id > $1::int8
  order by h.id
  limit $2::int4
) p
