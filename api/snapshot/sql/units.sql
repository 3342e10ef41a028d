-- One row: the standing units as JSON columns in the order of their ids, their shapes as TWKB one after the other.
-- A managing zone has no shape of its own; its place is taken by an empty one.
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
    ST_AsTWKB(coalesce(unit.geom, 'SRID=4326;MULTIPOLYGON EMPTY'::geometry), 7) as shape
  from unit
  left join community_type t on t.unit_id = unit.id and t.valid_to is null
  where unit.valid_to is null
  order by unit.id
) u
