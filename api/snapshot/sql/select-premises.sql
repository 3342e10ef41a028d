-- One row: the standing premises, or those that stood on a day as they were then, as JSON columns in the order of their ids, their places as TWKB one after the other.
-- $1 date: the day; null: now
with imported as (
  -- what imports of later days have changed, as it stood before the first of them
  select distinct on (r.code) r.*
  from import_run i
  join import_before b on b.import_id = i.id
  cross join lateral jsonb_to_recordset(b.rows) as r (
    code text, kind text, name text, "communityCode" text, level text, status text, "openedOn" date, "areaM2" numeric, tenure text,
    functions text[], "openingHours" text, "capacityHouseholds" int4, "dutyPhone" text, "surveyedOn" date, "validFrom" date,
    "validTo" date, geometry text
  )
  where i.day > $1::date and i.undone_at is null and b.table_name = 'premises' and b.was = 'standing'
  order by r.code, i.changeset_id
),
state as (
  select
    p.id, p.kind, p.code, p.name, coalesce(m.community_before, p.community_id) as community_id, p.level, p.status, p.opened_on, p.area_m2, p.tenure, p.functions, p.opening_hours,
    p.capacity_households, p.duty_phone, p.surveyed_on, p.valid_from, p.valid_to, ST_AsTWKB(p.geom, 7) as shape
  from premises p
  -- the community before the first publication of a later day that moved the ground
  left join lateral (
    select g.community_before from ground_move g
    where g.feature = 'premises' and g.feature_id = p.id and g.day > $1::date
    order by g.day, g.changeset_id
    limit 1
  ) m on true
  where not exists (select from imported i where i.code = p.code)
  union all
  select
    p.id, i.kind, i.code, i.name, u.id, i.level, i.status, i."openedOn", i."areaM2", i.tenure, i.functions, i."openingHours",
    i."capacityHouseholds", i."dutyPhone", i."surveyedOn", i."validFrom", i."validTo", decode(i.geometry, 'hex')
  from imported i
  join premises p on p.code = i.code
  left join unit u on u.code = i."communityCode"
)
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
    'surveyedOn', coalesce(json_agg(p.surveyed_on), '[]'),
    'assignedGrid', coalesce(json_agg(coalesce(p.grid_id, 0)), '[]')
  )::text as columns,
  coalesce(string_agg(p.shape, ''::bytea), ''::bytea) as shapes
from (
  select state.*, assigned.grid_id
  from state
  -- the grid that was chosen for them, where it is another than that of their ground
  left join lateral (
    select a.grid_id from premises_grid a
    where a.premises_id = state.id
      and case when $1::date is null then a.valid_to is null else a.valid_from <= $1::date and (a.valid_to is null or a.valid_to > $1::date) end
    order by a.id desc
    limit 1
  ) assigned on true
  where case when $1::date is null then valid_to is null else valid_from <= $1::date and (valid_to is null or valid_to > $1::date) end
  order by id
) p
