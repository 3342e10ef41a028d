-- One row: how buildings of a day differ from those of today, imports apart. `gone`: ids of what stands today and did not
-- stand on the day, as big-endian integers; the other columns as in select-buildings.sql: what stood on the day and does
-- not today. Of a part of the buildings: all wait for this statement in the embedded database.
-- $1 date: the day; $2, $3 int4: the first id, and the one behind the last; $4 int4[]: ids that imports of later days have changed
with candidate as not materialized (
  select
    b.*,
    b.valid_to is null and (b.demolished_on is null or b.demolished_on > (select (now() at time zone coalesce(settings #>> '{place,timeZone}', 'Asia/Shanghai'))::date from meta)) as stands,
    b.valid_from <= $1::date and (b.valid_to is null or b.valid_to > $1::date)
    and (b.completed_on is null or b.completed_on <= $1::date) and (b.demolished_on is null or b.demolished_on > $1::date) as stood
  from building b
  where b.id >= $2::int4 and b.id < $3::int4 and b.id <> all ($4::int4[])
)
select
  (select coalesce(string_agg(int4send(id::int4), ''), '') from candidate where stands and not stood) as gone,
  count(*)::int4 as count,
  coalesce(string_agg(int4send(id::int4) || int4send(place_x) || int4send(place_y) || counts, ''), '') as numbers,
  coalesce(json_agg(compound), '[]')::text as compounds,
  coalesce(string_agg(twkb, ''), '') as shapes
from candidate
where stood and not stands
