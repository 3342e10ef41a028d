-- One row: the standing parks, or those that stood on a day as they were then, as JSON columns in the order of their ids, their shapes as TWKB one after the other.
-- $1 date: the day; null: now
with imported as (
  -- what imports of later days have changed, as it stood before the first of them
  select distinct on (r.code) r.*
  from import_run i
  join import_before b on b.import_id = i.id
  cross join lateral jsonb_to_recordset(b.rows) as r (
    code text, name text, kind text, level text, "communityCode" text, organisation text, "organisationSince" date,
    "liaisonSince" date, enterprises int4, employees int4, members int4, "validFrom" date, "validTo" date, geometry text
  )
  where i.day > $1::date and i.undone_at is null and b.table_name = 'parks' and b.was = 'standing'
  order by r.code, i.changeset_id
),
state as (
  select
    p.id, p.code, p.name, p.kind, p.level, coalesce(m.community_before, p.community_id) as community_id, p.organisation, p.organisation_since, p.liaison_since, p.enterprises,
    p.employees, p.members, p.valid_from, p.valid_to, ST_AsTWKB(p.geom, 7) as shape
  from park p
  -- the community before the first publication of a later day that moved the ground
  left join lateral (
    select g.community_before from ground_move g
    where g.feature = 'park' and g.feature_id = p.id and g.day > $1::date
    order by g.day, g.changeset_id
    limit 1
  ) m on true
  where not exists (select from imported i where i.code = p.code)
  union all
  select
    p.id, i.code, i.name, i.kind, i.level, u.id, i.organisation, i."organisationSince", i."liaisonSince", i.enterprises,
    i.employees, i.members, i."validFrom", i."validTo", decode(i.geometry, 'hex')
  from imported i
  join park p on p.code = i.code
  left join unit u on u.code = i."communityCode"
)
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
  coalesce(string_agg(p.shape, ''::bytea), ''::bytea) as shapes
from (
  select * from state
  where case when $1::date is null then valid_to is null else valid_from <= $1::date and (valid_to is null or valid_to > $1::date) end
  order by id
) p
