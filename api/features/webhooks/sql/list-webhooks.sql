-- Whom a city tells, with how it goes.
-- $1 city, $2 id of one, or null
select
  w.id, w.name, w.url, w.events, w.active, w.created_at, w.created_by,
  (select count(*)::int4 from webhook_delivery d where d.webhook_id = w.id and d.state = 'waiting') as waiting,
  (select max(d.attempted_at) from webhook_delivery d where d.webhook_id = w.id and d.state = 'delivered') as delivered_at,
  coalesce((
    select d.state <> 'delivered' and d.attempts > 0
    from webhook_delivery d
    where d.webhook_id = w.id and d.attempted_at is not null
    order by d.attempted_at desc
    limit 1), false) as failing
from webhook w
where w.city = $1::text and ($2::uuid is null or w.id = $2::uuid)
order by w.created_at, w.id
