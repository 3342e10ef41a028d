-- Keeps queue and log within bounds: what is done goes after a while, and of what waits only the latest stay.
-- $1 city, $2 timestamptz: what was done before this goes, $3 integer: how many may wait for one
with long as (
  select d.id, row_number() over (partition by d.webhook_id order by d.created_at desc, d.id) as place
  from webhook_delivery d
  join webhook w on w.id = d.webhook_id
  where w.city = $1::text and d.state = 'waiting'
),
dropped as (
  update webhook_delivery d set state = 'given_up' from long l where l.id = d.id and l.place > $3::int4
)
delete from webhook_delivery d using webhook w
where w.id = d.webhook_id and w.city = $1::text and d.state <> 'waiting' and d.created_at < $2::timestamptz
