-- Many parks.
-- $1 json array of rows, $2 bigint: revision, $3 json object: ids of the units by code
insert into park (
  code, name, kind, level, community_id, organisation, organisation_since, liaison_since, enterprises, employees,
  members, valid_from, revision, geom
)
select
  r.code, r.name, r.kind, r.level, ($3::jsonb ->> r."communityCode")::int8, r.organisation, r."organisationSince", r."liaisonSince",
  r.enterprises, r.employees, r.members, r."validFrom", $2::int8,
  ST_SetSRID(ST_GeomFromTWKB(decode(r.geometry, 'hex')), 4326)
from jsonb_to_recordset($1::jsonb) as r (
  code text, name text, kind text, level text, "communityCode" text, organisation text, "organisationSince" date,
  "liaisonSince" date, enterprises int4, employees int4, members int4, "validFrom" date, geometry text
)
