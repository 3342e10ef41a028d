-- Cities of which somebody wants to be told.
select distinct w.city, v.revision from webhook w join webhook_watch v on v.city = w.city where w.active
