-- Accounts changed since $1. A row: an account as every server keeps it in memory.
select id, name, display_name, role, city, units, state, changed_at
from account
where changed_at >= $1::timestamptz
