-- The catalogue of the community data form.
-- $1 json array of rows in their order
-- A row: the id of a new indicator and its code.
insert into indicator (code, category, category_name, category_name_en, name, name_en, unit, unit_en, aggregate, position)
select r.code, r.category, r."categoryName", r."categoryNameEn", r.name, r."nameEn", r.unit, r."unitEn", r.aggregate, r.position
from jsonb_to_recordset($1::jsonb) as r (
  code text, category int4, "categoryName" text, "categoryNameEn" text, name text, "nameEn" text, unit text,
  "unitEn" text, aggregate text, position int4
)
returning id, code
