-- The work on gaps as it stood at the end of day $2, put together from what was done until then: the latest of each
-- subject, or of subject $1 alone (null: all). A row: its state.
select distinct on (w.subject)
  w.id, w.subject, w.subject_kind,
  coalesce(e.fields ->> 'status', 'open') as status,
  e.fields ->> 'office' as office,
  (e.fields ->> 'due')::date as due,
  e.fields ->> 'remedy' as remedy,
  w.opened_at,
  case when e.fields ->> 'status' = 'closed' then e.closed_at end as closed_at,
  (e.fields ->> 'closedBy')::int8 as closed_by,
  e.version
from gap_work w
cross join lateral (
  select
    jsonb_object_agg(f.key, f.value order by d.id) as fields,
    max(d.at) filter (where d.fields ->> 'status' = 'closed') as closed_at,
    count(distinct d.id)::int4 as version
  from gap_event d
  -- a deed that changed no field still is one
  cross join lateral jsonb_each(d.fields || jsonb_build_object('at', d.at)) f
  where d.gap_id = w.id and d.at < ($2::date + 1)::timestamp at time zone (select coalesce(settings #>> '{place,timeZone}', 'Asia/Shanghai') from meta)
) e
where ($1::text is null or w.subject = $1::text) and e.version > 0
order by w.subject, w.id desc
