-- New states of many units; their codes and levels stay.
-- $1 json array of rows, $2 bigint: revision, $3 json object: ids of the units by code, $4 bigint: rows changed after this revision are left alone
update unit u
set
  name = r.name, name_en = r."nameEn", kind = r.kind, legal_parent_id = ($3::jsonb ->> r."legalParentCode")::int8,
  managing_parent_id = ($3::jsonb ->> r."managingParentCode")::int8, urban_rural_class = r."urbanRuralClass",
  urban_scope = r."urbanScope", alias_codes = coalesce(r."aliasCodes", '{}'),
  seat = ST_SetSRID(ST_GeomFromTWKB(decode(r.seat, 'hex')), 4326), valid_from = r."validFrom", valid_to = null,
  outline_from = r."outlineFrom",
  version = u.version + 1, revision = $2::int8, geom = ST_SetSRID(ST_GeomFromTWKB(decode(r.geometry, 'hex')), 4326)
from jsonb_to_recordset($1::jsonb) as r (
  code text, name text, "nameEn" text, kind text, "legalParentCode" text, "managingParentCode" text,
  "urbanRuralClass" text, "urbanScope" boolean, "aliasCodes" jsonb, seat text, "validFrom" date, "outlineFrom" date, geometry text
)
where u.code = r.code and u.revision <= $4::int8
