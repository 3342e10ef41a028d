-- Many units of one level.
-- $1 json array of rows, $2 bigint: revision, $3 json object: ids of the units by code, those above among them
-- A row: the id of a new unit and its code.
insert into unit (
  level, code, name, name_en, kind, legal_parent_id, managing_parent_id, urban_rural_class, urban_scope, alias_codes,
  seat, valid_from, revision, geom
)
select
  r.level, r.code, r.name, r."nameEn", r.kind, ($3::jsonb ->> r."legalParentCode")::int8,
  ($3::jsonb ->> r."managingParentCode")::int8, r."urbanRuralClass", r."urbanScope", coalesce(r."aliasCodes", '{}'),
  ST_SetSRID(ST_GeomFromTWKB(decode(r.seat, 'hex')), 4326), r."validFrom", $2::int8,
  ST_SetSRID(ST_GeomFromTWKB(decode(r.geometry, 'hex')), 4326)
from jsonb_to_recordset($1::jsonb) as r (
  level text, code text, name text, "nameEn" text, kind text, "legalParentCode" text, "managingParentCode" text,
  "urbanRuralClass" text, "urbanScope" boolean, "aliasCodes" jsonb, seat text, "validFrom" date, geometry text
)
returning id, code
