-- One row: the standing parks, or those that stood on a day, as JSON columns in the order of their ids, their shapes as TWKB one after the other.
-- $1 date: the day; null: now
select
  count(*)::int4 as count,
  json_build_object(
    'id', coalesce(json_agg(p.id), '[]'),
    'code', coalesce(json_agg(p.code), '[]'),
    'name', coalesce(json_agg(p.name), '[]'),
    'kind', coalesce(json_agg(p.kind), '[]'),
    'level', coalesce(json_agg(p.level), '[]'),
    'community', coalesce(json_agg(p.community_id), '[]'),
    'organisation', coalesce(json_agg(p.organisation), '[]'),
    'organisationSince', coalesce(json_agg(p.organisation_since), '[]'),
    'liaisonSince', coalesce(json_agg(p.liaison_since), '[]'),
    'enterprises', coalesce(json_agg(p.enterprises), '[]'),
    'employees', coalesce(json_agg(p.employees), '[]'),
    'members', coalesce(json_agg(p.members), '[]')
  )::text as columns,
  coalesce(string_agg(ST_AsTWKB(p.geom, 7), ''::bytea), ''::bytea) as shapes
from (
  select * from park
  where case when $1::date is null then valid_to is null else valid_from <= $1::date and (valid_to is null or valid_to > $1::date) end
  order by id
) p
