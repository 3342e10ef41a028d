-- A page of the catalogue of the community data form, in its own order.
-- $1 bigint: after this position, $2 integer: how many at most
-- One row: how many there are on the page, the last position, and the items as a json array.
select count(*)::int4 as count, coalesce(max(p.position), 0)::int8 as last, coalesce(json_agg(p.row order by p.position), '[]')::text as rows
from (
  select
    i.position + 1 as position,
    json_build_object(
      'code', i.code, 'category', i.category, 'categoryName', i.category_name, 'categoryNameEn', i.category_name_en,
      'name', i.name, 'nameEn', i.name_en, 'unit', i.unit, 'unitEn', i.unit_en, 'aggregate', i.aggregate
    ) as row
  from indicator i
  where i.position + 1 > $1::int8
  order by i.position
  limit $2::int4
) p
