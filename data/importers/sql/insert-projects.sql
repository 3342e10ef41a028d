-- Many service projects.
-- $1 json array of rows, $2 bigint: revision
insert into service_project (code, name, list, community_id, year, status, cost_yuan, beneficiaries, revision)
select r.code, r.name, r.list, r."communityId", r.year, r.status, r."costYuan", r.beneficiaries, $2::int8
from jsonb_to_recordset($1::jsonb) as r (
  code text, name text, list text, "communityId" int8, year int4, status text, "costYuan" int8, beneficiaries int4
)
