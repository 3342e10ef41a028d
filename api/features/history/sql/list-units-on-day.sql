-- A street or community and what lies in it, as they were on a day.
-- $1 text: code, $2 date: the day
with imported as (
  -- what imports of later days have changed, as it stood before the first of them
  select distinct on (r.code) r.*, i.changeset_id
  from import_run i
  join import_before b on b.import_id = i.id
  cross join lateral jsonb_to_recordset(b.rows) as r (code text, name text, "validFrom" date, "validTo" date, geometry text)
  where i.day > $2::date and i.undone_at is null and b.table_name = 'units' and b.was = 'standing' and r.code like $1::text || '%'
  order by r.code, i.changeset_id
),
drawn as (
  select distinct on (unit_id) unit_id, changeset_id, geom from unit_history where valid_to > $2::date order by unit_id, version
),
state as (
  select
    u.code, u.level, coalesce(i.name, u.name) as name, coalesce(i."validFrom", u.valid_from) as valid_from,
    case when i.code is null then u.valid_to else i."validTo" end as valid_to,
    case
      when d.unit_id is not null and (i.code is null or d.changeset_id < i.changeset_id) then ST_AsTWKB(d.geom, 7)
      when i.code is not null then decode(i.geometry, 'hex')
      else ST_AsTWKB(u.geom, 7)
    end as shape
  from unit u
  left join imported i on i.code = u.code
  left join drawn d on d.unit_id = u.id
  where u.code like $1::text || '%'
)
select code, level, name, shape
from state
where valid_from <= $2::date and (valid_to is null or valid_to > $2::date) and shape is not null
order by code
