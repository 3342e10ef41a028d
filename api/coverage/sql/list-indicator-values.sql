-- What was filled in for item $1 of the community data form. A row: a year with its communities and values, in two arrays.
select value.year, array_agg(value.community_id order by value.community_id)::int4[] as communities, array_agg(value.value order by value.community_id) as values
from indicator_value value
join indicator on indicator.id = value.indicator_id
where indicator.code = $1::text
group by value.year
order by value.year
