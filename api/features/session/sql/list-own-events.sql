-- What happened to the account named $1 since $2, the latest first, at most $3. A row: one of the log.
select at, actor, action, address, result
from audit
where at >= $2::timestamptz and object = 'account:' || $1::text
order by at desc, id desc
limit $3::int
