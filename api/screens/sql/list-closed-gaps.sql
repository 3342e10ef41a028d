-- Gaps that are closed by now, the latest first: $1 limit, $2 offset. A row: code of the community or park, and how many there are in all.
select latest.subject, count(*) over ()::integer as total
from (select distinct on (subject) id, subject, status from gap_work order by subject, id desc) latest
where latest.status = 'closed'
order by latest.id desc
limit $1::integer offset $2::integer
