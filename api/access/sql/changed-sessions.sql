-- Sessions changed or seen since $1 whose last moment lies after $2. A row: a session as every server keeps it in memory.
select id, account_id, created_at, seen_at, ends_at, ended_at is not null as ended, changed_at
from session
where (changed_at >= $1::timestamptz or seen_at >= $1::timestamptz) and ends_at > $2::timestamptz
