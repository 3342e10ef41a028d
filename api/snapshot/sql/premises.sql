-- One row: the standing premises, or those that stood on a day, as JSON columns in the order of their ids, their places as TWKB one after the other.
-- $1 date: the day; null: now
select
  count(*)::int4 as count,
  json_build_object(
    'id', coalesce(json_agg(p.id), '[]'),
    'kind', coalesce(json_agg(p.kind), '[]'),
    'code', coalesce(json_agg(p.code), '[]'),
    'name', coalesce(json_agg(p.name), '[]'),
    'community', coalesce(json_agg(p.community_id), '[]'),
    'level', coalesce(json_agg(p.level), '[]'),
    'status', coalesce(json_agg(p.status), '[]'),
    'openedOn', coalesce(json_agg(p.opened_on), '[]'),
    'areaM2', coalesce(json_agg(p.area_m2), '[]'),
    'tenure', coalesce(json_agg(p.tenure), '[]'),
    'functions', coalesce(json_agg(p.functions), '[]'),
    'openingHours', coalesce(json_agg(p.opening_hours), '[]'),
    'capacityHouseholds', coalesce(json_agg(p.capacity_households), '[]'),
    'dutyPhone', coalesce(json_agg(p.duty_phone), '[]'),
    'surveyedOn', coalesce(json_agg(p.surveyed_on), '[]')
  )::text as columns,
  coalesce(string_agg(ST_AsTWKB(p.geom, 7), ''::bytea), ''::bytea) as shapes
from (
  select * from premises
  where case when $1::date is null then valid_to is null else valid_from <= $1::date and (valid_to is null or valid_to > $1::date) end
  order by id
) p
