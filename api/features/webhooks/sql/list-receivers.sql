-- Those who want to be told of an event of a city.
-- $1 city, $2 event
select id from webhook where city = $1::text and active and $2::text = any (events)
