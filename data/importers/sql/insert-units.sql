-- Many units of one level.
-- $1 json array of rows, $2 bigint: revision
-- A row: the id of a new unit and its code.
insert into unit (
  level, code, name, name_en, kind, legal_parent_id, managing_parent_id, urban_rural_class, urban_scope, seat,
  valid_from, revision, geom
)
select
  r.level, r.code, r.name, r."nameEn", r.kind, r."legalParentId", r."managingParentId", r."urbanRuralClass", r."urbanScope",
  ST_SetSRID(ST_GeomFromTWKB(decode(r.seat, 'hex')), 4326), r."validFrom", $2::int8,
  ST_SetSRID(ST_GeomFromTWKB(decode(r.geometry, 'hex')), 4326)
from jsonb_to_recordset($1::jsonb) as r (
  level text, code text, name text, "nameEn" text, kind text, "legalParentId" int8, "managingParentId" int8,
  "urbanRuralClass" text, "urbanScope" boolean, seat text, "validFrom" date, geometry text
)
returning id, code
