-- Up to which revision a city was looked through, and the gaps it had then; for one server at a time.
-- $1 city
select revision, gaps from webhook_watch where city = $1::text for update
