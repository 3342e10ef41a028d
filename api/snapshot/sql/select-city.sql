-- The city of the schema, with the latest day on which a row began or ended, a change was published or an import took
-- effect: a part of its data date. Days to come do not count.
-- $1 date: the city of that day; null: now, in its time zone
with bound as (select coalesce($1::date, (now() at time zone coalesce(settings #>> '{place,timeZone}', 'Asia/Shanghai'))::date) as day from meta),
effective as (
  select data_date as day from meta
  union all select valid_from from grid
  union all select valid_to from grid
  union all select valid_from from unit
  union all select valid_to from unit
  union all select valid_from from community_type
  union all select valid_from from premises
  union all select valid_to from premises
  union all select valid_from from park
  union all select valid_to from park
  union all select day from import_run where undone_at is null
)
select
  city_code, name, name_en, revision, source, demo, settings,
  (select max(effective.day) from effective where effective.day <= bound.day) as effective_on,
  bound.day as until
from meta
cross join bound
