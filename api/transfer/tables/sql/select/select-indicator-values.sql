-- A page of values of the community data form.
-- $1 bigint: after this id, $2 integer: how many at most
-- One row: how many there are on the page, the last id, and the values as a json array.
select count(*)::int4 as count, coalesce(max(p.id), 0)::int8 as last, coalesce(json_agg(p.row order by p.id), '[]')::text as rows
from (
  select
    v.id,
    json_build_object('indicatorCode', i.code, 'communityCode', u.code, 'year', v.year, 'value', v.value) as row
  from indicator_value v
  join indicator i on i.id = v.indicator_id
  join unit u on u.id = v.community_id
  where v.id > $1::int8
  order by v.id
  limit $2::int4
) p
