-- Which grids a change touched.
-- $1 json array of rows, $2 bigint: changeset, $3 date: first day of what they are now
insert into changeset_grid (changeset_id, grid_id, what, version_before, version_after, code_before, code_after, name, day)
select $2::int8, r.id, r.what, r."versionBefore", r."versionAfter", r."codeBefore", r."codeAfter", r.name, $3::date
from jsonb_to_recordset($1::jsonb) as r (
  id int8, what text, "versionBefore" int4, "versionAfter" int4, "codeBefore" text, "codeAfter" text, name text
)
