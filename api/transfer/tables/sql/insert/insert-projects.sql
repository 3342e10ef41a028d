-- Many service projects.
-- $1 json array of rows, $2 bigint: revision, $3 json object: ids of the units by code
insert into service_project (code, name, list, community_id, year, status, cost_yuan, beneficiaries, revision)
select r.code, r.name, r.list, ($3::jsonb ->> r."communityCode")::int8, r.year, r.status, r."costYuan", r.beneficiaries, $2::int8
from jsonb_to_recordset($1::jsonb) as r (
  code text, name text, list text, "communityCode" text, year int4, status text, "costYuan" int8, beneficiaries int4
)
