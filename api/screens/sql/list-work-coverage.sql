-- How work coverage went by the records of the grids: six days from the first on which a grid stood to the last on which
-- one changed ($1 date: or the data's own day). A row: one day, the grids that stood, and those with a worker.
with states as (
  select valid_from, valid_to, full_time_workers + part_time_workers > 0 as worked from grid
  union all
  select valid_from, valid_to, (fields ->> 'fullTimeWorkers')::integer + (fields ->> 'partTimeWorkers')::integer > 0 from grid_history
),
span as (select min(valid_from) as first, greatest(max(valid_from), $1::date) as last from states),
days as (select distinct first + ((last - first) * step / 5) as day from span, generate_series(0, 5) as step where first is not null)
select to_char(days.day, 'YYYY-MM-DD') as day, count(*)::integer as grids, count(*) filter (where states.worked)::integer as worked
from days
join states on states.valid_from <= days.day and (states.valid_to is null or states.valid_to > days.day)
group by days.day
order by days.day
