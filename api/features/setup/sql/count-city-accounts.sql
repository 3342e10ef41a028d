-- A row for each role: accounts that may sign in and whose area reaches into the city. $1 city
select role, count(*)::int as count, max(created_at) as last_at
from account
where state = 'active' and city in ('*', $1::text)
group by role
