-- When the next message is due; null: none waits.
select min(d.due_at) as due_at from webhook_delivery d join webhook w on w.id = d.webhook_id where d.state = 'waiting' and w.active
