-- A message waits once more, from the first attempt on.
-- $1 webhook, $2 id, $3 now
update webhook_delivery set state = 'waiting', attempts = 0, due_at = $3::timestamptz, status = null, failure = null
where webhook_id = $1::uuid and id = $2::uuid
returning id
