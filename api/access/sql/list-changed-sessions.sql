-- Sessions that transaction $1 or a later one wrote, and whose last moment lies after $2. A row: a session as every server keeps it in memory.
select id, account_id, created_at, seen_at, ends_at, ended_at is not null as ended
from session
where change >= $1::bigint and ends_at > $2::timestamptz
