-- A page of units, standing and past, with everything that is known of them; shapes as TWKB in hex.
-- $1 bigint: after this id, $2 integer: how many at most
-- One row: how many there are on the page, the last id, and the units as a json array.
select count(*)::int4 as count, coalesce(max(p.id), 0)::int8 as last, coalesce(json_agg(p.row order by p.id), '[]')::text as rows
from (
  select
    u.id,
    json_build_object(
      'level', u.level, 'code', u.code, 'name', u.name, 'nameEn', u.name_en, 'kind', u.kind, 'legalParentCode', l.code,
      'managingParentCode', m.code, 'urbanRuralClass', u.urban_rural_class, 'urbanScope', u.urban_scope,
      'aliasCodes', u.alias_codes, 'seat', encode(ST_AsTWKB(u.seat, 7), 'hex'), 'validFrom', u.valid_from,
      'geometry', encode(ST_AsTWKB(u.geom, 7), 'hex'), 'outlineFrom', u.outline_from,
      'types', (
        select coalesce(json_agg(json_build_object('type', t.type, 'validFrom', t.valid_from, 'validTo', t.valid_to, 'reason', t.reason) order by t.valid_from), '[]')
        from community_type t
        where t.unit_id = u.id
      ),
      'validTo', u.valid_to, 'version', u.version, 'revision', u.revision
    ) as row
  from unit u
  left join unit l on l.id = u.legal_parent_id
  left join unit m on m.id = u.managing_parent_id
  where u.id > $1::int8
  order by u.id
  limit $2::int4
) p
