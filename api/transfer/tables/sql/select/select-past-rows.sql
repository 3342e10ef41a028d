-- A page of the rows that imports have changed or ended, as they stood before.
-- $1 bigint: after this number, $2 integer: how many at most
-- One row: how many there are on the page, the last number, and a json array of {table, code, day, changeset, row}: the
-- first day on which it was no longer so, by which change, and the row.
select count(*)::int4 as count, coalesce(max(p.number), 0)::int8 as last, coalesce(json_agg(p.row order by p.number), '[]')::text as rows
from (
  select
    n.number,
    json_build_object('table', n.table_name, 'code', n.row ->> 'code', 'day', n.day, 'changeset', n.changeset_id, 'row', n.row) as row
  from (
    select row_number() over (order by i.changeset_id, b.number, r.at) as number, b.table_name, r.row, i.day, i.changeset_id
    from import_run i
    join import_before b on b.import_id = i.id
    cross join lateral jsonb_array_elements(b.rows) with ordinality as r (row, at)
    where i.undone_at is null and b.was = 'standing' and b.table_name in ('units', 'premises', 'parks')
  ) n
  where n.number > $1::int8
  order by n.number
  limit $2::int4
) p
