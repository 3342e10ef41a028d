-- A page of service projects.
-- $1 bigint: after this id, $2 integer: how many at most
-- One row: how many there are on the page, the last id, and the projects as a json array.
select count(*)::int4 as count, coalesce(max(p.id), 0)::int8 as last, coalesce(json_agg(p.row order by p.id), '[]')::text as rows
from (
  select
    s.id,
    json_build_object(
      'code', s.code, 'name', s.name, 'list', s.list, 'communityCode', u.code, 'year', s.year, 'status', s.status,
      'costYuan', s.cost_yuan, 'beneficiaries', s.beneficiaries, 'revision', s.revision
    ) as row
  from service_project s
  join unit u on u.id = s.community_id
  where s.id > $1::int8
  order by s.id
  limit $2::int4
) p
