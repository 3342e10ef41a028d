-- One row: how the buildings that imports of later days have changed differ from those of today, as
-- list-buildings-as-of.sql; `imported`: ids of all of them; `last`: the largest id of a building.
-- $1 date: the day
with imported as (
  -- as each stood before the first of the imports
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
    b.id::int4 as id, i.compound,
    b.valid_to is null and (b.demolished_on is null or b.demolished_on > (select (now() at time zone coalesce(settings #>> '{place,timeZone}', 'Asia/Shanghai'))::date from meta)) as stands,
    i."validFrom" <= $1::date and (i."validTo" is null or i."validTo" > $1::date)
    and (i."completedOn" is null or i."completedOn" <= $1::date) and (i."demolishedOn" is null or i."demolishedOn" > $1::date) as stood,
    int4send(i.households) || int4send(i.residents) || int4send(i.members) || int4send(i."buildingGroups")
    || int4send(i."householdHubs") || int4send(coalesce(i.floors, 0))
    || int4send(array_position(array['residential', 'dormitory', 'office', 'commercial', 'industrial', 'public', 'mixed', 'vacant'], i.use) - 1) as counts,
    decode(i.geometry, 'hex') as twkb
  from imported i
  join building b on b.code = i.code
),
put as (
  select
    *,
    round(ST_X(ST_PointOnSurface(ST_GeomFromTWKB(twkb))) * 1e7)::int4 as x,
    round(ST_Y(ST_PointOnSurface(ST_GeomFromTWKB(twkb))) * 1e7)::int4 as y
  from state
  where stood
)
select
  (select coalesce(max(id), 0)::int4 from building) as last,
  (select coalesce(array_agg(id), '{}') from state) as imported,
  (select coalesce(string_agg(int4send(id), ''), '') from state where stands) as gone,
  count(*)::int4 as count,
  coalesce(string_agg(int4send(id) || int4send(x) || int4send(y) || counts, ''), '') as numbers,
  coalesce(json_agg(compound), '[]')::text as compounds,
  coalesce(string_agg(twkb, ''), '') as shapes
from put
