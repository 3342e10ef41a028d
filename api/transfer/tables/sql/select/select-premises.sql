-- A page of premises, standing and past, with everything that is known of them; places as TWKB in hex.
-- $1 bigint: after this id, $2 integer: how many at most
-- One row: how many there are on the page, the last id, and the premises as a json array.
select count(*)::int4 as count, coalesce(max(p.id), 0)::int8 as last, coalesce(json_agg(p.row order by p.id), '[]')::text as rows
from (
  select
    p.id,
    json_build_object(
      'kind', p.kind, 'code', p.code, 'name', p.name, 'communityCode', u.code, 'level', p.level, 'status', p.status,
      'openedOn', p.opened_on, 'areaM2', p.area_m2, 'tenure', p.tenure, 'functions', p.functions,
      'openingHours', p.opening_hours, 'capacityHouseholds', p.capacity_households, 'dutyPhone', p.duty_phone,
      'surveyedOn', p.surveyed_on, 'validFrom', p.valid_from, 'geometry', encode(ST_AsTWKB(p.geom, 7), 'hex'),
      'validTo', p.valid_to, 'version', p.version, 'revision', p.revision
    ) as row
  from premises p
  left join unit u on u.id = p.community_id
  where p.id > $1::int8
  order by p.id
  limit $2::int4
) p
