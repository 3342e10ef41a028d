-- New states of many parks; their codes stay.
-- $1 json array of rows, $2 bigint: revision, $3 json object: ids of the units by code, $4 bigint: rows changed after this revision are left alone
update park p
set
  name = r.name, kind = r.kind, level = r.level, community_id = ($3::jsonb ->> r."communityCode")::int8,
  organisation = r.organisation, organisation_since = r."organisationSince", liaison_since = r."liaisonSince",
  enterprises = r.enterprises, employees = r.employees, members = r.members, valid_from = r."validFrom", valid_to = null,
  version = p.version + 1, revision = $2::int8, geom = ST_SetSRID(ST_GeomFromTWKB(decode(r.geometry, 'hex')), 4326)
from jsonb_to_recordset($1::jsonb) as r (
  code text, name text, kind text, level text, "communityCode" text, organisation text, "organisationSince" date,
  "liaisonSince" date, enterprises int4, employees int4, members int4, "validFrom" date, geometry text
)
where p.code = r.code and p.revision <= $4::int8
