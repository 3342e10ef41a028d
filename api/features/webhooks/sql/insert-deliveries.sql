-- A message for everybody who is active and wants to be told of this; once, however often it is asked.
-- $1 json array of {id, webhook, body}, $2 type, $3 bigint: revision, $4 now
insert into webhook_delivery (id, webhook_id, type, revision, body, state, created_at, due_at)
select r.id, r.webhook, $2::text, $3::int8, r.body, 'waiting', $4::timestamptz, $4::timestamptz
from jsonb_to_recordset($1::jsonb) as r (id uuid, webhook uuid, body text)
on conflict (id) do nothing
