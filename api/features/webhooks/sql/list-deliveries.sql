-- Messages to one, the latest first.
-- $1 webhook, $2 id of one message, or null, $3 integer: how many at most
select id, type, revision, state, created_at, attempts, due_at, attempted_at, status, failure, milliseconds, body
from webhook_delivery
where webhook_id = $1::uuid and ($2::uuid is null or id = $2::uuid)
order by created_at desc, id
limit $3::int4
