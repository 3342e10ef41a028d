-- Accounts that transaction $1 or a later one wrote. A row: an account as every server keeps it in memory.
select id, name, display_name, role, city, units, state
from account
where change >= $1::bigint
