-- A page of parks, standing and past, with everything that is known of them; shapes as TWKB in hex.
-- $1 bigint: after this id, $2 integer: how many at most
-- One row: how many there are on the page, the last id, and the parks as a json array.
select count(*)::int4 as count, coalesce(max(p.id), 0)::int8 as last, coalesce(json_agg(p.row order by p.id), '[]')::text as rows
from (
  select
    p.id,
    json_build_object(
      'code', p.code, 'name', p.name, 'kind', p.kind, 'level', p.level, 'communityCode', u.code,
      'organisation', p.organisation, 'organisationSince', p.organisation_since, 'liaisonSince', p.liaison_since,
      'enterprises', p.enterprises, 'employees', p.employees, 'members', p.members, 'validFrom', p.valid_from,
      'geometry', encode(ST_AsTWKB(p.geom, 7), 'hex'), 'validTo', p.valid_to, 'version', p.version, 'revision', p.revision
    ) as row
  from park p
  left join unit u on u.id = p.community_id
  where p.id > $1::int8
  order by p.id
  limit $2::int4
) p
