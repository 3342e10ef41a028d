-- Service projects, the dearest first: $1 limit, $2 offset. A row: one project with its community, and how many there are in all.
select service_project.code, service_project.name, unit.name as place, service_project.cost_yuan::double precision as value, service_project.status,
  count(*) over ()::integer as total
from service_project
join unit on unit.id = service_project.community_id
where service_project.list = 'project'
order by service_project.cost_yuan desc, service_project.code
limit $1::integer offset $2::integer
