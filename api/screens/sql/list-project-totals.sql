-- Service projects by status. A row: one status, how many, what they cost together and how many people they reach.
select status, count(*)::integer as projects, coalesce(sum(cost_yuan), 0)::double precision as cost_yuan,
  coalesce(sum(beneficiaries), 0)::double precision as beneficiaries
from service_project
where list = 'project'
group by status
