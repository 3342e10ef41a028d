-- Takes the message that has waited longest; nobody else tries it before $2.
-- $1 now, $2 until when it is ours
-- A row: the message, with where it goes and what signs it.
update webhook_delivery d
set due_at = $2::timestamptz, attempts = d.attempts + 1, attempted_at = $1::timestamptz, status = null, failure = null
from webhook w
where w.id = d.webhook_id and d.id = (
  select n.id
  from webhook_delivery n
  join webhook h on h.id = n.webhook_id
  where n.state = 'waiting' and n.due_at <= $1::timestamptz and h.active
  order by n.due_at, n.id
  limit 1
  for update of n skip locked
)
returning d.id, d.body, d.attempts, w.id as webhook_id, w.url, w.sealed_secret
