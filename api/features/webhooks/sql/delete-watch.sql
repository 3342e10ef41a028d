-- Nobody is told any more what happens in a city, so it is not looked through.
-- $1 city
delete from webhook_watch where city = $1::text and not exists (select 1 from webhook w where w.city = $1::text and w.active)
