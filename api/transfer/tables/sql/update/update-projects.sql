-- New states of many service projects; their codes stay.
-- $1 json array of rows, $2 bigint: revision, $3 json object: ids of the units by code, $4 bigint: rows changed after this revision are left alone
update service_project p
set
  name = r.name, list = r.list, community_id = ($3::jsonb ->> r."communityCode")::int8, year = r.year, status = r.status,
  cost_yuan = r."costYuan", beneficiaries = r.beneficiaries, revision = $2::int8
from jsonb_to_recordset($1::jsonb) as r (
  code text, name text, list text, "communityCode" text, year int4, status text, "costYuan" int8, beneficiaries int4
)
where p.code = r.code and p.revision <= $4::int8
