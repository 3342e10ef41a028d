-- One row: the standing units, or those that stood on a day with the outlines that they had then, as JSON columns in
-- the order of their ids, their shapes as TWKB one after the other.
-- A managing zone has no shape of its own; its place is taken by an empty one.
-- $1 date: the day; null: now
select
  count(*)::int4 as count,
  json_build_object(
    'id', coalesce(json_agg(u.id), '[]'),
    'level', coalesce(json_agg(u.level), '[]'),
    'code', coalesce(json_agg(u.code), '[]'),
    'name', coalesce(json_agg(u.name), '[]'),
    'nameEn', coalesce(json_agg(u.name_en), '[]'),
    'kind', coalesce(json_agg(u.kind), '[]'),
    'legalParent', coalesce(json_agg(u.legal_parent_id), '[]'),
    'managingParent', coalesce(json_agg(u.managing_parent_id), '[]'),
    'urbanRuralClass', coalesce(json_agg(u.urban_rural_class), '[]'),
    'urbanScope', coalesce(json_agg(u.urban_scope), '[]'),
    'type', coalesce(json_agg(u.type), '[]'),
    'typeReason', coalesce(json_agg(u.type_reason), '[]'),
    'validFrom', coalesce(json_agg(u.valid_from), '[]')
  )::text as columns,
  coalesce(string_agg(u.shape, ''::bytea), ''::bytea) as shapes
from (
  select
    unit.*,
    t.type,
    t.reason as type_reason,
    ST_AsTWKB(coalesce(h.geom, unit.geom, 'SRID=4326;MULTIPOLYGON EMPTY'::geometry), 7) as shape
  from unit
  left join lateral (
    select h.geom from unit_history h where h.unit_id = unit.id and h.valid_to > $1::date order by h.valid_to, h.version limit 1
  ) h on true
  left join community_type t on t.unit_id = unit.id
    and case when $1::date is null then t.valid_to is null else t.valid_from <= $1::date and (t.valid_to is null or t.valid_to > $1::date) end
  where case when $1::date is null then unit.valid_to is null else unit.valid_from <= $1::date and (unit.valid_to is null or unit.valid_to > $1::date) end
  order by unit.id
) u
