-- The session $1. A row: as in changed-sessions.sql.
select id, account_id, created_at, seen_at, ends_at, ended_at is not null as ended
from session
where id = $1::text
