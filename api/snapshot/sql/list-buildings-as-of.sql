-- One row: how the buildings of a day differ from those of today. `gone`: ids of what stands today in another state, as big-endian integers; the other columns as in select-buildings.sql: what stood on the day in another state than today's.
-- $1 date: the day
with imported as (
  -- what imports of later days have changed, as it stood before the first of them
  select distinct on (r.code) r.*
  from import_run i
  join import_before b on b.import_id = i.id
  cross join lateral jsonb_to_recordset(b.rows) as r (
    code text, compound text, use text, floors int4, households int4, residents int4, members int4,
    "buildingGroups" int4, "householdHubs" int4, "completedOn" date, "demolishedOn" date, "validFrom" date,
    "validTo" date, geometry text
  )
  where i.day > $1::date and i.undone_at is null and b.table_name = 'buildings' and b.was = 'standing'
  order by r.code, i.changeset_id
),
state as (
  select
    b.id, b.valid_to is null and (b.demolished_on is null or b.demolished_on > current_date) as stands,
    i.code is not null as differs, case when i.code is null then b.compound else i.compound end as compound,
    case when i.code is null then b.completed_on else i."completedOn" end as completed_on,
    case when i.code is null then b.demolished_on else i."demolishedOn" end as demolished_on,
    case when i.code is null then b.valid_from else i."validFrom" end as valid_from,
    case when i.code is null then b.valid_to else i."validTo" end as valid_to,
    case
      when i.code is null then b.counts
      else
        int4send(i.households) || int4send(i.residents) || int4send(i.members) || int4send(i."buildingGroups")
        || int4send(i."householdHubs") || int4send(coalesce(i.floors, 0))
        || int4send(array_position(array['residential', 'dormitory', 'office', 'commercial', 'industrial', 'public', 'mixed', 'vacant'], i.use) - 1)
    end as counts,
    case when i.code is null then b.twkb else decode(i.geometry, 'hex') end as twkb,
    b.place_x, b.place_y
  from building b
  left join imported i on i.code = b.code
),
judged as (
  select
    *,
    valid_from <= $1::date and (valid_to is null or valid_to > $1::date)
    and (completed_on is null or completed_on <= $1::date) and (demolished_on is null or demolished_on > $1::date) as stood
  from state
),
put as (
  select
    id, compound, counts, twkb,
    case when differs then round(ST_X(ST_PointOnSurface(ST_GeomFromTWKB(twkb))) * 1e7)::int4 else place_x end as x,
    case when differs then round(ST_Y(ST_PointOnSurface(ST_GeomFromTWKB(twkb))) * 1e7)::int4 else place_y end as y
  from judged
  where stood and (differs or not stands)
)
select
  (select coalesce(string_agg(int4send(id::int4), ''), '') from judged where stands and (differs or not stood)) as gone,
  count(*)::int4 as count,
  coalesce(string_agg(int4send(id::int4) || int4send(x) || int4send(y) || counts, ''), '') as numbers,
  coalesce(json_agg(compound), '[]')::text as compounds,
  coalesce(string_agg(twkb, ''), '') as shapes
from put
