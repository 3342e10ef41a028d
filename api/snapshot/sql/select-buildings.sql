-- One row: the standing buildings in any order: sorting them here would take longer than all the rest. Numbers as big-endian integers, ten for each: id, place x and y in lattice units, households, residents, members, building groups, household hubs, floors (0: unknown), position of the use in the list; compounds as JSON, shapes as TWKB one after the other.
select
  count(*)::int4 as count,
  coalesce(string_agg(int4send(id::int4) || int4send(place_x) || int4send(place_y) || counts, ''), '') as numbers,
  coalesce(json_agg(compound), '[]')::text as compounds,
  coalesce(string_agg(twkb, ''), '') as shapes
from building
where valid_to is null and (demolished_on is null or demolished_on > (select (now() at time zone coalesce(settings #>> '{place,timeZone}', 'Asia/Shanghai'))::date from meta))
