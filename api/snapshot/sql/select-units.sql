-- One row: the standing units, or those that stood on a day as they were then, as JSON columns in the order of their
-- ids, their shapes as TWKB one after the other.
-- A managing zone has no shape of its own; its place is taken by an empty one.
-- $1 date: the day; null: now
with imported as (
  -- what imports of later days have changed, as it stood before the first of them
  select distinct on (r.code) r.*, i.changeset_id
  from import_run i
  join import_before b on b.import_id = i.id
  cross join lateral jsonb_to_recordset(b.rows) as r (
    code text, name text, "nameEn" text, kind text, "legalParentCode" text, "managingParentCode" text, "urbanRuralClass" text,
    "urbanScope" boolean, "validFrom" date, "validTo" date, geometry text
  )
  where i.day > $1::date and i.undone_at is null and b.table_name = 'units' and b.was = 'standing'
  order by r.code, i.changeset_id
),
drawn as (
  -- outlines that published changes of later days have moved, as they ran before the first of them
  select distinct on (unit_id) unit_id, changeset_id, geom
  from unit_history
  where valid_to > $1::date
  order by unit_id, version
),
state as (
  select
    u.id, u.level, u.code, u.name, u.name_en, u.kind, u.legal_parent_id, u.managing_parent_id, u.urban_rural_class, u.urban_scope,
    u.valid_from, u.valid_to, coalesce(d.geom, u.geom) as geom, null as shape
  from unit u
  left join drawn d on d.unit_id = u.id
  where not exists (select from imported i where i.code = u.code)
  union all
  select
    u.id, u.level, u.code, i.name, i."nameEn", i.kind, l.id, m.id, i."urbanRuralClass", i."urbanScope", i."validFrom", i."validTo",
    case when d.changeset_id < i.changeset_id then d.geom end, i.geometry
  from imported i
  join unit u on u.code = i.code
  left join unit l on l.code = i."legalParentCode"
  left join unit m on m.code = i."managingParentCode"
  left join drawn d on d.unit_id = u.id
)
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
  coalesce(string_agg(u.twkb, ''::bytea), ''::bytea) as shapes
from (
  select
    s.*,
    t.type,
    t.reason as type_reason,
    coalesce(ST_AsTWKB(s.geom, 7), decode(s.shape, 'hex'), ST_AsTWKB('SRID=4326;MULTIPOLYGON EMPTY'::geometry, 7)) as twkb
  from state s
  left join community_type t on t.unit_id = s.id
    and case when $1::date is null then t.valid_to is null else t.valid_from <= $1::date and (t.valid_to is null or t.valid_to > $1::date) end
  where case when $1::date is null then s.valid_to is null else s.valid_from <= $1::date and (s.valid_to is null or s.valid_to > $1::date) end
  order by s.id
) u
