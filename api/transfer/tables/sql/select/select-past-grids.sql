-- A page of the states that grids have had before their present ones, as select-grids.sql gives grids.
-- $1 bigint: after this id, $2 integer: how many at most
-- One row: how many there are on the page, the last id, and the states as a json array.
select count(*)::int4 as count, coalesce(max(p.id), 0)::int8 as last, coalesce(json_agg(p.row order by p.id), '[]')::text as rows
from (
  select
    h.id,
    -- what a state does not say has not changed since
    jsonb_build_object('communityCode', u.code, 'aliasCodes', g.alias_codes) || h.fields || jsonb_build_object(
      'id', h.grid_id, 'validFrom', h.valid_from, 'validTo', h.valid_to, 'version', h.version,
      'geometry', encode(ST_AsTWKB(h.geom, 7), 'hex')
    ) as row
  from grid_history h
  join grid g on g.id = h.grid_id
  join unit u on u.id = g.community_id
  where h.id > $1::int8
  order by h.id
  limit $2::int4
) p
